using ChatBot.Language;
using ChatBot.Privacy;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// The approved correction that answers a question: its own wording always does, another where it is likely enough that both want the
/// same.
/// </summary>
public sealed class CorrectionMatcher(
    ApprovedCorrections approved,
    QuestionSpace space,
    Redactor redactor,
    IOptions<CorrectionsOptions> options
) : ICorrectionMatcher
{
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
        var ranking = (await CorrectionRanking.OfAsync(index, [asked], space, cancel))[0];
        var usual = options.Value.Usual(index);
        return CorrectionRanking.Answering(ranking, correction => correction.Threshold ?? usual) is { } found ? Match(found) : null;
    }

    public long Decided(string workspace) => approved.Decided(workspace);

    private static CorrectionMatch Match(ScoredCorrection found) =>
        new(found.Correction.Id, found.Correction.Question, found.Correction.Text, found.Score);
}
