using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// Which of a question's candidates answers. Everything that says what would answer calls this: the matcher, the reach of a correction
/// on the review page, the threshold of a workspace, and the fit.
/// </summary>
internal static class CorrectionRanking
{
    /// <summary>Lead over a correction with another text, below which the two cannot be told apart.</summary>
    private const double Lead = 0.01;

    /// <summary>A candidate that does not come this far with the best rest imaginable is not worth vectors of its rest.</summary>
    private const double Likely = 0.5;

    /// <summary>The corrections that each question may want with how likely it is, best first; by words where the embedder fails.</summary>
    public static async Task<IReadOnlyList<ScoredCorrection>[]> OfAsync(
        CorrectionIndex index,
        IReadOnlyList<QuestionReading> asked,
        QuestionSpace space,
        CancellationToken cancel
    )
    {
        var places = index.Places is null ? null : await space.TryPlaceAsync(asked, cancel);
        return await OfAsync([.. asked.Select((question, n) => index.Candidates(question, places?[n]))], space, cancel);
    }

    /// <summary>The candidates of each question, best first.</summary>
    public static async Task<IReadOnlyList<ScoredCorrection>[]> OfAsync(
        IReadOnlyList<List<Candidate>> questions,
        QuestionSpace space,
        CancellationToken cancel
    )
    {
        var model = CorrectionModel.Shipped;
        var likely = questions
            .SelectMany(candidates => candidates)
            .Where(candidate => candidate.Evidence is { } evidence && model.Probability([.. evidence, 1]) >= Likely)
            .ToList();
        var rests = new Dictionary<Candidate, double>(ReferenceEqualityComparer.Instance);
        try
        {
            foreach (var (candidate, rest) in likely.Zip(await RestsAsync(likely, space, cancel)))
                rests[candidate] = rest;
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // Without vectors of their rests fewer are likely enough.
        }
        return
        [
            .. questions.Select(candidates =>
                (IReadOnlyList<ScoredCorrection>)
                    [
                        .. candidates
                            .Select(candidate => new ScoredCorrection(candidate.Correction, Score(candidate)))
                            .Where(match => match.Score > 0)
                            .OrderByDescending(match => match.Score)
                            .ThenByDescending(match => match.Correction.Version),
                    ]
            ),
        ];

        double Score(Candidate candidate) =>
            candidate.Evidence is { } evidence
                ? model.Probability([.. evidence, rests.GetValueOrDefault(candidate)])
                : model.OnScale(candidate.Words.Score);
    }

    /// <summary>
    /// The one that answers: likely enough by its threshold, and told apart from all that say something else.
    /// </summary>
    public static ScoredCorrection? Answering(IReadOnlyList<ScoredCorrection> ranking, Func<ApprovedCorrection, double> threshold)
    {
        foreach (var match in ranking)
            if (match.Score >= threshold(match.Correction))
                return ranking.Any(rival => rival.Correction.Text != match.Correction.Text && rival.Score > match.Score - Lead)
                    ? null
                    : match;
        return null;
    }

    /// <summary>Cosines of what is left of both questions of each candidate.</summary>
    /// <exception cref="Embedding.EmbeddingException">The embedder failed.</exception>
    internal static async Task<double[]> RestsAsync(IReadOnlyList<Candidate> candidates, QuestionSpace space, CancellationToken cancel)
    {
        var pairs = candidates.Select(candidate => (candidate.Words.RestOfAsked, candidate.Words.RestOfApproved)).ToList();
        var texts = pairs
            .SelectMany(pair => new[] { pair.RestOfAsked, pair.RestOfApproved })
            .Where(text => text.Length > 0)
            .Distinct()
            .ToList();
        var vectors = texts.Zip(await space.VectorsAsync(texts, cancel)).ToDictionary(made => made.First, made => made.Second);
        return
        [
            .. pairs.Select(pair =>
                pair.RestOfAsked == pair.RestOfApproved ? 1
                : pair.RestOfAsked.Length == 0 || pair.RestOfApproved.Length == 0 ? 0
                : QuestionSpace.Cosine(vectors[pair.RestOfAsked], vectors[pair.RestOfApproved])
            ),
        ];
    }
}
