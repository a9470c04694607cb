using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Citing;

/// <summary>
/// How likely an answer is right, 0 to 1: a logistic regression over what retrieval and writing know of it, learned by
/// <c>Benchmarks fit confidence</c> (<c>confidence-weights.json</c>) from the answers of this program to questions whose right answer is
/// known; one in eight of them had none in the documents.
/// </summary>
internal static class AnswerConfidence
{
    /// <summary>Passages that the best cited one is held against.</summary>
    private const int Others = 5;

    /// <summary>A passage that search does not even offer is about this similar.</summary>
    private const double Unseen = 0.003;

    /// <summary>In the order of <see cref="Of"/>.</summary>
    public static readonly string[] Features = ["similarity", "ahead", "covered", "nearest", "citesBest", "bias"];

    private static readonly LearnedWeights Learned = LearnedWeights.Load("confidence");

    private static readonly double[] Meaning = Learned.Of("meaning", Features),
        Words = Learned.Of("words", Features);

    /// <param name="passages">That the answer was written from, best first.</param>
    /// <param name="cited">Those of them that it cites; none: nothing speaks for it.</param>
    public static double Probability(string answer, QuestionReading question, IReadOnlyList<Passage> passages, IReadOnlyList<Passage> cited)
    {
        if (cited.Count == 0)
            return 0;
        if (cited.Max(passage => passage.Verdict?.Helpful) is { } helpful)
            return Math.Round(helpful, 3);
        var features = Of(answer, question, passages, cited);
        var weights = HasMeaning(passages) ? Meaning : Words;
        return Math.Round(LogOdds.Chance(features.Zip(weights, (feature, weight) => feature * weight).Sum()), 3);
    }

    /// <summary>Whether vectors that know meanings took part.</summary>
    public static bool HasMeaning(IReadOnlyList<Passage> passages) => passages.Any(passage => passage.SentenceCosines.Count > 0);

    /// <summary>
    /// The similarity of the best cited passage and how far it is ahead of the others, both in log-odds; the share of the wanted words that
    /// the answer holds; the cosine of the nearest cited sentence; whether the best passage is cited.
    /// </summary>
    public static double[] Of(string answer, QuestionReading question, IReadOnlyList<Passage> passages, IReadOnlyList<Passage> cited)
    {
        var best = cited.MaxBy(passage => passage.Similarity)!;
        var similarity = LogOddsOf(best);
        var others = passages.Where(passage => passage != best).Take(Others).Select(LogOddsOf).ToList();
        var said = Terms.Of(answer).Select(term => term.Stem).ToHashSet();
        var wanted = question.WantedWords.Weights;
        return
        [
            similarity,
            similarity - (others.Sum() + (Others - others.Count) * LogOdds.Of(Unseen)) / Others,
            wanted.Count == 0 ? 1 : wanted.Where(pair => said.Contains(pair.Key)).Sum(pair => pair.Value) / wanted.Values.Sum(),
            cited.SelectMany(passage => passage.SentenceCosines).DefaultIfEmpty().Max(),
            cited.Contains(passages[0]) ? 1 : 0,
            1,
        ];
    }

    private static double LogOddsOf(Passage passage) => LogOdds.Of(Math.Clamp(passage.Similarity, Unseen, 1 - Unseen));
}
