using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Bot.Turns.Undelivered;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Turns;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class SendingTests
{
    [Fact]
    public async Task A_flaky_platform_gets_every_reply_in_order()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:SendAttempts", "100"));
        var random = new Random(7);
        turns.Channel.Trouble = _ =>
            Task.FromResult<Delivery?>(
                random.Next(5) switch
                {
                    0 => new Delivery.Retry(null, "502"),
                    1 => new Delivery.Retry(TimeSpan.FromMilliseconds(3), "429"),
                    2 => throw new HttpRequestException("reset"),
                    _ => null,
                }
            );
        await turns.StartAsync();
        for (var n = 0; n < 60; n++)
            await turns.ReceiveAsync($"{n:00}", $"c{n % 3}");
        var arrived = await turns.Channel.WaitForAsync(60);
        Assert.Equal(60, arrived.Select(reply => reply.Id).Distinct().Count());
        foreach (var conversation in arrived.GroupBy(reply => reply.Conversation))
            Assert.Equal(conversation.Select(TurnsDriver.Words).Order(), conversation.Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task A_conversation_that_fails_holds_up_only_itself()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:SendAttempts", "1000"));
        turns.Channel.Trouble = reply => Task.FromResult<Delivery?>(reply.Conversation == "bad" ? new Delivery.Retry(null, "500") : null);
        await turns.StartAsync();
        await turns.ReceiveAsync("stuck", "bad");
        for (var n = 0; n < 20; n++)
            await turns.ReceiveAsync($"{n}", "good");
        Assert.All(await turns.Channel.WaitForAsync(20), reply => Assert.Equal("good", reply.Conversation));
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again_is_kept_and_told_to_the_admins_once()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Admins = [new ConversationAddress("admins", "{}")];
        var tries = 0;
        turns.Channel.Trouble = reply =>
        {
            if (reply.Conversation != "blocked")
                return Task.FromResult<Delivery?>(null);
            tries++;
            return Task.FromResult<Delivery?>(new Delivery.Refused("403 MessageWritesBlocked"));
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("one", "blocked");
        var notice = Assert.Single(await turns.Channel.WaitForAsync(1));
        await turns.ReceiveAsync("two", "blocked");
        Assert.Equal("admins", notice.Conversation);
        Assert.Contains("403 MessageWritesBlocked", TurnsDriver.Words(notice));
        await turns.WaitForDeadLettersAsync(2);
        await turns.ReceiveAsync("after", "other");
        await turns.Channel.WaitForAsync(1);
        await turns.StopAsync();
        Assert.Equal(2, (await turns.DeadLettersAsync()).Count);
        Assert.Equal(2, tries);
        Assert.Equal(4, await turns.CountAsync("select count(*) from outbox")); // two dead, one notice, one answer
    }

    [Fact]
    public async Task A_reply_that_its_platform_never_takes_is_given_up_after_so_many_sends()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:SendAttempts", "3"));
        var sends = 0;
        turns.Channel.Trouble = reply =>
            Task.FromResult<Delivery?>(reply.Conversation == "c1" && ++sends > 0 ? new Delivery.Retry(null, "502") : null);
        await turns.StartAsync();
        await turns.ReceiveAsync("stuck");
        Assert.Equal("502, 3 times", Assert.Single(await turns.WaitForDeadLettersAsync(1)).Error);
        Assert.Equal(3, sends);
    }

    [Fact]
    public async Task A_platform_that_says_when_to_come_back_is_not_asked_before()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Channel.Trouble = _ => Task.FromResult<Delivery?>(new Delivery.Retry(TimeSpan.FromHours(1), "429"));
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(50).ToUnixTimeMilliseconds();
        await turns.StartAsync();
        await turns.ReceiveAsync("later");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await turns.CountAsync($"select count(*) from outbox where error = '429' and ready > {soon}") == 0)
            await Task.Delay(5, limit.Token);
    }

    [Fact]
    public async Task A_dead_letter_can_be_sent_again()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:SendAttempts", "2"));
        var blocked = true;
        turns.Channel.Trouble = _ => Task.FromResult<Delivery?>(blocked ? new Delivery.Refused("403") : null);
        turns.Channel.Admins = [];
        await turns.StartAsync();
        await turns.ReceiveAsync("wanted");
        var letter = Assert.Single(await turns.WaitForDeadLettersAsync(1));
        blocked = false;
        Assert.False(await turns.Get<DeadLetters>().ResendAsync("another-workspace", letter.Id));
        Assert.True(await turns.Get<DeadLetters>().ResendAsync(Workspaces.Default, letter.Id));
        Assert.Equal("re: wanted", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
        Assert.Empty(await turns.DeadLettersAsync());
    }

    [Fact]
    public async Task A_delivered_answer_is_found_by_its_message()
    {
        await using var turns = await (await TurnsDriver.CreateAsync()).StartAsync();
        await turns.ReceiveAsync("find me");
        var answer = (AnswerReply)Assert.Single(await turns.Channel.WaitForAsync(1)).Reply;
        await turns.StopAsync();
        var found = await turns.Get<Deliveries>().FindAsync(Workspaces.Default, turns.Channel.Name, "c1", "m1");
        Assert.Equal((Subjects.Answer, answer.Answer.InteractionId), (found!.Subject, found.Subject_Id));
        Assert.Null(await turns.Get<Deliveries>().FindAsync("another-workspace", turns.Channel.Name, "c1", "m1"));
    }

    [Fact]
    public void A_conversation_is_kept_within_every_limit_of_its_platform()
    {
        var time = new SetTime();
        var channel = new RecordingChannel
        {
            ConversationLimits = [new RateLimit(2, TimeSpan.FromSeconds(1)), new RateLimit(3, TimeSpan.FromSeconds(10))],
        };
        var pace = new ConversationPace(time);
        Assert.Equal(TimeSpan.Zero, pace.Reserve(channel, "w", "c"));
        Assert.Equal(TimeSpan.Zero, pace.Reserve(channel, "w", "c"));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Reserve(channel, "w", "c"));
        Assert.Equal(TimeSpan.Zero, pace.Reserve(channel, "w", "other"));
        time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.Zero, pace.Reserve(channel, "w", "c"));
        time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.FromSeconds(8), pace.Reserve(channel, "w", "c"));
    }

    /// <summary>What is forgotten is only what has been quiet for long.</summary>
    [Fact]
    public void However_many_conversations_there_are_each_is_kept_within_its_limits()
    {
        var time = new SetTime();
        var channel = new RecordingChannel { ConversationLimits = [new RateLimit(1, TimeSpan.FromHours(2))] };
        var pace = new ConversationPace(time);
        for (var n = 0; n < 5000; n++)
            Assert.Equal(TimeSpan.Zero, pace.Reserve(channel, "w", $"c{n}"));
        time.Now += TimeSpan.FromMinutes(59);

        Assert.Equal(TimeSpan.FromMinutes(61), pace.Reserve(channel, "w", "c0"));
        Assert.Equal(TimeSpan.FromMinutes(61), pace.Reserve(channel, "w", "c4999"));
    }

    [Fact]
    public async Task Whoever_runs_the_bot_reads_in_the_log_what_was_tried_again_and_what_was_given_up()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var tries = 0;
        turns.Channel.Trouble = _ =>
            Task.FromResult<Delivery?>(
                ++tries switch
                {
                    1 => new Delivery.Retry(null, "502"),
                    2 => throw new HttpRequestException("words of a person"),
                    _ => new Delivery.Refused("403"),
                }
            );
        await turns.StartAsync();
        await turns.ReceiveAsync("words of a person");
        await turns.WaitForDeadLettersAsync(1);

        var lines = turns.Log.Entries.Select(entry => entry.Text).ToList();
        Assert.Contains(lines, line => line.Contains("recording is tried again after attempt 1: 502"));
        Assert.Contains(lines, line => line.Contains("recording failed unexpectedly: System.Net.Http.HttpRequestException"));
        Assert.Contains(lines, line => line.Contains("recording is tried again after attempt 2: HttpRequestException"));
        Assert.Contains(lines, line => line.Contains("recording became a dead letter: 403"));
        Assert.DoesNotContain(lines, line => line.Contains("words of a person"));
    }

    [Fact]
    public async Task What_replaces_a_message_that_is_just_being_sent_finds_it_once_it_stands()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var first = new Outgoing(turns.Channel.Name, Workspaces.Default, "c1", "", "{}", new NoticeReply("first"), Subjects.Notice, "");
        await AddAsync(first);
        await using (var connection = await turns.Database.OpenAsync(Workspaces.All))
        {
            var id = await connection.ExecuteScalarAsync<string>("select id from outbox");
            await AddAsync(first with { Reply = new NoticeReply("in its place"), Updates = Underway.Mark + id });
            await AddAsync(first with { Reply = new NoticeReply("of nothing"), Updates = Underway.Mark + "never-sent" });
            await AddAsync(first with { Reply = new NoticeReply("of what stands"), Updates = "m77" });
        }

        await turns.StartAsync();

        Assert.Equal(
            [("first", null), ("in its place", "m1"), ("of nothing", null), ("of what stands", "m77")],
            (await turns.Channel.WaitForAsync(4)).Select(reply => (TurnsDriver.Words(reply), reply.Updates))
        );

        Task AddAsync(Outgoing outgoing) =>
            turns.Database.WriteAsync(Workspaces.Default, transaction => turns.Get<Outbox>().AddAsync(transaction, outgoing));
    }

    [Fact]
    public async Task What_is_being_sent_is_waited_for_and_not_for_ever()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var time = new SteppingTime();
        var underway = new Underway(turns.Database, turns.Get<TurnSeal>(), time);
        await turns.Database.WriteAsync(
            Workspaces.Default,
            transaction =>
                turns
                    .Get<Outbox>()
                    .AddAsync(
                        transaction,
                        new Outgoing("recording", Workspaces.Default, "c1", "", "{}", new NoticeReply("x"), Subjects.Notice, "")
                    )
        );
        await underway.SettledAsync(Workspaces.Default, "recording", "c1");
        Assert.Empty(time.Waits); // nobody sends it yet
        await turns.Database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("update outbox set claimant = 'somebody'", transaction: transaction)
        );

        await underway.SettledAsync(Workspaces.Default, "recording", "another");
        Assert.Empty(time.Waits);
        await underway.SettledAsync(Workspaces.Default, "recording", "c1");

        Assert.Equal(Enumerable.Repeat(TimeSpan.FromMilliseconds(50), 60), time.Waits);
    }
}
