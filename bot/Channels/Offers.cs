using ChatBot.Answering;

namespace ChatBot.Bot.Channels;

/// <summary>
/// What stands below an answer, in every channel: what claims something can be rated and corrected, what does not helps on.
/// </summary>
internal static class Offers
{
    /// <summary>Buttons that people still take in at a glance.</summary>
    private const int MostChoices = 5;

    /// <summary>Questions to go on with, a button each. A correction says something else than what they led on from.</summary>
    public static IReadOnlyList<Choice> Choices(Answer answer) =>
        answer.Outcome is Outcome.Answered or Outcome.NoAnswer ? [.. answer.Choices.Take(MostChoices)] : [];

    /// <summary>Before the questions, where they are said in words.</summary>
    public const string OrAsk = "Or ask:";

    /// <summary>False for refusals and failures, and for a greeting, which says nothing that could be wrong.</summary>
    public static bool Ratings(Answer answer) => Certainties.Of(answer) is not null;

    /// <summary>The way on, where nothing was found.</summary>
    public static string AskAnew(Answer answer) => answer.Outcome == Outcome.Failed ? "Ask again" : "Ask differently";

    /// <summary>Where the documents do not say it, somebody may; null elsewhere.</summary>
    public static string? KnowsAnswer(Answer answer) => answer.Outcome == Outcome.NoAnswer ? "I know the answer" : null;
}
