namespace ChatBot.Learning.Review;

/// <summary>Which decision may follow on which, and what the second of two is told.</summary>
internal static class DecisionRules
{
    /// <summary>The same decision had been made before: no conflict, unless this one says something else.</summary>
    public static DecisionResult Settled(Correction stands, Correction wanted) =>
        (stands.CorrectResponse, stands.Threshold) == (wanted.CorrectResponse, wanted.Threshold)
        && (wanted.Reason is null || wanted.Reason == stands.Reason)
            ? new DecisionResult.Decided(stands, Changed: false)
            : Conflict(stands);

    public static bool Follows(CorrectionStatus from, CorrectionStatus to) =>
        (from, to) switch
        {
            (CorrectionStatus.Pending, CorrectionStatus.Reviewed or CorrectionStatus.Approved or CorrectionStatus.Rejected) => true,
            (CorrectionStatus.Reviewed, CorrectionStatus.Approved or CorrectionStatus.Rejected) => true,
            (CorrectionStatus.Approved, CorrectionStatus.Retired) => true,
            _ => false,
        };

    public static DecisionResult.Conflict Conflict(Correction correction) =>
        new(
            correction,
            "This correction is already "
                + $"{CorrectionStore.Wire(correction.Status)}{(correction.Reviewer is { } by ? $" (by {by})" : "")}; nothing was changed."
                + correction.Status switch
                {
                    CorrectionStatus.Approved =>
                        $" The answer is now: “{correction.CorrectResponse}” To have another, retire this one and correct it anew.",
                    _ when correction.Reason is { } why => $" The reason given: “{why}”",
                    _ => "",
                }
        );
}
