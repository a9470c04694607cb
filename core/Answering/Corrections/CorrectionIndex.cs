using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>An approved correction, its question read; or a further wording of it, which is matched like a question of its own.</summary>
/// <param name="Question">Its own, also where <paramref name="Reading"/> is of a further wording.</param>
/// <param name="Threshold">Of this correction; null: the usual one.</param>
/// <param name="Version">Of the workspace when it was approved: of two with one wording the later answers.</param>
/// <param name="IsFurther">Whether it is a further wording: it takes no question from the correction whose own it is.</param>
internal sealed record ApprovedCorrection(
    string Id,
    string Question,
    string Text,
    double? Threshold,
    QuestionReading Reading,
    long Version = 0,
    bool IsFurther = false
);

internal readonly record struct ScoredCorrection(ApprovedCorrection Correction, double Score);

/// <summary>
/// Approved corrections of one workspace, found by the words that carry their meaning (an inverted index from stems and word classes)
/// or, once their questions are placed, by meaning. Any number of questions read it at once.
/// </summary>
internal sealed class CorrectionIndex
{
    /// <summary>Candidates by words, and corrections by meaning, that are compared in full.</summary>
    private const int ByWords = 16,
        ByMeaning = 4;

    /// <summary>Of the nearest in meaning, so many are kept, as some are wordings of one correction, or say the same as it.</summary>
    private const int Kept = 64;

    /// <summary>Farther apart than this, as a cosine, no two questions are compared in full.</summary>
    internal const double Apart = 0.5;

    private readonly ApprovedCorrection[] _corrections;
    private readonly double[] _weights;
    private readonly Dictionary<string, List<int>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _byClass = [];
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);
    private volatile PlacedQuestion[]? _places;

    public CorrectionIndex(IEnumerable<ApprovedCorrection> corrections)
    {
        _corrections =
        [
            .. corrections
                .OrderBy(correction => correction.IsFurther)
                .ThenByDescending(correction => correction.Version)
                .ThenBy(correction => correction.Id, StringComparer.Ordinal)
                .DistinctBy(correction => correction.Reading.Key),
        ];
        _weights = [.. _corrections.Select(correction => correction.Reading.Content.Sum(word => word.Weight))];
        foreach (var (n, correction) in _corrections.Index())
        {
            _byKey[correction.Reading.Key] = n;
            foreach (var word in correction.Reading.Content)
            {
                Add(_byStem, word.Stem, n);
                foreach (var number in word.Classes)
                    Add(_byClass, number, n);
            }
        }
    }

    public int Count => _corrections.Length;

    /// <summary>One for each wording, own questions before further wordings, the later approved first.</summary>
    public IReadOnlyList<ApprovedCorrection> Corrections => _corrections;

    /// <summary>In the order of <see cref="Corrections"/>; null until they are placed.</summary>
    public PlacedQuestion[]? Places
    {
        get => _places;
        set => _places = value;
    }

    /// <summary>From where the workspace's own questions are told apart (<see cref="OwnThreshold"/>); 0 until that is known.</summary>
    public double OwnThreshold { get; set; }

    /// <summary>The correction with this very wording.</summary>
    public ApprovedCorrection? Own(QuestionReading asked) => _byKey.TryGetValue(asked.Key, out var n) ? _corrections[n] : null;

    /// <summary>This index as if a correction were approved now.</summary>
    /// <param name="place">Of its question.</param>
    public CorrectionIndex With(ApprovedCorrection correction, PlacedQuestion? place)
    {
        var index = new CorrectionIndex(_corrections.Append(correction with { Version = long.MaxValue })) { OwnThreshold = OwnThreshold };
        if (place is not null && (_places is not null || Count == 0))
        {
            var places = _corrections.Zip(_places ?? []).ToDictionary(pair => pair.First.Reading.Key, pair => pair.Second);
            places[correction.Reading.Key] = place;
            index.Places = [.. index.Corrections.Select(one => places[one.Reading.Key])];
        }
        return index;
    }

    /// <summary>
    /// What may want the same as a question: by meaning where both sides are placed, else by words. What is certainly something else
    /// is left out.
    /// </summary>
    /// <param name="place">Of the asked question.</param>
    /// <param name="but">Left out.</param>
    public List<Candidate> Candidates(QuestionReading asked, PlacedQuestion? place, ApprovedCorrection? but = null)
    {
        List<(int Number, double Cosine)> nearest = place is null || _places is null ? [] : Nearest(place, but);
        var numbers = place is null || _places is null ? SharingWords(asked).Where(n => _corrections[n] != but) : OfNearest(nearest);
        var candidates = new List<Candidate>();
        foreach (var n in numbers)
            if (PairComparison.Of(_corrections[n].Reading, asked) is { Vetoed: false } words)
                candidates.Add(new(_corrections[n], words, nearest.Count > 0 ? Evidence(n, words, place!, nearest) : null));
        return candidates;
    }

    /// <summary>Those of an approved question, as if it had not been approved.</summary>
    public List<Candidate> CandidatesOf(ApprovedCorrection approved) =>
        Candidates(approved.Reading, _places?[_byKey[approved.Reading.Key]], but: approved);

    /// <summary>All wordings of the corrections that lie nearest: many of one must not hide another correction.</summary>
    private IEnumerable<int> OfNearest(List<(int Number, double Cosine)> nearest)
    {
        var near = nearest.TakeWhile(one => one.Cosine >= Apart).Select(one => one.Number).ToList();
        var ids = near.Select(n => _corrections[n].Id).Distinct().Take(ByMeaning).ToHashSet();
        return near.Where(n => ids.Contains(_corrections[n].Id));
    }

    private double[] Evidence(int n, PairComparison words, PlacedQuestion asked, List<(int Number, double Cosine)> nearest)
    {
        var correction = _corrections[n];
        var others = nearest
            .Where(near =>
                _corrections[near.Number] is var other && other.Text != correction.Text && other.Reading.Key != correction.Reading.Key
            )
            .Select(near => near.Cosine);
        return PairFeatures.Of(words, QuestionSpace.Cosine(_places![n].Vector, asked.Vector), others, asked);
    }

    /// <summary>Those that lie nearest in meaning, best first.</summary>
    private List<(int Number, double Cosine)> Nearest(PlacedQuestion asked, ApprovedCorrection? but)
    {
        var places = _places!;
        var best = new PriorityQueue<int, (double, int)>(Kept);
        for (var n = 0; n < places.Length; n++)
        {
            if (_corrections[n] == but)
                continue;
            // Of two equally near the later approved.
            var near = (QuestionSpace.Cosine(places[n].Vector, asked.Vector), -n);
            if (best.Count < Kept)
                best.Enqueue(n, near);
            else
                best.EnqueueDequeue(n, near);
        }
        return [.. best.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => (item.Element, item.Priority.Item1))];
    }

    /// <summary>What is about the same things, whatever it asks of them; the score is the share of meaning words in common.</summary>
    public IReadOnlyList<ScoredCorrection> Related(QuestionReading asked, int count, double least = 0.4)
    {
        var stems = asked.Content.ToDictionary(word => word.Stem, word => word.Weight);
        var total = stems.Values.Sum();
        return
        [
            .. SharingWords(asked)
                .Select(n => new ScoredCorrection(
                    _corrections[n],
                    2 * _corrections[n].Reading.Content.Sum(word => stems.GetValueOrDefault(word.Stem)) / (total + _weights[n] + 1e-9)
                ))
                .Where(match => match.Score >= least)
                .OrderByDescending(match => match.Score)
                .Take(count),
        ];
    }

    /// <summary>Those whose meaning words, or words of their classes, weigh most in both questions.</summary>
    private IEnumerable<int> SharingWords(QuestionReading asked)
    {
        var overlap = new Dictionary<int, double>();
        foreach (var word in asked.Content)
        {
            var lists = word.Classes.Select(number => _byClass.GetValueOrDefault(number)).Append(_byStem.GetValueOrDefault(word.Stem));
            foreach (var n in lists.SelectMany(list => list ?? []).Distinct())
                overlap[n] = overlap.GetValueOrDefault(n) + word.Weight;
        }
        var total = asked.Content.Sum(word => word.Weight);
        return overlap
            .OrderByDescending(pair => pair.Value / (total + _weights[pair.Key]))
            .ThenBy(pair => pair.Key)
            .Take(ByWords)
            .Select(pair => pair.Key);
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int n)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        if (list.Count == 0 || list[^1] != n)
            list.Add(n);
    }
}
