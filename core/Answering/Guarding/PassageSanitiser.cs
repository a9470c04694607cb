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
public static class PassageSanitiser
{
    private static readonly FrozenSet<string> Families = new[] { "override", "roleplay", "document", "smuggle" }.ToFrozenSet();

    public static Passage Sanitise(Passage passage)
    {
        if (!Suspicious(passage.Text))
            return passage;
        var kept = new StringBuilder(passage.Text.Length);
        var from = 0;
        foreach (var sentence in Sentences.Split(passage.Text))
        {
            if (!Suspicious(sentence.In(passage.Text)))
                continue;
            kept.Append(passage.Text, from, sentence.Start - from);
            from = sentence.End;
        }
        return passage with { Text = kept.Append(passage.Text, from, passage.Text.Length - from).ToString().Trim(), SentenceCosines = [] };
    }

    private static bool Suspicious(string text) =>
        Disguises.Readings(text).Any(reading => AttackCues.Shipped.Find(Terms.Of(reading), Families).Score >= 1);
}
