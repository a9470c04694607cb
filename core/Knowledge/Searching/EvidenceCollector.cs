using ChatBot.Language;

namespace ChatBot.Knowledge.Searching;

/// <summary>
/// Gathers <see cref="Evidence"/> from a candidate's analysed terms in one pass over them. One instance serves one question.
/// </summary>
internal sealed class EvidenceCollector
{
    /// <summary>Terms from one neighbour of the question to the next that still count as a pair.</summary>
    private const int PairReach = 2;

    private readonly SearchTerms _question;
    private readonly double _averageLength;
    private readonly double[] _weights;
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, ulong> _partsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong>.AlternateLookup<ReadOnlySpan<char>> _partsLookup;
    private readonly (string First, string Second, int Whole)[] _halves;
    private readonly double[] _body,
        _title,
        _names;
    private readonly int[] _lastSeen;
    private readonly bool[] _pairs;

    public EvidenceCollector(SearchTerms question, double averageLength)
    {
        _question = question;
        _averageLength = averageLength;
        _weights = [.. question.Terms.Select(term => term.Weight * term.Certainty)];
        for (var i = 0; i < question.Terms.Count; i++)
            if (question.Terms[i].Known)
                _indexOf.TryAdd(question.Terms[i].Term, i);
        _lookup = _indexOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var halves = new List<(string First, string Second, int Whole)>();
        foreach (var (whole, first, second) in question.Joined)
        {
            if (IndexOf(whole) is >= 0 and var at && !question.Terms[at].Compound)
                halves.Add((first, second, at));
            else if (IndexOf(first) is >= 0 and var half)
                _partsOf.TryAdd(whole, 1UL << half | (IndexOf(second) is >= 0 and var other ? 1UL << other : 0));
        }
        _halves = [.. halves];
        _partsLookup = _partsOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var count = question.Terms.Count;
        _body = new double[count];
        _title = new double[count];
        _names = new double[count];
        _lastSeen = new int[count];
        _pairs = new bool[count];
    }

    private int IndexOf(string term) => _question.Terms.Index().FirstOrDefault(entry => entry.Item.Term == term, (-1, null!)).Index;

    public Evidence Of(Candidate candidate)
    {
        Array.Clear(_body);
        Array.Clear(_title);
        Array.Clear(_names);
        Array.Fill(_lastSeen, int.MinValue / 2);
        Array.Clear(_pairs);
        var (window, sentence, figure) = ReadBody(candidate.Body);
        Count(candidate.Title, _title);
        Count(candidate.Names, _names);

        double bm25 = 0,
            coverage = 0,
            title = 0,
            names = 0,
            missing = 0,
            unknown = 0;
        var norm = Bm25.Norm(candidate.Length, _averageLength);
        for (var i = 0; i < _weights.Length; i++)
        {
            var frequency = Bm25.Frequency(_body[i], _title[i], _names[i], norm);
            if (frequency == 0)
            {
                missing = Math.Max(missing, _question.Terms[i].Compound ? 0 : _weights[i]);
                unknown += _question.Terms[i].Known || _question.Terms[i].Compound ? 0 : _weights[i];
                continue;
            }
            bm25 += _weights[i] * Bm25.Saturated(frequency);
            coverage += _question.Terms[i].Compound ? 0 : _weights[i];
            title += _title[i] > 0 ? _weights[i] : 0;
            names += _names[i] > 0 ? _weights[i] : 0;
        }
        var total = Math.Max(_question.TotalWeight, 1e-9);
        return new Evidence(
            bm25 / total,
            coverage / total,
            window / total,
            sentence / total,
            PairShare(),
            title / total,
            names / total,
            _question.AsksForFigure && figure ? 1 : 0,
            candidate.Cosine,
            candidate.SentenceCosines.Count > 0 ? candidate.SentenceCosines.Max() : 0,
            candidate.TitleCosine,
            missing / total,
            unknown / total,
            Math.Log(1 + _question.Terms.Count(term => !term.Compound))
        );
    }

    /// <summary>Of the candidate that was read last: which words of the question it holds, and which not.</summary>
    public (IReadOnlyList<HeldWord> Held, IReadOnlyList<string> Lacking) Words()
    {
        var held = new List<HeldWord>();
        var lacking = new List<string>();
        for (var i = 0; i < _weights.Length; i++)
        {
            var term = _question.Terms[i];
            if (_body[i] + _title[i] + _names[i] > 0)
                held.Add(new HeldWord(term.Word, (int)_body[i], _title[i] > 0, _names[i] > 0));
            else if (!term.Compound)
                lacking.Add(term.Word);
        }
        return (held, lacking);
    }

    /// <summary>What it looks for.</summary>
    public SearchTerms Question => _question;

    private double PairShare()
    {
        double found = 0,
            total = 0;
        for (var i = 1; i < _weights.Length; i++)
        {
            if (_question.Terms[i].Compound || _question.Terms[i - 1].Compound)
                continue;
            var weight = Math.Min(_question.Terms[i].Weight, _question.Terms[i - 1].Weight);
            total += weight;
            found += _pairs[i] ? weight : 0;
        }
        return total > 0 ? found / total : 0;
    }

    /// <summary>
    /// Counts terms, notes pairs, and returns the largest weight around and within a sentence, and whether the best one holds a figure.
    /// </summary>
    private (double Window, double Sentence, bool Figure) ReadBody(string body)
    {
        ulong previous = 0,
            current = 0;
        double window = 0,
            sentence = 0;
        bool figure = false,
            bestFigure = false;
        var position = 0;
        var rest = body.AsSpan();
        var before = default(ReadOnlySpan<char>);
        while (!rest.IsEmpty)
        {
            var term = Next(ref rest);
            var found = Found(before, term);
            before = term;
            if (term is TextAnalyzer.SentenceMark)
            {
                Close();
                previous = current;
                current = 0;
                position += PairReach; // no pair reaches over the end of a sentence
                continue;
            }
            position++;
            figure |= char.IsAsciiDigit(term[0]);
            current |= found;
            for (; found != 0; found &= found - 1)
            {
                var i = System.Numerics.BitOperations.TrailingZeroCount(found);
                _body[i]++;
                _lastSeen[i] = position;
                // Either order: "fall of Rome", "Rome's fall".
                if (i > 0 && position - _lastSeen[i - 1] <= PairReach)
                    _pairs[i] = true;
                if (i + 1 < _lastSeen.Length && position - _lastSeen[i + 1] <= PairReach)
                    _pairs[i + 1] = true;
            }
        }
        Close();
        return (window, sentence, bestFigure);

        void Close()
        {
            var whole = Sum(current);
            sentence = Math.Max(sentence, whole);
            var around = whole + Sum(previous & ~current) / 2;
            if (around > window)
                (window, bestFigure) = (around, figure);
            figure = false;
        }
    }

    private double Sum(ulong terms)
    {
        var sum = 0.0;
        for (; terms != 0; terms &= terms - 1)
            sum += _weights[System.Numerics.BitOperations.TrailingZeroCount(terms)];
        return sum;
    }

    private void Count(string terms, double[] counts)
    {
        var rest = terms.AsSpan();
        var before = default(ReadOnlySpan<char>);
        while (!rest.IsEmpty)
        {
            var term = Next(ref rest);
            for (var found = Found(before, term); found != 0; found &= found - 1)
                counts[System.Numerics.BitOperations.TrailingZeroCount(found)]++;
            before = term;
        }
    }

    /// <summary>The question's terms that a term of a text is, alone or with the one before it, as bits.</summary>
    private ulong Found(ReadOnlySpan<char> before, ReadOnlySpan<char> term)
    {
        var found = _lookup.TryGetValue(term, out var i) ? 1UL << i : 0;
        if (_partsOf.Count > 0 && _partsLookup.TryGetValue(term, out var parts))
            found |= parts;
        foreach (var (first, second, whole) in _halves)
            if (term.SequenceEqual(second) && before.SequenceEqual(first))
                found |= 1UL << whole;
        return found;
    }

    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> rest)
    {
        var space = rest.IndexOf(' ');
        var term = space < 0 ? rest : rest[..space];
        rest = space < 0 ? default : rest[(space + 1)..];
        return term;
    }
}
