using ChatBot.Bot.Channels;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Turns;

namespace ChatBot.Bot.Tests.Turns;

public sealed class ReviewNotificationsTests
{
    [Fact]
    public async Task A_pending_correction_reaches_every_admin_conversation_and_its_copies_show_the_decision()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins-1", "{}"), new ConversationAddress("admins-2", "{}")];
        await turns.StartAsync();
        await turns.ReceiveAsync("wrongly answered");
        var answer = (AnswerReply)Assert.Single(await turns.Channel.WaitForAsync(1)).Reply;
        await PublishAsync(turns, new CorrectionPending(Workspaces.Default, "k1"));
        Assert.Equal(["admins-1", "admins-2"], (await turns.Channel.WaitForAsync(2)).Skip(1).Select(reply => reply.Conversation).Order());
        await turns.RestartAsync();

        await PublishAsync(turns, new CorrectionDecided(Workspaces.Default, "k1", answer.Answer.InteractionId, "approved", "Ada"));
        var after = (await turns.Channel.WaitForAsync(4)).Skip(3).ToList();
        Assert.Equal(2, after.Count(reply => reply is { Reply: ReviewReply { CorrectionId: "k1" }, Updates: not null }));
        Assert.Single(after, reply => reply is { Conversation: "c1", Updates: "m1", Reply: CorrectedReply { CorrectionId: "k1" } });
        Assert.Single(after, reply => reply is { Conversation: "c1", Updates: null, Reply: NoticeReply });
    }

    [Fact]
    public async Task A_notice_of_a_change_that_is_rolled_back_is_not_sent()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins", "{}")];
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            turns.Database.WriteAsync(
                Workspaces.Default,
                async transaction =>
                {
                    await turns.Get<IReviewNotifications>().PublishAsync(transaction, new CorrectionPending(Workspaces.Default, "k1"));
                    throw new InvalidDataException("rolled back");
                }
            )
        );
        Assert.Equal(0, await turns.CountAsync("select count(*) from outbox"));
    }

    private static Task PublishAsync(TurnsDriver turns, ReviewNotification notice) =>
        turns.Database.WriteAsync(notice.Workspace, transaction => turns.Get<IReviewNotifications>().PublishAsync(transaction, notice));
}
