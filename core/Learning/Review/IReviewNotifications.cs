using System.Data.Common;

namespace ChatBot.Learning.Review;

/// <summary>
/// What the loop has to tell people: admins about pending corrections and bursts of bad ratings, askers about an approval.
/// The host turns notices into outbox messages of its channels and into webhook calls, inside the transaction that caused them.
/// </summary>
public interface IReviewNotifications
{
    Task PublishAsync(DbTransaction transaction, ReviewNotification notice, CancellationToken cancel = default);
}

public abstract record ReviewNotification(string Workspace);

/// <summary>A correction waits for a decision.</summary>
public sealed record CorrectionPending(string Workspace, string CorrectionId) : ReviewNotification(Workspace);

/// <summary>
/// A correction was approved, rejected or retired: review cards are brought up to date, an approval corrects the original answer in place
/// and tells its asker.
/// </summary>
public sealed record CorrectionDecided(string Workspace, string CorrectionId, string InteractionId, string Status, string DecidedBy)
    : ReviewNotification(Workspace);

/// <summary>Many bad ratings within a short time.</summary>
public sealed record BadRatingBurst(string Workspace, int Count, TimeSpan Within, IReadOnlyList<string> InteractionIds)
    : ReviewNotification(Workspace);
