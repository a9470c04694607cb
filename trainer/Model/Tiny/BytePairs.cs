using System.Text.RegularExpressions;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model.Tiny;

/// <summary>A byte-level vocabulary: tokens in <see cref="ByteAlphabet"/>'s spelling, and the merges in the order in which they
/// apply.</summary>
internal sealed record BytePairs(IReadOnlyList<string> Tokens, IReadOnlyList<(string Left, string Right)> Merges)
{
    /// <summary>
    /// Learns one from texts: starting from bytes, the pair of neighbours that is most frequent becomes a token, again and again (Sennrich
    /// et al. 2016, arXiv:1508.07909). Of equally frequent pairs the first in ordinal order is taken, so the same texts give the same
    /// tokens.
    /// </summary>
    /// <param name="texts">What it shall spell shortly.</param>
    /// <param name="size">Tokens at most; fewer where no pair is left that comes twice.</param>
    public static BytePairs Learn(IEnumerable<string> texts, int size)
    {
        var words = texts
            .SelectMany(text => PreTokenizer.Split(text))
            .GroupBy(word => word, StringComparer.Ordinal)
            .Select(group => (Pieces: ByteAlphabet.Spell(group.Key).Select(letter => letter.ToString()).ToList(), Count: group.Count()))
            .ToList();
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString())];
        var known = tokens.ToHashSet(StringComparer.Ordinal);
        var merges = new List<(string, string)>();
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach (var (pieces, count) in words)
            Count(pieces, count);
        while (tokens.Count < size)
        {
            var best = counts
                .Where(pair => pair.Value > 1)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key.Left, StringComparer.Ordinal)
                .ThenBy(pair => pair.Key.Right, StringComparer.Ordinal)
                .Select(pair => pair.Key)
                .FirstOrDefault();
            if (best.Left is null)
                break;
            merges.Add(best);
            if (known.Add(best.Left + best.Right)) // two merges may spell the same token
                tokens.Add(best.Left + best.Right);
            foreach (var (pieces, count) in words)
            {
                if (!Contains(pieces, best))
                    continue;
                Count(pieces, -count);
                Merge(pieces, best);
                Count(pieces, count);
            }
        }
        return new(tokens, merges);

        void Count(List<string> pieces, int count)
        {
            for (var i = 1; i < pieces.Count; i++)
                counts[(pieces[i - 1], pieces[i])] = counts.GetValueOrDefault((pieces[i - 1], pieces[i])) + count;
        }
    }

    private static bool Contains(List<string> pieces, (string Left, string Right) pair)
    {
        for (var i = 1; i < pieces.Count; i++)
            if (pieces[i - 1] == pair.Left && pieces[i] == pair.Right)
                return true;
        return false;
    }

    private static void Merge(List<string> pieces, (string Left, string Right) pair)
    {
        for (var i = 1; i < pieces.Count; i++)
            if (pieces[i - 1] == pair.Left && pieces[i] == pair.Right)
            {
                pieces[i - 1] += pieces[i];
                pieces.RemoveAt(i);
            }
    }
}

/// <summary>How llama.cpp cuts a text before it merges (<c>LLAMA_VOCAB_PRE_TYPE_QWEN2</c>): no token reaches over such a cut.</summary>
internal static partial class PreTokenizer
{
    /// <summary>Its name in a GGUF file.</summary>
    public const string Name = "qwen2";

    public static IEnumerable<string> Split(string text) => Piece().Matches(text).Select(match => match.Value);

    [GeneratedRegex(
        @"'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
            + @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Piece();
}
