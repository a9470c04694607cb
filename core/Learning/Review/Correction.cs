namespace ChatBot.Learning.Review;

/// <summary>Where a correction stands: pending → reviewed (looked at, undecided) → approved | rejected; approved → retired.</summary>
public enum CorrectionStatus
{
    Pending,
    Reviewed,
    Approved,
    Rejected,
    Retired,
}

/// <summary>A better answer that somebody proposed. Texts are redacted.</summary>
/// <param name="Category">Category of the answer's best source.</param>
/// <param name="Proposer">Pseudonym.</param>
/// <param name="Reviewer">Who decided, as their channel names them; null while undecided.</param>
/// <param name="Threshold">Similarity from which it answers; null: <c>Corrections:Threshold</c>.</param>
/// <param name="Flag">Why it should be looked at again, e.g. its document changed; null: fine.</param>
public sealed record Correction(
    string Id,
    string Workspace,
    string InteractionId,
    string Channel,
    string Question,
    string IncorrectResponse,
    string CorrectResponse,
    string Category,
    CorrectionStatus Status,
    string Proposer,
    string? Reviewer,
    string? Reason,
    double? Threshold,
    string? Flag,
    DateTimeOffset Created,
    DateTimeOffset? Decided
)
{
    /// <summary>
    /// Which of those who have that name (<see cref="Audit.Auditor"/>); null while undecided, and of decisions from long ago.
    /// </summary>
    public string? ReviewerId { get; init; }

    /// <summary>Address of the document that <see cref="Flag"/> is about; null where it has none, or was flagged long ago.</summary>
    public string? FlagUri { get; init; }

    /// <summary>When it was flagged; null likewise.</summary>
    public DateTimeOffset? Flagged { get; init; }
}

/// <summary>What became of a proposal.</summary>
public abstract record ProposalResult
{
    /// <param name="IsNew">False where the same person had proposed the same before and it is still open: nothing was changed.</param>
    public sealed record Proposed(Correction Correction, bool IsNew = true) : ProposalResult;

    /// <summary>Not stored: the text is empty, has too many words, or is refused by the guard, or the person has sent too many.</summary>
    /// <param name="Code">Stable: correction_empty, correction_too_long, correction_refused, too_many_requests.</param>
    /// <param name="After">When the same would be taken; null where it never is.</param>
    public sealed record Invalid(string Code, string Message, TimeSpan? After = null) : ProposalResult;

    /// <summary>No such interaction in this workspace.</summary>
    public sealed record UnknownInteraction : ProposalResult;
}

/// <summary>What became of a decision. Decisions are idempotent; of two at once one wins and the other is told.</summary>
public abstract record DecisionResult
{
    /// <param name="Changed">False where the same decision had been made before.</param>
    public sealed record Decided(Correction Correction, bool Changed) : DecisionResult;

    /// <summary>Somebody decided otherwise before: nothing was changed.</summary>
    public sealed record Conflict(Correction Correction, string Message) : DecisionResult;

    /// <inheritdoc cref="ProposalResult.Invalid"/>
    public sealed record Invalid(string Code, string Message) : DecisionResult;

    public sealed record UnknownCorrection : DecisionResult;

    /// <summary>No such answer in this workspace, to correct at once.</summary>
    public sealed record UnknownInteraction : DecisionResult;
}
