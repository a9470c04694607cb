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

        await PublishAsync(turns, Decided(answer, CorrectionStatus.Approved));
        var after = (await turns.Channel.WaitForAsync(4)).Skip(3).ToList();
        Assert.Equal(2, after.Count(reply => reply is { Reply: ReviewReply { CorrectionId: "k1" }, Updates: not null }));
        Assert.Single(after, reply => reply is { Conversation: "c1", Updates: "m1", Reply: CorrectedReply { CorrectionId: "k1" } });
        Assert.Single(after, reply => reply is { Conversation: "c1", Updates: null, Reply: NoticeReply });
    }

    [Fact]
    public async Task A_rejection_is_told_where_it_was_proposed_with_the_reason_and_what_is_retired_goes_in_silence()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.StartAsync();
        await turns.ReceiveAsync("wrongly answered");
        var answer = (AnswerReply)Assert.Single(await turns.Channel.WaitForAsync(1)).Reply;
        await turns.RestartAsync();

        await PublishAsync(turns, Decided(answer, CorrectionStatus.Rejected, "The page says otherwise."));
        var told = (await turns.Channel.WaitForAsync(1))[^1];
        Assert.Equal(("c1", null), (told.Conversation, told.Updates));
        var notice = (NoticeReply)told.Reply;
        Assert.Contains("“wrongly answered”", notice.Text);
        Assert.EndsWith("The reviewer says: The page says otherwise.", notice.Text);
        Assert.True(notice.IsForAll);

        // Proposed elsewhere: nothing is said here.
        await PublishAsync(turns, Decided(answer, CorrectionStatus.Rejected, channel: "elsewhere"));
        await PublishAsync(turns, Decided(answer, CorrectionStatus.Retired));
        var shown = (await turns.Channel.WaitForAsync(1))[^1];
        Assert.Equal("m1", shown.Updates);
        Assert.IsType<CorrectedReply>(shown.Reply);
        Assert.Equal(3, turns.Channel.Arrived.Count);
    }

    [Fact]
    public async Task Many_at_once_are_one_message_where_people_read_it_and_each_its_own_for_a_program()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins-1", "{}"), new ConversationAddress("admins-2", "{}")];
        foreach (var id in (string[])["k1", "k2", "k3"])
            await PublishAsync(turns, new CorrectionPending(Workspaces.Default, id, IsOneOfMany: true));
        await turns.StartAsync();
        var told = await turns.Channel.WaitForAsync(2);
        Assert.Equal(["admins-1", "admins-2"], told.Select(reply => reply.Conversation).Order());
        Assert.All(told, reply => Assert.IsType<ReviewQueueReply>(reply.Reply));
        await turns.RestartAsync();

        await PublishAsync(turns, new CorrectionPending(Workspaces.Default, "k4", IsOneOfMany: true));
        Assert.All((await turns.Channel.WaitForAsync(2)).Skip(2), reply => Assert.NotNull(reply.Updates));

        turns.Channel.IsReadByPeople = false;
        await PublishAsync(turns, new CorrectionPending(Workspaces.Default, "k5", IsOneOfMany: true));
        Assert.Equal(
            2, // beside the two that people were told by, which are brought up to date
            (await turns.Channel.WaitForAsync(4)).Count(reply => reply is { Updates: null, Reply: ReviewReply { CorrectionId: "k5" } })
        );
    }

    [Fact]
    public async Task Admins_hear_how_an_adapters_trial_ended()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins", "{}")];
        await PublishAsync(turns, new RolloutEnded(Workspaces.Default, "a1", Promoted: false, "Rated worse: 2 of 20."));
        await turns.StartAsync();

        var told = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.Equal("The adapter a1 was rolled back by its figures. Rated worse: 2 of 20.", ((NoticeReply)told.Reply).Text);
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

    private static CorrectionDecided Decided(
        AnswerReply answer,
        CorrectionStatus status,
        string? reason = null,
        string channel = "recording"
    ) =>
        new(
            new Correction(
                "k1",
                Workspaces.Default,
                answer.Answer.InteractionId,
                channel,
                "wrongly answered",
                answer.Answer.Text,
                "right",
                "general",
                status,
                "u_proposer",
                "Ada",
                reason,
                null,
                null,
                DateTimeOffset.UnixEpoch,
                DateTimeOffset.UnixEpoch
            )
        );

    private static Task PublishAsync(TurnsDriver turns, ReviewNotification notice) =>
        turns.Database.WriteAsync(notice.Workspace, transaction => turns.Get<IReviewNotifications>().PublishAsync(transaction, notice));
}
