using System.Collections.Frozen;
using System.Text;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Takes sentences out of a retrieved passage that speak to the assistant instead of to the reader. They are neither quoted nor
/// shown to a model; the rest of the document stays usable. Documents about prompts, or that say "run this command", are left alone.
/// </summary>
public sealed class PassageSanitiser(AttackJudge judge)
{
    private static readonly FrozenSet<string> Families = new[] { "override", "roleplay", "document", "smuggle" }.ToFrozenSet();

    public async Task<Passage> SanitiseAsync(Passage passage, CancellationToken cancel = default)
    {
        if (Cues(passage.Text).Score < 1)
            return passage;
        var kept = new StringBuilder(passage.Text.Length);
        var from = 0;
        foreach (var sentence in Sentences.Split(passage.Text))
        {
            var text = sentence.In(passage.Text);
            if (Cues(text) is not { Score: >= 1 } cues || !await judge.AnyAsync([text], cues, cancel))
                continue;
            kept.Append(passage.Text, from, sentence.Start - from);
            from = sentence.End;
        }
        return from == 0
            ? passage
            : passage with
            {
                Text = kept.Append(passage.Text, from, passage.Text.Length - from).ToString().Trim(),
                SentenceCosines = [],
            };
    }

    private static CueFinding Cues(string text) =>
        Disguises.Readings(text).Select(reading => AttackCues.Shipped.Find(Terms.Of(reading), Families)).MaxBy(cues => cues.Score);
}
