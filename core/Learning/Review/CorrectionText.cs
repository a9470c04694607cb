namespace ChatBot.Learning.Review;

/// <summary>What a corrected answer must obey before anyone sees it: the cap and the guards that hold for every answer.</summary>
public sealed class CorrectionText
{
    /// <summary>Why <paramref name="text"/> cannot become an answer, as a stable code and a sentence; null where it can.</summary>
    public Task<(string Code, string Message)?> FaultAsync(string text, CancellationToken cancel = default) => Task.FromResult<(string, string)?>(
        string.IsNullOrWhiteSpace(text) ? ("correction_empty", "The corrected answer is empty.") : null);
}
