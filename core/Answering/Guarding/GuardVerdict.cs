namespace ChatBot.Answering.Guarding;

/// <summary>What a guard decided about a question or about an answer.</summary>
/// <param name="DecidedBy">The rule, e.g. <c>topic</c>, <c>smalltalk:greeting</c>, <c>injection:override</c>, <c>grounding</c>.</param>
/// <param name="Score">0 to 1: topic score, or how sure the deciding rule is.</param>
/// <param name="Reply">What to say instead of answering: the refusal, or the kind reply to a greeting; null where the question goes
/// on.</param>
/// <param name="ReplyOutcome">The outcome of <see cref="Reply"/>: blocked, or answered for small talk.</param>
public sealed record GuardVerdict(
    bool Allowed,
    string DecidedBy,
    double Score,
    string? Reply = null,
    Outcome ReplyOutcome = Outcome.Blocked
);
