using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Refuses attempts to change the assistant's rules, to make it play a part, or to get its instructions out of it, and requests
/// that no company's assistant should serve. What a text says decides, in whatever disguise; how long it is does not.
/// </summary>
public sealed class AttackGuard
{
    private const string Refusal =
        "I cannot help with that. I answer questions from the documents I was given, and my instructions are not up for change.";

    private static readonly FrozenSet<string> Families = new[]
    {
        "override",
        "roleplay",
        "extraction",
        "document",
        "harmful",
    }.ToFrozenSet();

    /// <returns>A refusal, or null when nothing speaks against the text.</returns>
    public GuardVerdict? Check(string text) => Check(QuestionReading.Of(text));

    /// <inheritdoc cref="Check(string)"/>
    public GuardVerdict? Check(QuestionReading question)
    {
        foreach (var text in Disguises.Readings(question.Text))
        {
            var (family, score) = AttackCues.Shipped.Find(text == question.Text ? question.Terms : Terms.Of(text), Families);
            if (score >= 1)
                return new(false, $"{(family == "harmful" ? "" : "injection:")}{family}", Math.Min(1, score / 2), Refusal);
        }
        return null;
    }
}
