using ChatBot.Answering;
using ChatBot.Privacy;

namespace ChatBot.Interactions;

/// <summary>
/// Which of an answer's choices are offered: those that may be stored as they are. One that names a person would ask something else once it
/// is redacted, and a button asks what is stored.
/// </summary>
internal static class StorableChoices
{
    public static Answer Of(Answer answer, Redactor redactor) =>
        answer.Choices.Count == 0
            ? answer
            : answer with
            {
                Choices = [.. answer.Choices.Where(choice => IsPlain(choice.Label, redactor) && IsPlain(choice.Question, redactor))],
            };

    private static bool IsPlain(string text, Redactor redactor) => redactor.Redact(text).Text == text;
}
