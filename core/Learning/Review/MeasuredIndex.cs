using ChatBot.Answering.Corrections;
using ChatBot.Language;

namespace ChatBot.Learning.Review;

/// <summary>What is approved, with a correction among it that is being looked at, as if it were approved too.</summary>
internal static class MeasuredIndex
{
    public static async Task<CorrectionIndex> OfAsync(
        ApprovedCorrections approved,
        QuestionSpace space,
        Correction correction,
        CancellationToken cancel
    )
    {
        var index = await approved.IndexAsync(correction.Workspace, cancel);
        if (correction.Status == CorrectionStatus.Approved)
            return index;
        var form = QuestionReading.Of(correction.Question);
        var places = space.KnowsMeanings ? await space.TryPlaceAsync([form], cancel) : null;
        return index.With(new(correction.Id, correction.Question, correction.CorrectResponse, correction.Threshold, form), places?[0]);
    }

    /// <summary>Its own question, and its further wordings.</summary>
    public static IReadOnlyList<QuestionReading> WordingsOf(CorrectionIndex index, Correction correction)
    {
        var own = QuestionReading.Of(correction.Question);
        return [own, .. index.Corrections.Where(one => one.Id == correction.Id && one.Reading.Key != own.Key).Select(one => one.Reading)];
    }
}
