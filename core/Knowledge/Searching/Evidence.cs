namespace ChatBot.Knowledge.Searching;

/// <summary>What speaks for a candidate; each part is comparable across questions of one index.</summary>
/// <param name="Bm25">BM25F over title, body and names, divided by the question's total idf.</param>
/// <param name="Coverage">Share of the question's idf that the chunk holds.</param>
/// <param name="Window">Largest share of the question's idf within a stretch of two sentences, body only.</param>
/// <param name="Pairs">Share of the question's neighbouring term pairs that stand close together in the body.</param>
/// <param name="Title">Share of the question's idf in the title.</param>
/// <param name="Names">Share of the question's idf in file and symbol names.</param>
/// <param name="Cosine">Vector similarity.</param>
internal readonly record struct Evidence(double Bm25, double Coverage, double Window, double Pairs, double Title, double Names, double Cosine);

/// <summary>Gathers <see cref="Evidence"/> from a candidate's analysed terms. One instance serves one question.</summary>
internal sealed class EvidenceCollector
{
    private const double K1 = 1.2, B = 0.6, TitleBoost = 0.6, NamesBoost = 1.5;

    /// <summary>Terms between two neighbours of the question that still count as a pair.</summary>
    private const int PairReach = 4;

    private readonly SearchTerms _question;
    private readonly double _averageLength;
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly double[] _bodyCount, _titleCount, _namesCount;
    private readonly int[] _lastSeen;
    private readonly bool[] _pairs;

    public EvidenceCollector(SearchTerms question, double averageLength)
    {
        _question = question;
        _averageLength = averageLength;
        for (var i = 0; i < question.Terms.Count; i++)
            if (question.Terms[i].Known)
                _indexOf.TryAdd(question.Terms[i].Term, i);
        _lookup = _indexOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var count = question.Terms.Count;
        _bodyCount = new double[count];
        _titleCount = new double[count];
        _namesCount = new double[count];
        _lastSeen = new int[count];
        _pairs = new bool[count];
    }

    public Evidence Of(Candidate candidate, double cosine)
    {
        Array.Clear(_bodyCount);
        Array.Clear(_titleCount);
        Array.Clear(_namesCount);
        Array.Fill(_lastSeen, int.MinValue / 2);
        Array.Clear(_pairs);
        var window = ReadBody(candidate.Body);
        Count(candidate.Title, _titleCount);
        Count(candidate.Names, _namesCount);

        double bm25 = 0, coverage = 0, title = 0, names = 0, pairs = 0, pairTotal = 0;
        var norm = 1 - B + B * candidate.Length / _averageLength;
        for (var i = 0; i < _question.Terms.Count; i++)
        {
            var term = _question.Terms[i];
            var weight = term.Idf * term.Certainty;
            var frequency = _bodyCount[i] / norm + TitleBoost * _titleCount[i] + NamesBoost * Math.Min(1, _namesCount[i]);
            bm25 += weight * frequency * (K1 + 1) / (frequency + K1);
            if (frequency > 0)
                coverage += term.Compound ? 0 : weight;
            if (_titleCount[i] > 0)
                title += weight;
            if (_namesCount[i] > 0)
                names += weight;
            if (i == 0 || term.Compound || _question.Terms[i - 1].Compound)
                continue;
            var pairWeight = Math.Min(term.Idf, _question.Terms[i - 1].Idf);
            pairTotal += pairWeight;
            if (_pairs[i])
                pairs += pairWeight;
        }
        var total = Math.Max(_question.TotalIdf, 1e-9);
        return new Evidence(bm25 / total, coverage / total, window / total, pairTotal > 0 ? pairs / pairTotal : 0, title / total, names / total, cosine);
    }

    /// <summary>Counts terms, notes pairs, and returns the largest idf sum within two neighbouring sentences.</summary>
    private double ReadBody(string body)
    {
        ulong previous = 0, current = 0;
        var best = 0.0;
        var position = 0;
        var rest = body.AsSpan();
        while (!rest.IsEmpty)
        {
            var space = rest.IndexOf(' ');
            var term = space < 0 ? rest : rest[..space];
            rest = space < 0 ? default : rest[(space + 1)..];
            if (term is ".")
            {
                best = Math.Max(best, Sum(previous, current));
                previous = current;
                current = 0;
                position += PairReach;
                continue;
            }
            position++;
            if (!_lookup.TryGetValue(term, out var i))
                continue;
            _bodyCount[i]++;
            _lastSeen[i] = position;
            current |= 1UL << i;
            if (i > 0 && position - _lastSeen[i - 1] <= PairReach)
                _pairs[i] = true;
            if (i + 1 < _lastSeen.Length && position - _lastSeen[i + 1] <= 2)
                _pairs[i + 1] = true; // "Rome's fall" for "fall of Rome"
        }
        return Math.Max(best, Sum(previous, current));
    }

    /// <summary>A sentence counts whole, the one before it by a share.</summary>
    private double Sum(ulong before, ulong sentence)
    {
        const double neighbour = 0.5;
        var sum = 0.0;
        for (var i = 0; i < _question.Terms.Count; i++)
        {
            var bit = 1UL << i;
            if ((sentence & bit) != 0)
                sum += _question.Terms[i].Idf * _question.Terms[i].Certainty;
            else if ((before & bit) != 0)
                sum += neighbour * _question.Terms[i].Idf * _question.Terms[i].Certainty;
        }
        return sum;
    }

    private void Count(string terms, double[] counts)
    {
        var rest = terms.AsSpan();
        while (!rest.IsEmpty)
        {
            var space = rest.IndexOf(' ');
            if (_lookup.TryGetValue(space < 0 ? rest : rest[..space], out var i))
                counts[i]++;
            rest = space < 0 ? default : rest[(space + 1)..];
        }
    }
}
