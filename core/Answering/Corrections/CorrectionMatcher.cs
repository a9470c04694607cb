using ChatBot.Language;
using ChatBot.Privacy;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// The approved correction that answers a question: its own wording always does, another where it is likely enough that both want the
/// same. Where two corrections that say different things come equally near, none answers.
/// </summary>
public sealed class CorrectionMatcher(
    ApprovedCorrections approved,
    QuestionSpace space,
    Redactor redactor,
    IOptions<CorrectionsOptions> options
) : ICorrectionMatcher
{
    /// <summary>Lead over a correction with another text, below which the two cannot be told apart.</summary>
    private const double Lead = 0.01;

    private const int Rivals = 4;

    public async Task<CorrectionMatch?> MatchAsync(string workspace, QuestionReading standalone, CancellationToken cancel = default)
    {
        var index = await approved.IndexAsync(workspace, cancel);
        if (index.Count == 0)
            return null;
        // Corrections are stored redacted: what the redaction would take out cannot tell two questions apart.
        var question = redactor.Redact(standalone.Text).Text;
        var asked = question == standalone.Text ? standalone : QuestionReading.Of(question);
        if (index.Own(asked) is { } own)
            return Match(new(own, 1));
        var place = index.Places is null ? null : (await space.TryPlaceAsync([question], cancel))?[0];
        var best = index.Best(asked, place, Rivals);
        if (
            best.FirstOrDefault(match => match.Score >= (match.Correction.Threshold ?? options.Value.Threshold)) is not { Score: > 0 } found
        )
            return null;
        var ambiguous = best.Any(rival => rival.Correction.Text != found.Correction.Text && rival.Score > found.Score - Lead);
        return ambiguous ? null : Match(found);
    }

    private static CorrectionMatch Match(ScoredCorrection found) =>
        new(found.Correction.Id, found.Correction.Question, found.Correction.Text, found.Score);
}
