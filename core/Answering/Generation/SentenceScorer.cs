using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Says of each candidate how likely it holds the answer: a softmax over all candidates of a question. The numbers are learned:
/// <c>Benchmarks fit sentences</c> writes <c>sentences-weights.json</c>.
/// </summary>
internal static class SentenceScorer
{
    private static readonly LearnedWeights Learned = LearnedWeights.Load("sentences");
    private static readonly double[] WithMeanings = Learned.Of("meaning", SentenceEvidence.Features),
        ByWords = Learned.Of("words", SentenceEvidence.Features);

    /// <summary>Scores relative to the best, which gets 1.</summary>
    /// <param name="candidates">Of each passage, in their order.</param>
    public static void Score(QuestionReading question, IReadOnlyList<Passage> passages, IReadOnlyList<List<Candidate>> candidates)
    {
        var evidence = new SentenceEvidence(question, passages, candidates);
        Score(question, candidates, evidence.Rows, evidence.HasCosines ? WithMeanings : ByWords);
    }

    /// <inheritdoc cref="Score(QuestionReading, IReadOnlyList{Passage}, IReadOnlyList{List{Candidate}})"/>
    internal static void Score(QuestionReading question, IReadOnlyList<List<Candidate>> candidates, double[][] rows, double[] weights)
    {
        var next = 0;
        var best = double.MinValue;
        foreach (var list in candidates)
        foreach (var candidate in list)
        {
            var row = rows[next++];
            candidate.Score = Form(question, candidate);
            for (var i = 0; i < weights.Length; i++)
                candidate.Score += weights[i] * row[i];
            best = Math.Max(best, candidate.Score);
        }
        foreach (var list in candidates)
        foreach (var candidate in list)
            candidate.Score = Math.Exp(candidate.Score - best);
    }

    /// <summary>Who asks how wants the command: what was learned from has none.</summary>
    private static double Form(QuestionReading question, Candidate candidate) =>
        question.Wanted == Asked.Steps && candidate.Kind == SentenceKind.Code ? 1 : 0;
}
