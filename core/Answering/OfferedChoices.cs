namespace ChatBot.Answering;

/// <summary>Which of an answer's choices people see, wherever they asked.</summary>
public static class OfferedChoices
{
    /// <summary>Before the questions, where they stand in words.</summary>
    public const string InWords = "Or ask:";

    /// <summary>Buttons that people still take in at a glance.</summary>
    private const int Most = 5;

    /// <summary>A correction says something else than what they led on from, and a refusal leads nowhere.</summary>
    public static IReadOnlyList<Choice> Of(Answer answer) =>
        answer.Outcome is Outcome.Answered or Outcome.NoAnswer ? [.. answer.Choices.Take(Most)] : [];
}
