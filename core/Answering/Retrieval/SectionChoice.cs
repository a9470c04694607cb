using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>
/// Chooses among the sections that were found: a softmax over them says which one answers (<c>choice</c>), one logistic regression whether
/// any does (<c>answerable</c>), another how likely a quote of it helps (<c>helpful</c>). All three are learned by <c>Benchmarks fit
/// sections</c> from questions about the documentation of eight projects, each judged by weights of the other seven
/// (<c>sections-weights.json</c>).
/// </summary>
internal static class SectionChoice
{
    private static readonly LearnedWeights Learned = LearnedWeights.Load("sections");

    private static readonly Weights Meaning = Weights.Of("meaning", answers: true),
        Words = Weights.Of("words", answers: false);

    /// <summary>Paragraphs that are documents of their own are read together; pages with sections one section at a time.</summary>
    public static bool IsDue(IReadOnlyList<Passage> passages) =>
        passages.Any(passage => passage.Headings.Count > 1) && passages.All(passage => passage.Found is not null);

    /// <summary>The one that likely answers first, each with its verdict; its similarity is the chance that it answers.</summary>
    public static IReadOnlyList<Passage> Order(QuestionReading question, IReadOnlyList<Passage> passages)
    {
        var weights = passages.Any(passage => passage.SentenceCosines.Count > 0) ? Meaning : Words;
        var chances = Chances(new SectionEvidence(question, passages).Rows, weights.Choice);
        var evidence = new AnswerEvidence(question, passages);
        var most = chances.Max();
        var found = passages.Max(passage => passage.Similarity);
        return
        [
            .. passages
                .Select(
                    (passage, i) =>
                    {
                        var features = evidence.Of(passage, chances[i]);
                        return passage with
                        {
                            Similarity =
                                weights.Answerable is { } answers ? LogOdds.Chance(Dot(answers, features))
                                : chances[i] == most ? found
                                : passage.Similarity,
                            Verdict = new SectionVerdict(chances[i], LogOdds.Chance(Dot(weights.Helpful, features))),
                        };
                    }
                )
                .OrderByDescending(passage => passage.Verdict!.Chosen),
        ];
    }

    /// <summary>The softmax of the rows.</summary>
    internal static double[] Chances(double[][] rows, double[] weights)
    {
        var scores = Array.ConvertAll(rows, row => Dot(weights, row));
        var most = scores.Max();
        var sum = scores.Sum(score => Math.Exp(score - most));
        return Array.ConvertAll(scores, score => Math.Exp(score - most) / sum);
    }

    private static double Dot(double[] weights, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * features[i];
        return sum;
    }

    /// <param name="Answerable">Null: by words alone the search's best similarity says whether any answers.</param>
    private sealed record Weights(double[] Choice, double[] Helpful, double[]? Answerable)
    {
        /// <param name="kind">With vectors that know meanings, or by words.</param>
        public static Weights Of(string kind, bool answers) =>
            new(
                Learned.Of($"{kind}: choice", SectionEvidence.Features),
                Learned.Of($"{kind}: helpful", AnswerEvidence.Features),
                answers ? Learned.Of($"{kind}: answerable", AnswerEvidence.Features) : null
            );
    }
}
