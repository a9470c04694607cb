using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>Finds the approved correction that answers a question; reads what the review wrote, writes nothing.</summary>
public interface ICorrectionMatcher
{
    /// <summary>The matching correction, or null. Sees an approval within a second, on every instance.</summary>
    Task<CorrectionMatch?> MatchAsync(string workspace, QuestionReading standalone, CancellationToken cancel = default);

    /// <summary>How many decisions the last <see cref="MatchAsync"/> saw: what was made under another number may be outdated.</summary>
    long Decided(string workspace) => 0;
}

/// <param name="Text">The approved answer; it has passed the guards and the cap at approval.</param>
/// <param name="Similarity">0 to 1.</param>
public sealed record CorrectionMatch(string CorrectionId, string Question, string Text, double Similarity);
