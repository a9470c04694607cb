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
public sealed class ReviewNotifications(Outbox outbox, AdminAnnouncements announcements, OutboxWakeUp wake) : IReviewNotifications
{
    public async Task PublishAsync(DbTransaction transaction, ReviewNotification notice, CancellationToken cancel = default)
    {
        switch (notice)
        {
            case CorrectionPending pending:
                await AnnounceAsync(
                    transaction,
                    pending.Workspace,
                    new ReviewReply(pending.CorrectionId),
                    Subjects.Review,
                    pending.CorrectionId,
                    cancel
                );
                break;
            case CorrectionDecided decided:
                await UpdateReviewsAsync(transaction, decided);
                if (decided.Status == "approved")
                    await CorrectAnswersAsync(transaction, decided);
                break;
            case BadRatingBurst burst:
                await AnnounceAsync(
                    transaction,
                    burst.Workspace,
                    new NoticeReply(
                        $"{burst.Count} bad ratings within {burst.Within.TotalMinutes:0} minutes. The latest answers: "
                            + $"{string.Join(", ", burst.InteractionIds)}."
                    ),
                    Subjects.Notice,
                    "",
                    cancel
                );
                break;
        }
        // The writer's turn passes to the sender after this transaction; on a shared database its commit notifies the instances.
        wake.Set();
    }

    private async Task AnnounceAsync(
        DbTransaction transaction,
        string workspace,
        Reply reply,
        string subject,
        string subjectId,
        CancellationToken cancel
    ) =>
        await announcements.AddAsync(
            transaction,
            workspace,
            await announcements.AddressesAsync(workspace, cancel),
            reply,
            subject,
            subjectId
        );

    /// <summary>Every copy of the review message shows who decided what. A copy not sent yet will show it when it is.</summary>
    private async Task UpdateReviewsAsync(DbTransaction transaction, CorrectionDecided decided)
    {
        foreach (var review in await Deliveries.AboutAsync(transaction, decided.Workspace, Subjects.Review, decided.CorrectionId))
            await outbox.AddAsync(transaction, Outgoing.Replacing(review, new ReviewReply(decided.CorrectionId)));
    }

    /// <summary>The wrong answer is corrected where it stands, and its asker, who may not look there again, is told.</summary>
    private async Task CorrectAnswersAsync(DbTransaction transaction, CorrectionDecided decided)
    {
        foreach (var answer in await Deliveries.AboutAsync(transaction, decided.Workspace, Subjects.Answer, decided.InteractionId))
        {
            await outbox.AddAsync(transaction, Outgoing.Replacing(answer, new CorrectedReply(decided.InteractionId, decided.CorrectionId)));
            await outbox.AddAsync(
                transaction,
                Outgoing.Replacing(
                    answer,
                    new NoticeReply("An earlier answer in this conversation was corrected by an admin; it is marked above.")
                ) with
                {
                    Updates = null,
                    Subject = Subjects.Notice,
                    SubjectId = "",
                }
            );
        }
    }
}
