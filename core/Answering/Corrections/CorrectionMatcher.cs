using System.Collections.Concurrent;
using System.Numerics.Tensors;
using ChatBot.Language;
using ChatBot.Privacy;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// The approved correction that answers a question. Words, their structure and their vectors have to agree; where two corrections
/// that say different things come equally near, none answers.
/// </summary>
public sealed class CorrectionMatcher(
    ApprovedCorrections approved,
    IEmbeddingGenerator<string, Embedding<float>> embeddings,
    Redactor redactor,
    IOptions<CorrectionsOptions> options
) : ICorrectionMatcher
{
    /// <summary>Lead over a correction with another text, below which the two cannot be told apart.</summary>
    private const double Lead = 0.04;

    /// <summary>From here on the wording is the correction's own.</summary>
    private const double SameWording = 0.98;

    private const int Rivals = 4;
    private const int KeptVectors = 20_000;

    private readonly ConcurrentDictionary<string, float[]> _vectors = new();

    public async Task<CorrectionMatch?> MatchAsync(string workspace, QuestionReading standalone, CancellationToken cancel = default)
    {
        var index = await approved.IndexAsync(workspace, cancel);
        if (index.Count == 0)
            return null;
        // Corrections are stored redacted: what the redaction would take out cannot tell two questions apart.
        var question = redactor.Redact(standalone.Text).Text;
        var best = index.Best(question == standalone.Text ? standalone : QuestionReading.Of(question), Rivals);
        if (best.Count == 0 || best[0].Score < VectorEvidence.Floor && best.All(match => match.Score < ThresholdOf(match)))
            return null;
        best = [.. (await WeighAsync(question, best, cancel)).OrderByDescending(match => match.Score)];

        var found = best.FirstOrDefault(match => match.Score >= ThresholdOf(match));
        if (found.Correction is not { } correction)
            return null;
        var ambiguous =
            found.Score < SameWording && best.Any(rival => rival.Correction.Text != correction.Text && rival.Score > found.Score - Lead);
        return ambiguous ? null : new CorrectionMatch(correction.Id, correction.Question, correction.Text, Math.Round(found.Score, 4));
    }

    private double ThresholdOf(ScoredCorrection match) => match.Correction.Threshold ?? options.Value.Threshold;

    /// <summary>Embeds only where the vectors can change the outcome.</summary>
    private async Task<IReadOnlyList<ScoredCorrection>> WeighAsync(
        string question,
        IReadOnlyList<ScoredCorrection> matches,
        CancellationToken cancel
    )
    {
        if (!matches.Any(match => match.Score is >= VectorEvidence.Floor and < 1))
            return matches;
        var asked = await embeddings.GenerateVectorAsync(question, cancellationToken: cancel);
        var weighed = new List<ScoredCorrection>(matches.Count);
        foreach (var match in matches)
        {
            var known = await VectorOfAsync(match.Correction.Question, cancel);
            weighed.Add(match with { Score = VectorEvidence.Weigh(match.Score, TensorPrimitives.CosineSimilarity(asked.Span, known)) });
        }
        return weighed;
    }

    private async Task<float[]> VectorOfAsync(string question, CancellationToken cancel)
    {
        if (_vectors.TryGetValue(question, out var known))
            return known;
        if (_vectors.Count >= KeptVectors)
            _vectors.Clear();
        return _vectors[question] = (await embeddings.GenerateVectorAsync(question, cancellationToken: cancel)).ToArray();
    }
}
