using System.Numerics.Tensors;
using ChatBot.Answering.Corrections;
using ChatBot.Language;

namespace ChatBot.Trainer.Data;

/// <summary>A question among all that are learnt from.</summary>
/// <param name="Canonical">See <see cref="CanonicalText"/>.</param>
/// <param name="Answer">The same of its answer; empty for a refusal, which all answer alike.</param>
/// <param name="Vector">Normalised; empty where there is none.</param>
internal sealed record ClusteredQuestion(string Canonical, string Answer, QuestionReading Reading, float[] Vector);

/// <summary>
/// Groups questions by meaning: two are linked that lie near, or want the very same answer, and what is linked over others is one cluster
/// (single linkage). So no wording of a question can stand in one part of the data while another stands in the next, however long the
/// chain from one to the other. Wordings of one claim are counted in narrower groups, since a chain also joins what is merely related.
/// </summary>
internal sealed class QuestionClusters
{
    /// <summary>Rows that are compared before their links are joined.</summary>
    private const int Block = 512;

    private readonly IReadOnlyList<ClusteredQuestion> _questions;
    private readonly DisjointSets _clusters,
        _wordings;

    /// <summary>For each question the first one before it that it is the same as; -1 for none.</summary>
    private readonly int[] _sameAs;

    /// <param name="questions">Those that count more stand first.</param>
    /// <param name="linked">Cosine from which two are linked.</param>
    /// <param name="worded">Cosine from which two are wordings of one claim.</param>
    /// <param name="same">Cosine from which two are one, where nothing certain tells them apart.</param>
    public QuestionClusters(
        IReadOnlyList<ClusteredQuestion> questions,
        double linked,
        double worded,
        double same,
        Action<int>? done = null,
        CancellationToken cancel = default
    )
    {
        _questions = questions;
        (_clusters, _wordings) = (new(questions.Count), new(questions.Count));
        _sameAs = new int[questions.Count];
        JoinEqual(question => question.Answer);
        JoinEqual(question => question.Reading.Key);
        for (var from = 0; from < questions.Count; from += Block)
        {
            var near = new List<(int Other, double Cosine)>[Math.Min(Block, questions.Count - from)];
            Parallel.For(0, near.Length, new ParallelOptions { CancellationToken = cancel }, i => near[i] = Near(from + i, linked));
            for (var i = 0; i < near.Length; i++)
            {
                foreach (var (other, cosine) in near[i])
                {
                    _clusters.Join(from + i, other);
                    if (cosine >= worded)
                        _wordings.Join(from + i, other);
                }
                _sameAs[from + i] = First(from + i, near[i].Where(pair => pair.Cosine >= same));
            }
            done?.Invoke(from + near.Length);
        }
    }

    /// <summary>The first one before it that asks the same; null for none.</summary>
    public int? FirstAskedBy(int question) => _sameAs[question] is >= 0 and var first ? first : null;

    /// <summary>The hash of each question's cluster: of the smallest of its canonical texts, so that it is the same whatever else there
    /// is.</summary>
    public string[] Hashes()
    {
        var smallest = new Dictionary<int, string>();
        for (var i = 0; i < _questions.Count; i++)
            if (!smallest.TryGetValue(_clusters.Of(i), out var known) || string.CompareOrdinal(_questions[i].Canonical, known) < 0)
                smallest[_clusters.Of(i)] = _questions[i].Canonical;
        var hashes = smallest.ToDictionary(pair => pair.Key, pair => CanonicalText.HashOf(pair.Value));
        return [.. Enumerable.Range(0, _questions.Count).Select(i => hashes[_clusters.Of(i)])];
    }

    /// <summary>A number for each claim: questions that only differ in wording have the same.</summary>
    public int ClaimOf(int question) => _wordings.Of(question);

    /// <summary>Those before it that lie near enough.</summary>
    private List<(int Other, double Cosine)> Near(int question, double linked)
    {
        var near = new List<(int, double)>();
        var own = _questions[question].Vector;
        if (own.Length == 0)
            return near;
        for (var other = 0; other < question; other++)
            if (_questions[other].Vector is { Length: > 0 } vector)
            {
                // To four digits: the last ones differ between processors.
                var cosine = Math.Round(TensorPrimitives.Dot<float>(own, vector), 4);
                if (cosine >= linked)
                    near.Add((other, cosine));
            }
        return near;
    }

    private int First(int question, IEnumerable<(int Other, double Cosine)> near)
    {
        foreach (var (other, _) in near)
            if (_sameAs[other] < 0 && !PairComparison.Of(_questions[other].Reading, _questions[question].Reading).Vetoed)
                return other;
        return -1;
    }

    private void JoinEqual(Func<ClusteredQuestion, string> text)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _questions.Count; i++)
            if (text(_questions[i]) is { Length: > 0 } said && !first.TryAdd(said, i))
            {
                _clusters.Join(i, first[said]);
                _wordings.Join(i, first[said]);
            }
    }
}
