using System.Numerics;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// The words that a question wants held, each a bit in the question's order, so that what a sentence holds is one number: sentences are
/// joined by or, and counted without a look-up.
/// </summary>
internal sealed class AskedWords
{
    /// <summary>Bits of a number; nobody asks with more words that matter.</summary>
    private const int Most = 64;

    /// <summary>Length of the beginning that words of one family share, which the stemmer keeps apart, or misspelt ones.</summary>
    private const int FamilyLength = 5;

    /// <summary>What a word of the same family counts beside the word itself.</summary>
    private const double FamilyShare = 0.6;

    private readonly Dictionary<string, int> _bits = [];
    private readonly Dictionary<string, ulong> _families = [];
    private readonly Dictionary<string, ulong>.AlternateLookup<ReadOnlySpan<char>> _familyOf;
    private readonly ulong[] _followers;
    private readonly double[] _weights;
    private readonly int _pairs;

    public AskedWords(QuestionReading question)
    {
        var wanted = question.WantedWords;
        foreach (var stem in wanted.Weights.Keys.Take(Most))
        {
            if (stem.Length >= FamilyLength)
                _families[stem[..FamilyLength]] = _families.GetValueOrDefault(stem[..FamilyLength]) | 1ul << _bits.Count;
            _bits[stem] = _bits.Count;
        }
        _familyOf = _families.GetAlternateLookup<ReadOnlySpan<char>>();
        _weights = [.. _bits.Keys.Select(stem => wanted.Weights[stem] * wanted.Weights[stem])];
        _followers = new ulong[_bits.Count];
        foreach (var (first, second) in wanted.Pairs)
            if (_bits.TryGetValue(first, out var a) && _bits.TryGetValue(second, out var b))
            {
                _followers[a] |= 1ul << b;
                _pairs++;
            }
    }

    /// <summary>The place of a word in the question; -1 where it holds no such word.</summary>
    public int PlaceOf(string stem) => _bits.TryGetValue(stem, out var bit) ? bit : -1;

    /// <summary>Words of the question that begin as this one does.</summary>
    public ulong FamilyOf(Term term) =>
        term.Stem.Length >= FamilyLength && _familyOf.TryGetValue(term.Stem.AsSpan(0, FamilyLength), out var family) ? family : 0;

    /// <summary>Words that most sentences here hold, the pages' own subject as a rule, tell none of them from the others.</summary>
    /// <param name="sentences">What each sentence holds.</param>
    public void Weigh(IReadOnlyList<ulong> sentences)
    {
        for (var bit = 0; bit < _weights.Length; bit++)
        {
            var holding = sentences.Count(held => (held >> bit & 1) != 0);
            _weights[bit] *= Math.Log(1 + (sentences.Count - holding + 0.5) / (holding + 0.5));
        }
        var total = Math.Max(1e-9, _weights.Sum());
        for (var bit = 0; bit < _weights.Length; bit++)
            _weights[bit] /= total;
    }

    /// <summary>Share of the question's weight, 0 to 1.</summary>
    public double Share(ulong held)
    {
        var sum = 0.0;
        for (; held != 0; held &= held - 1)
            sum += _weights[BitOperations.TrailingZeroCount(held)];
        return sum;
    }

    /// <summary>The same, where words of the same family count in part.</summary>
    public double Share(ulong held, ulong family) => Share(held) + FamilyShare * Share(family & ~held);

    /// <summary>Share of the question's neighbouring words that stand close together here.</summary>
    /// <param name="places">Of each term, its place in the question, or -1.</param>
    public double PairShare(ReadOnlySpan<int> places)
    {
        const int reach = 5;
        if (_pairs == 0)
            return 0;
        Span<ulong> found = stackalloc ulong[_followers.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
                continue;
            for (var j = i + 1; j < Math.Min(i + reach, places.Length); j++)
                if (places[j] >= 0)
                {
                    found[places[i]] |= _followers[places[i]] & 1ul << places[j];
                    found[places[j]] |= _followers[places[j]] & 1ul << places[i];
                }
        }
        var count = 0;
        foreach (var followers in found)
            count += BitOperations.PopCount(followers);
        return count / (double)_pairs;
    }
}
