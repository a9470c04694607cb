using System.Buffers;
using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>An approved correction, its question read.</summary>
/// <param name="Threshold">Of this correction; null: the configured one.</param>
/// <param name="Version">Of the workspace when it was approved: of two with one wording the later answers.</param>
internal sealed record ApprovedCorrection(
    string Id,
    string Question,
    string Text,
    double? Threshold,
    QuestionReading Reading,
    long Version = 0
);

internal readonly record struct ScoredCorrection(ApprovedCorrection Correction, double Score);

/// <summary>
/// Approved corrections of one workspace, found by the words that carry their meaning (an inverted index from stems and word classes,
/// and from misspelt words to known ones) and, once their questions are placed, by meaning. Any number of questions read it at once.
/// </summary>
internal sealed class CorrectionIndex
{
    /// <summary>Candidates by words, and by meaning, that are compared in full.</summary>
    private const int ByWords = 16,
        ByMeaning = 8;

    /// <summary>Of the nearest in meaning, so many are kept, as some of a correction's rivals can say the same as it.</summary>
    private const int Kept = 24;

    private readonly ApprovedCorrection[] _corrections;
    private readonly double[] _weights;
    private readonly Dictionary<string, List<int>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _byClass = [];
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);

    /// <summary>Words by first letter and length, for misspelt ones.</summary>
    private readonly Dictionary<(char First, int Length), HashSet<string>> _spellings = [];

    private volatile PlacedQuestion[]? _places;

    public CorrectionIndex(IEnumerable<ApprovedCorrection> corrections)
    {
        _corrections =
        [
            .. corrections
                .OrderByDescending(correction => correction.Version)
                .ThenBy(correction => correction.Id, StringComparer.Ordinal)
                .DistinctBy(correction => correction.Reading.Key),
        ];
        _weights = new double[_corrections.Length];
        for (var n = 0; n < _corrections.Length; n++)
        {
            var reading = _corrections[n].Reading;
            _weights[n] = reading.Content.Sum(word => word.Weight);
            _byKey[reading.Key] = n;
            foreach (var word in reading.Content)
            {
                Add(_byStem, word.Stem, n);
                foreach (var number in word.Classes)
                    Add(_byClass, number, n);
                if (word.Word.Length > 0)
                    Add(_spellings, (word.Word[0], word.Word.Length), word.Word);
            }
        }
    }

    public int Count => _corrections.Length;

    /// <summary>One for each wording, the later approved first.</summary>
    public IReadOnlyList<ApprovedCorrection> Corrections => _corrections;

    /// <summary>In the order of <see cref="Corrections"/>; null until they are placed.</summary>
    public PlacedQuestion[]? Places
    {
        get => _places;
        set => _places = value;
    }

    /// <summary>The correction with this very wording.</summary>
    public ApprovedCorrection? Own(QuestionReading asked) => _byKey.TryGetValue(asked.Key, out var n) ? _corrections[n] : null;

    /// <summary>The best matches, best first: by meaning and words where both sides are placed, else by words alone.</summary>
    /// <param name="place">Of the asked question.</param>
    public IReadOnlyList<ScoredCorrection> Best(QuestionReading asked, PlacedQuestion? place, int count)
    {
        var nearest = Nearest(place);
        return
        [
            .. Candidates(asked, ByWords)
                .Union(nearest.Take(ByMeaning).Select(near => near.Number))
                .Select(n => new ScoredCorrection(_corrections[n], Similarity(_corrections[n], _places?[n], asked, place, nearest)))
                .Where(match => match.Score > 0)
                .OrderByDescending(match => match.Score)
                .ThenByDescending(match => match.Correction.Version)
                .Take(count),
        ];
    }

    /// <summary>How likely a correction, of this index or not, is what is asked for, beside the others.</summary>
    public double Similarity(ApprovedCorrection correction, PlacedQuestion? own, QuestionReading asked, PlacedQuestion? place) =>
        Similarity(correction, own, asked, place, Nearest(place));

    /// <summary>What the model is shown of each candidate.</summary>
    internal IEnumerable<(ApprovedCorrection Correction, PairComparison Words, double[] Features)> Compare(
        QuestionReading asked,
        PlacedQuestion place
    )
    {
        var nearest = Nearest(place);
        foreach (var n in Candidates(asked, ByWords).Union(nearest.Take(ByMeaning).Select(near => near.Number)))
        {
            var words = PairComparison.Of(_corrections[n].Reading, asked);
            yield return (_corrections[n], words, Features(_corrections[n], words, _places![n], place, nearest));
        }
    }

    private double Similarity(
        ApprovedCorrection correction,
        PlacedQuestion? own,
        QuestionReading asked,
        PlacedQuestion? place,
        IReadOnlyList<(int Number, double Cosine)> nearest
    )
    {
        if (correction.Reading.Key == asked.Key)
            return 1;
        var words = PairComparison.Of(correction.Reading, asked);
        if (words.Vetoed)
            return 0;
        return own is null || place is null
            ? CorrectionModel.Shipped.OnScale(words.Score)
            : CorrectionModel.Shipped.Probability(Features(correction, words, own, place, nearest));
    }

    private double[] Features(
        ApprovedCorrection correction,
        in PairComparison words,
        PlacedQuestion own,
        PlacedQuestion asked,
        IReadOnlyList<(int Number, double Cosine)> nearest
    )
    {
        var others = nearest
            .Where(near =>
                _corrections[near.Number] is var other && other.Text != correction.Text && other.Reading.Key != correction.Reading.Key
            )
            .Select(near => near.Cosine)
            .ToList();
        return PairFeatures.Of(words, QuestionSpace.Cosine(own.Vector, asked.Vector), others, own, asked);
    }

    /// <summary>Those that lie nearest in meaning, best first.</summary>
    private List<(int Number, double Cosine)> Nearest(PlacedQuestion? asked)
    {
        if (asked is null || _places is not { } places)
            return [];
        var best = new PriorityQueue<int, double>(Kept + 1);
        for (var n = 0; n < places.Length; n++)
        {
            best.Enqueue(n, QuestionSpace.Cosine(places[n].Vector, asked.Vector));
            if (best.Count > Kept)
                best.Dequeue();
        }
        return
        [
            .. best
                .UnorderedItems.Select(item => (Number: item.Element, Cosine: item.Priority))
                .OrderByDescending(near => near.Cosine)
                .ThenBy(near => near.Number),
        ];
    }

    /// <summary>What is about the same things, whatever it asks of them; the score is the share of meaning words in common.</summary>
    public IReadOnlyList<ScoredCorrection> Related(QuestionReading asked, int count, double least = 0.4)
    {
        if (_corrections.Length == 0)
            return [];
        var stems = asked.Content.ToDictionary(word => word.Stem, word => word.Weight);
        var total = stems.Values.Sum();
        return
        [
            .. Candidates(asked, ByWords)
                .Select(n => new ScoredCorrection(
                    _corrections[n],
                    2 * _corrections[n].Reading.Content.Sum(word => stems.GetValueOrDefault(word.Stem)) / (total + _weights[n] + 1e-9)
                ))
                .Where(match => match.Score >= least)
                .OrderByDescending(match => match.Score)
                .Take(count),
        ];
    }

    private List<int> Candidates(QuestionReading asked, int count)
    {
        var touched = new List<int>();
        var overlap = ArrayPool<double>.Shared.Rent(_corrections.Length);
        var lastWord = ArrayPool<int>.Shared.Rent(_corrections.Length);
        Array.Clear(overlap, 0, _corrections.Length);
        Array.Clear(lastWord, 0, _corrections.Length);
        var total = 0.0;
        var number = 0;
        foreach (var word in asked.Content)
        {
            total += word.Weight;
            number++;
            Touch(_byStem.GetValueOrDefault(word.Stem), word.Weight);
            foreach (var same in word.Classes)
                Touch(_byClass.GetValueOrDefault(same), word.Weight);
            if (!_byStem.ContainsKey(word.Stem))
                foreach (var known in Misspelt(word.Word))
                    Touch(_byStem.GetValueOrDefault(WordClasses.StemOf(known)), word.Weight);
        }
        var best = new PriorityQueue<int, double>(count + 1);
        foreach (var n in touched)
        {
            best.Enqueue(n, 2 * overlap[n] / (total + _weights[n]));
            if (best.Count > count)
                best.Dequeue();
        }
        ArrayPool<double>.Shared.Return(overlap);
        ArrayPool<int>.Shared.Return(lastWord);
        return [.. best.UnorderedItems.Select(item => item.Element)];

        void Touch(List<int>? found, double weight)
        {
            foreach (var n in found ?? [])
            {
                if (lastWord[n] == number)
                    continue;
                lastWord[n] = number;
                if (overlap[n] == 0)
                    touched.Add(n);
                overlap[n] += weight;
            }
        }
    }

    private IEnumerable<string> Misspelt(string word)
    {
        for (var length = word.Length - 2; length <= word.Length + 2; length++)
            foreach (var known in _spellings.GetValueOrDefault((word[0], length)) ?? [])
                if (Typos.Alike(word, known))
                    yield return known;
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int n)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        if (list.Count == 0 || list[^1] != n)
            list.Add(n);
    }

    private static void Add(Dictionary<(char First, int Length), HashSet<string>> lists, (char, int) key, string word)
    {
        if (!lists.TryGetValue(key, out var words))
            lists[key] = words = new(StringComparer.Ordinal);
        words.Add(word);
    }
}
