using System.Globalization;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>What the cues found in a text.</summary>
/// <param name="Family">Family of the heaviest cue; empty when none matched.</param>
/// <param name="Score">Sum of the matched cues' weights; 1 refuses.</param>
public readonly record struct CueFinding(string Family, double Score);

/// <summary>
/// The signs of an attack, read from attack-cues.txt: sets of words that follow each other at small distances. Each position of
/// the text starts only the cues that begin with its word, so a text costs little more than its length.
/// </summary>
internal sealed class AttackCues
{
    /// <summary>Words within which the weights of different cues add up.</summary>
    private const int Reach = 60;

    private static readonly Lazy<AttackCues> Instance = new(Load);

    private readonly List<Cue> _cues = [];
    private readonly Dictionary<string, List<(int Cue, string[] Phrase)>> _starts = [];

    public static AttackCues Shipped => Instance.Value;

    /// <param name="families">Only cues of these families; null for all.</param>
    public CueFinding Find(IReadOnlyList<Term> terms, IReadOnlySet<string>? families = null)
    {
        var matched = new Dictionary<int, int>();
        for (var i = 0; i < terms.Count; i++)
        {
            if (!_starts.TryGetValue(terms[i].Stem, out var beginning))
                continue;
            foreach (var (index, phrase) in beginning)
            {
                if (matched.ContainsKey(index) || families?.Contains(_cues[index].Family) == false || !StandsAt(terms, i, phrase))
                    continue;
                if (Follows(terms, i + phrase.Length, _cues[index], 0))
                    matched.Add(index, i);
            }
        }
        return Densest([.. matched.Select(pair => (pair.Value, _cues[pair.Key])).OrderBy(pair => pair.Value)]);
    }

    /// <summary>Weak signs add up only where they stand together; scattered over a long text they mean nothing.</summary>
    private static CueFinding Densest(List<(int At, Cue Cue)> matched)
    {
        var best = new CueFinding("", 0);
        var sum = 0.0;
        for (int first = 0, last = 0; last < matched.Count; last++)
        {
            sum += matched[last].Cue.Weight;
            while (matched[last].At - matched[first].At > Reach)
                sum -= matched[first++].Cue.Weight;
            if (sum > best.Score)
                best = new(matched[first..(last + 1)].MaxBy(pair => pair.Cue.Weight).Cue.Family, sum);
        }
        return best;
    }

    private static bool Follows(IReadOnlyList<Term> terms, int from, Cue cue, int step)
    {
        if (step == cue.Next.Count)
            return true;
        var (gap, phrases) = cue.Next[step];
        for (var i = from; i <= Math.Min(from + gap, terms.Count); i++)
            foreach (var phrase in phrases)
                if (StandsAt(terms, i, phrase) && Follows(terms, i + phrase.Length, cue, step + 1))
                    return true;
        return false;
    }

    private static bool StandsAt(IReadOnlyList<Term> terms, int at, string[] phrase)
    {
        if (at + phrase.Length > terms.Count)
            return false;
        for (var k = 0; k < phrase.Length; k++)
            if (terms[at + k].Stem != phrase[k])
                return false;
        return true;
    }

    /// <param name="Next">Sets that follow the first, each with the most words in between. An empty phrase always stands.</param>
    private sealed record Cue(string Family, double Weight, List<(int Gap, string[][] Phrases)> Next);

    private static AttackCues Load()
    {
        var loaded = new AttackCues();
        foreach (var line in WordList.Load("attack-cues").Lines)
            loaded.Add(line);
        return loaded;
    }

    private void Add(string line)
    {
        var colon = line.IndexOf(':');
        var head = line[..colon].Split(' ');
        string[][]? first = null;
        var next = new List<(int, string[][])>();
        var gap = 0;
        foreach (var token in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token[0] == '~')
            {
                gap = int.Parse(token.AsSpan(1), CultureInfo.InvariantCulture);
                continue;
            }
            var phrases = token
                .Split('|')
                .Select(phrase => Terms.Of(phrase.Replace('_', ' ')).Select(term => term.Stem).ToArray())
                .ToArray();
            if (first is null)
                first = phrases;
            else
                next.Add((gap, phrases));
        }
        foreach (var phrase in first ?? [])
            if (phrase.Length > 0)
            {
                if (!_starts.TryGetValue(phrase[0], out var list))
                    _starts[phrase[0]] = list = [];
                list.Add((_cues.Count, phrase));
            }
        _cues.Add(new Cue(head[0], double.Parse(head[1], CultureInfo.InvariantCulture), next));
    }
}
