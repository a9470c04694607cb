using System.Buffers;
using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>An approved correction, its question read.</summary>
/// <param name="Threshold">Of this correction; null: the configured one.</param>
internal sealed record ApprovedCorrection(string Id, string Question, string Text, double? Threshold, QuestionReading Reading);

internal readonly record struct ScoredCorrection(ApprovedCorrection Correction, double Score);

/// <summary>
/// Approved corrections of one workspace, found by the words that carry their meaning: an inverted index from stems and word classes,
/// and from misspelt words to known ones. Immutable, so any number of questions read it at once.
/// </summary>
internal sealed class CorrectionIndex
{
    /// <summary>Candidates that are compared in full.</summary>
    private const int Compared = 24;

    private readonly ApprovedCorrection[] _corrections;
    private readonly double[] _weights;
    private readonly Dictionary<string, List<int>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _byClass = [];
    private readonly Dictionary<string, List<int>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Words by first letter and length, for misspelt ones.</summary>
    private readonly Dictionary<(char First, int Length), HashSet<string>> _spellings = [];

    public CorrectionIndex(IEnumerable<ApprovedCorrection> corrections)
    {
        _corrections = [.. corrections];
        _weights = new double[_corrections.Length];
        for (var n = 0; n < _corrections.Length; n++)
        {
            var reading = _corrections[n].Reading;
            _weights[n] = reading.Content.Sum(word => word.Weight);
            Add(_byKey, reading.Key, n);
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

    /// <summary>The best matches, best first.</summary>
    public IReadOnlyList<ScoredCorrection> Best(QuestionReading asked, int count)
    {
        if (_corrections.Length == 0)
            return [];
        var scored = new List<ScoredCorrection>();
        foreach (var n in Candidates(asked))
            if (PairComparison.Compare(_corrections[n].Reading, asked) is var score and > 0)
                scored.Add(new(_corrections[n], score));
        return
        [
            .. scored
                .OrderByDescending(match => match.Score)
                .ThenByDescending(match => match.Correction.Id, StringComparer.Ordinal)
                .Take(count),
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
            .. Candidates(asked)
                .Select(n => new ScoredCorrection(
                    _corrections[n],
                    2 * _corrections[n].Reading.Content.Sum(word => stems.GetValueOrDefault(word.Stem)) / (total + _weights[n] + 1e-9)
                ))
                .Where(match => match.Score >= least)
                .OrderByDescending(match => match.Score)
                .Take(count),
        ];
    }

    private List<int> Candidates(QuestionReading asked)
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
        var best = new PriorityQueue<int, double>(Compared + 1);
        foreach (var n in touched)
        {
            best.Enqueue(n, 2 * overlap[n] / (total + _weights[n]));
            if (best.Count > Compared)
                best.Dequeue();
        }
        ArrayPool<double>.Shared.Return(overlap);
        ArrayPool<int>.Shared.Return(lastWord);
        return [.. best.UnorderedItems.Select(item => item.Element).Union(_byKey.GetValueOrDefault(asked.Key) ?? [])];

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
