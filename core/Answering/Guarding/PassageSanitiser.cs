using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
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

    /// <summary>Texts without cues that are remembered: the passages that most questions lead to come again and again.</summary>
    private const int Kept = 50_000;

    private readonly ConcurrentDictionary<UInt128, bool> _clean = new();

    public async Task<Passage> SanitiseAsync(Passage passage, CancellationToken cancel = default)
    {
        if (IsClean(passage.Text))
            return passage;
        var kept = new StringBuilder(passage.Text.Length);
        var from = 0;
        var announced = false; // code behind a sentence that was taken out is what it wanted used
        foreach (var sentence in Sentences.Split(passage.Text))
        {
            var text = sentence.In(passage.Text);
            announced = announced && sentence.Kind == SentenceKind.Code;
            if (!announced && (Cues(text) is not { Score: >= 1 } cues || !await judge.AnyAsync([text], cues, cancel)))
                continue;
            announced |= text.EndsWith(':');
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

    private bool IsClean(string text)
    {
        // A digest that nobody can make another text for: who writes documents must not have one taken for another's.
        var key = MemoryMarshal.Read<UInt128>(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
        if (_clean.ContainsKey(key))
            return true;
        if (Cues(text).Score >= 1)
            return false;
        if (_clean.Count >= Kept)
            _clean.Clear();
        _clean[key] = true;
        return true;
    }

    private static CueFinding Cues(string text) =>
        Disguises.Readings(text).Select(reading => AttackCues.Shipped.Find(Terms.Of(reading), Families)).MaxBy(cues => cues.Score);
}
