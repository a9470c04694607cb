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
        var told = Assert.Single(after, reply => reply is { Conversation: "c1", Updates: null, Reply: NoticeReply });
        Assert.Equal("An earlier answer in this conversation was corrected by an admin; it is marked above.", TurnsDriver.Words(told));
    }

    [Theory]
    [InlineData(120, "")]
    [InlineData(121, "…")]
    public async Task A_rejection_without_a_reason_says_so_and_quotes_no_more_of_the_question_than_fits(int length, string cut)
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.StartAsync();
        await turns.ReceiveAsync("wrongly answered");
        var answer = (AnswerReply)Assert.Single(await turns.Channel.WaitForAsync(1)).Reply;
        await turns.RestartAsync();

        await PublishAsync(turns, Decided(answer, CorrectionStatus.Rejected, question: "Why\nso".PadRight(length, 'x')));

        var told = TurnsDriver.Words((await turns.Channel.WaitForAsync(1))[^1]);
        Assert.Equal(
            $"The answer that was proposed here for “{"Why so".PadRight(120, 'x')}{cut}” was not taken. The reviewer gave no reason.",
            told
        );
    }

    [Fact]
    public async Task Admins_hear_of_many_bad_ratings_and_which_answers_they_were_for()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins", "{}")];
        await PublishAsync(turns, new BadRatingBurst(Workspaces.Default, 5, TimeSpan.FromMinutes(10), ["a1", "a2"]));
        await turns.StartAsync();

        var told = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.Equal("5 bad ratings within 10 minutes. The latest answers: a1, a2.", TurnsDriver.Words(told));
    }

    /// <summary>Nothing else wakes the sender, which has nothing to do.</summary>
    [Fact]
    public async Task A_notice_is_sent_at_once_while_nothing_else_happens()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins", "{}")];
        await turns.StartAsync();
        await turns.ReceiveAsync("first");
        await turns.Channel.WaitForAsync(1);
        while (await turns.CountAsync("select count(*) from outbox where finished is null") > 0)
            await Task.Delay(5);
        await Task.Delay(300);

        await PublishAsync(turns, new RolloutEnded(Workspaces.Default, "a1", Promoted: true, "Rated better: 9 of 20."));

        var told = (await turns.Channel.WaitForAsync(1))[^1];
        Assert.Equal("The adapter a1 was promoted to production by its figures. Rated better: 9 of 20.", TurnsDriver.Words(told));
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
        // By its name another version of the program, or another instance, finds which flood the latest message tells of.
        Assert.Equal(1, await turns.CountAsync("select count(*) from schedules where name = 'reviews:default'"));
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
        string channel = "recording",
        string question = "wrongly answered"
    ) =>
        new(
            new Correction(
                "k1",
                Workspaces.Default,
                answer.Answer.InteractionId,
                channel,
                question,
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
