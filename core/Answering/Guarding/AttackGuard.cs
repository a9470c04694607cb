using System.Collections.Frozen;
using ChatBot.Embedding;
using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Refuses attempts to change the assistant's rules, to make it play a part, or to get its instructions out of it, and requests
/// that no company's assistant should serve. What a text says decides, in whatever disguise; how long it is does not.
/// </summary>
public sealed class AttackGuard(AttackJudge judge, QuestionVectors vectors)
{
    private const string Refusal =
        "I cannot help with that. I answer questions from the documents I was given, and my instructions are not up for change.";

    /// <summary>Sentences that are judged by their meaning, which costs time.</summary>
    private const int MostSuspects = 64;

    private static readonly FrozenSet<string> Families = new[]
    {
        "override",
        "roleplay",
        "extraction",
        "document",
        "harmful",
    }.ToFrozenSet();

    /// <returns>A refusal, or null when nothing speaks against the text.</returns>
    public Task<GuardVerdict?> CheckAsync(string text, CancellationToken cancel = default) => CheckAsync(QuestionReading.Of(text), cancel);

    /// <inheritdoc cref="CheckAsync(string, CancellationToken)"/>
    public async Task<GuardVerdict?> CheckAsync(QuestionReading question, CancellationToken cancel = default)
    {
        foreach (var (i, text) in Disguises.Readings(question.Written).Index())
        {
            var cues = AttackCues.Shipped.Find(text == question.Text ? question.Terms : Terms.Of(text), Families);
            // Who disguises what he says means it.
            if (cues.Score >= 1 && (i > 0 || await judge.AnyAsync(Suspects(text, question.IsPaste), cues, cancel)))
                return new(false, $"{(cues.Family == "harmful" ? "" : "injection:")}{cues.Family}", Math.Min(1, cues.Score / 2), Refusal);
        }
        return await PlainAsync(question, cancel) is { } kind
            ? new(false, kind == "harm" ? "harmful" : "injection:plain", 0.5, Refusal)
            : null;
    }

    /// <summary>Of a paste what a person wrote in it is judged, and all of it as one.</summary>
    private async Task<string?> PlainAsync(QuestionReading question, CancellationToken cancel) =>
        await judge.PlainAsync(question, await vectors.OfAsync(question, cancel), cancel)
        ?? (
            question is { IsPaste: true, Unread: var whole }
                ? await judge.PlainAsync(whole, await vectors.OfAsync(whole, cancel), cancel)
                : null
        );

    /// <summary>
    /// The sentences in which enough cues fire, and the whole text, across which they may only add up; of a paste its lines as well, for a
    /// log is one long sentence.
    /// </summary>
    private static List<string> Suspects(string text, bool inLines)
    {
        var sentences = Sentences
            .Split(text)
            .Select(sentence => sentence.In(text))
            .Concat(inLines ? text.Split('\n') : [])
            .Where(sentence => AttackCues.Shipped.Find(Terms.Of(sentence), Families).Score >= 1)
            .Distinct()
            .Take(MostSuspects)
            .ToList();
        return [.. sentences, text];
    }
}
