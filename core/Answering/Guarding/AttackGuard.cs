using System.Collections.Frozen;
using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Refuses attempts to change the assistant's rules, to make it play a part, or to get its instructions out of it, and requests
/// that no company's assistant should serve. What a text says decides, in whatever disguise; how long it is does not.
/// </summary>
public sealed class AttackGuard(AttackJudge judge)
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
    public Task<GuardVerdict?> CheckAsync(string text, CancellationToken cancel = default) =>
        CheckAsync(QuestionReading.Of(text), cancel);

    /// <inheritdoc cref="CheckAsync(string, CancellationToken)"/>
    public async Task<GuardVerdict?> CheckAsync(QuestionReading question, CancellationToken cancel = default)
    {
        foreach (var (i, text) in Disguises.Readings(question.Text).Index())
        {
            var (family, score) = AttackCues.Shipped.Find(text == question.Text ? question.Terms : Terms.Of(text), Families);
            // Who disguises what he says means it.
            if (score >= 1 && (i > 0 || await judge.AnyAsync(Suspects(text), score, cancel)))
                return new(false, $"{(family == "harmful" ? "" : "injection:")}{family}", Math.Min(1, score / 2), Refusal);
        }
        return null;
    }

    /// <summary>The sentences in which enough cues fire; the whole text where they only add up across sentences.</summary>
    private static List<string> Suspects(string text)
    {
        var sentences = Sentences
            .Split(text)
            .Select(sentence => sentence.In(text))
            .Where(sentence => AttackCues.Shipped.Find(Terms.Of(sentence), Families).Score >= 1)
            .ToList();
        return sentences.Count > 0 ? sentences : [text];
    }
}
