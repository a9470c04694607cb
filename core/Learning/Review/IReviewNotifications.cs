using System.Data.Common;

namespace ChatBot.Learning.Review;

/// <summary>
/// What the loop has to tell people: admins about pending corrections, bursts of bad ratings and adapters that proved themselves or not,
/// proposers about a rejection, askers about an approval, raters about what they compared. The host turns notices into outbox messages of
/// its channels and into webhook calls, inside the transaction that caused them.
/// </summary>
public interface IReviewNotifications
{
    Task PublishAsync(DbTransaction transaction, ReviewNotification notice, CancellationToken cancel = default);
}

public abstract record ReviewNotification(string Workspace);

/// <summary>A correction waits for a decision.</summary>
/// <param name="IsOneOfMany">True where so many come at once that admins are told of them together.</param>
public sealed record CorrectionPending(string Workspace, string CorrectionId, bool IsOneOfMany = false) : ReviewNotification(Workspace);

/// <summary>
/// A correction was approved, rejected or retired: review cards are brought up to date; an approval corrects the original answer in place
/// and tells its asker, a rejection is told where it was proposed, and what is retired no longer stands in the answer.
/// </summary>
/// <param name="Correction">As it was decided.</param>
public sealed record CorrectionDecided(Correction Correction) : ReviewNotification(Correction.Workspace);

/// <summary>Many bad ratings within a short time.</summary>
public sealed record BadRatingBurst(string Workspace, int Count, TimeSpan Within, IReadOnlyList<string> InteractionIds)
    : ReviewNotification(Workspace);

/// <summary>An adapter on trial was promoted, or rolled back, by its own figures.</summary>
/// <param name="Reason">One sentence with the figures.</param>
public sealed record RolloutEnded(string Workspace, string Adapter, bool Promoted, string Reason) : ReviewNotification(Workspace);

/// <summary>Of two answers to compare one was picked, or neither: every message that shows them says so, and who wrote which.</summary>
public sealed record PairPicked(string Workspace, string PairId) : ReviewNotification(Workspace);
