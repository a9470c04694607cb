using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Turns.Announcing;

/// <summary>
/// Turns what the learning loop has to say into messages of the channels, in the transaction that caused it: no decision without its
/// notices, no notice without its decision.
/// </summary>
public sealed class ReviewNotifications(
    Outbox outbox,
    Deliveries deliveries,
    AdminAnnouncements announcements,
    QueueAnnouncements queue,
    OutboxWakeUp wake
) : IReviewNotifications
{
    private const int LongestQuestion = 120;

    public async Task PublishAsync(DbTransaction transaction, ReviewNotification notice, CancellationToken cancel = default)
    {
        switch (notice)
        {
            case CorrectionPending pending:
                await AnnounceAsync(transaction, pending, cancel);
                break;
            case CorrectionDecided decided:
                await UpdateAsync(
                    transaction,
                    decided.Workspace,
                    Subjects.Review,
                    decided.Correction.Id,
                    new ReviewReply(decided.Correction.Id)
                );
                await queue.RefreshAsync(transaction, decided.Workspace);
                await ShowAsync(transaction, decided.Correction);
                break;
            case PairPicked picked:
                await UpdateAsync(transaction, picked.Workspace, Subjects.Pair, picked.PairId, new PairReply(picked.PairId));
                break;
            case BadRatingBurst burst:
                await announcements.AddAsync(
                    transaction,
                    burst.Workspace,
                    await announcements.AddressesAsync(burst.Workspace, cancel),
                    new NoticeReply(
                        $"{burst.Count} bad ratings within {burst.Within.TotalMinutes:0} minutes. The latest answers: "
                            + $"{string.Join(", ", burst.InteractionIds)}."
                    )
                );
                break;
            case RolloutEnded ended:
                await announcements.AddAsync(
                    transaction,
                    ended.Workspace,
                    await announcements.AddressesAsync(ended.Workspace, cancel),
                    new NoticeReply(
                        $"The adapter {ended.Adapter} was {(ended.Promoted ? "promoted to production" : "rolled back")} by its figures. "
                            + ended.Reason
                    )
                );
                break;
        }
        // The writer's turn passes to the sender after this transaction; on a shared database its commit notifies the instances.
        wake.Set();
    }

    /// <summary>A message for each correction; where many come at once, people get one for all of them.</summary>
    private async Task AnnounceAsync(DbTransaction transaction, CorrectionPending pending, CancellationToken cancel)
    {
        var admins = await announcements.AddressesAsync(pending.Workspace, cancel);
        if (pending.IsOneOfMany)
            await queue.TellAsync(transaction, pending.Workspace, [.. admins.Where(admin => admin.IsReadByPeople)]);
        await announcements.AddAsync(
            transaction,
            pending.Workspace,
            [.. admins.Where(admin => !pending.IsOneOfMany || !admin.IsReadByPeople)],
            new ReviewReply(pending.CorrectionId),
            Subjects.Review,
            pending.CorrectionId
        );
    }

    /// <summary>Every copy of a message to decide by shows what was decided. A copy not sent yet will show it when it is.</summary>
    private async Task UpdateAsync(DbTransaction transaction, string workspace, string subject, string subjectId, Reply now)
    {
        foreach (var copy in await deliveries.AboutAsync(transaction, workspace, subject, subjectId))
            await outbox.AddAsync(transaction, Outgoing.Replacing(copy, now));
    }

    /// <summary>
    /// An approval corrects the answer where it stands, and its asker, who may not look there again, is told; what is retired stands there
    /// no longer. Whoever proposed what is rejected hears of it where they did.
    /// </summary>
    private async Task ShowAsync(DbTransaction transaction, Correction decided)
    {
        var answers = await deliveries.AboutAsync(transaction, decided.Workspace, Subjects.Answer, decided.InteractionId);
        if (decided.Status == CorrectionStatus.Rejected)
        {
            if (answers.FirstOrDefault(answer => answer.Channel == decided.Channel) is { } proposedAt)
                await TellAsync(
                    transaction,
                    proposedAt,
                    new NoticeReply(Rejected(decided)) { IsForAll = proposedAt.User_Id != decided.Proposer }
                );
            return;
        }
        // Another correction of the same answer may stand when one is retired.
        var standing = await CorrectionStore.StandingAsync(transaction.Connection!, transaction, decided.Workspace, decided.InteractionId);
        var shown = decided.Status == CorrectionStatus.Retired && standing is { } other ? other.Id : decided.Id;
        foreach (var answer in answers)
        {
            await outbox.AddAsync(transaction, Outgoing.Replacing(answer, new CorrectedReply(decided.InteractionId, shown)));
            if (decided.Status == CorrectionStatus.Approved)
                await TellAsync(
                    transaction,
                    answer,
                    new NoticeReply("An earlier answer in this conversation was corrected by an admin; it is marked above.")
                );
        }
    }

    private static string Rejected(Correction decided)
    {
        var question = decided.Question.ReplaceLineEndings(" ");
        var about = question.Length <= LongestQuestion ? question : question[..LongestQuestion].TrimEnd() + "…";
        return $"The answer that was proposed here for “{about}” was not taken."
            + (decided.Reason is { Length: > 0 } reason ? $" The reviewer says: {reason}" : " The reviewer gave no reason.");
    }

    private Task TellAsync(DbTransaction transaction, DeliveredMessage beside, NoticeReply notice) =>
        outbox.AddAsync(transaction, Outgoing.Replacing(beside, notice) with { Updates = null, Subject = Subjects.Notice, SubjectId = "" });
}
