using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Storage;
using ChatBot.TestKit.Turns;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class AnsweringInTurnTests
{
    [Fact]
    public async Task A_message_is_answered_once_however_often_its_event_arrives()
    {
        await using var turns = await (await TurnsDriver.CreateAsync()).StartAsync();
        var message = turns.Message("hello");
        var received = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => turns.ReceiveAsync(message)));
        Assert.Single(received, Received.Accepted);
        await turns.ReceiveAsync("last");
        Assert.Equal(["re: hello", "re: last"], (await turns.Channel.WaitForAsync(2)).Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task A_conversation_is_answered_in_order_while_others_overtake_it()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var slow = new TaskCompletionSource();
        turns.Answering = async (question, _) =>
        {
            if (question.Text == "a1")
                await slow.Task;
            return question.Text;
        };
        await turns.StartAsync();
        foreach (var text in new[] { "a1", "a2", "a3" })
            await turns.ReceiveAsync(text, "a");
        foreach (var text in new[] { "b1", "b2", "b3" })
            await turns.ReceiveAsync(text, "b");
        Assert.Equal(["b1", "b2", "b3"], (await turns.Channel.WaitForAsync(3)).Select(TurnsDriver.Words));
        slow.SetResult();
        Assert.Equal(["a1", "a2", "a3"], (await turns.Channel.WaitForAsync(3)).Skip(3).Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task What_was_received_before_a_stop_is_answered_after_the_start()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.ReceiveAsync("kept");
        await turns.RestartAsync();
        Assert.Equal("re: kept", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
    }

    [Fact]
    public async Task A_turn_cut_off_by_a_stop_is_taken_up_again()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:DrainTime", "00:00:00.010"));
        var begun = new TaskCompletionSource();
        turns.Answering = async (question, cancel) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("long");
        await begun.Task;
        await turns.StopAsync();
        Assert.Equal(0, await turns.CountAsync("select attempts from inbox"));
        turns.Answering = (question, _) => Task.FromResult("done " + question.Text);
        await turns.RestartAsync();
        Assert.Equal("done long", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
    }

    [Fact]
    public async Task A_question_that_fails_is_tried_again()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var attempts = 0;
        turns.Answering = (question, _) => ++attempts < 3 ? throw new InvalidDataException("not yet") : Task.FromResult("at last");
        await turns.StartAsync();
        await turns.ReceiveAsync("hard");
        Assert.Equal("at last", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task A_poisonous_question_gets_an_honest_failure_a_dead_letter_and_holds_up_nobody()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:AnswerAttempts", "2"));
        turns.Channel.Admins = [new ConversationAddress("admins", "{}")];
        var tries = 0;
        turns.Answering = (question, _) =>
            question.Text == "poison" && ++tries > 0 ? throw new InvalidDataException("secret words") : Task.FromResult("fine");
        await turns.StartAsync();
        await turns.ReceiveAsync("poison");
        await turns.ReceiveAsync("next");
        var arrived = await turns.Channel.WaitForAsync(3);
        var theirs = arrived.Where(reply => reply.Conversation == "c1").Select(TurnsDriver.Words).ToList();
        Assert.Equal(2, theirs.Count);
        Assert.Equal(2, tries);
        Assert.StartsWith("I could not answer this", theirs[0]);
        Assert.Equal("fine", theirs[1]);
        var letter = Assert.Single(await turns.DeadLettersAsync());
        Assert.Equal(("inbox", "InvalidDataException"), (letter.Queue, letter.Error));
        Assert.Contains(letter.Id, TurnsDriver.Words(Assert.Single(arrived, reply => reply.Conversation == "admins")));
    }

    [Fact]
    public async Task A_question_on_which_the_process_dies_every_time_is_given_up_before_it_is_asked_again()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:CrashAttempts", "3"));
        turns.Answering = (question, _) =>
            question.Text == "deadly" ? throw new InvalidOperationException("asked") : Task.FromResult("re: " + question.Text);
        await turns.ReceiveAsync("deadly", "c1", "m1");
        await turns.ReceiveAsync("near it", "c2", "m2");
        await turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "update inbox set attempts = case message_id when 'm1' then 3 else 2 end",
                    transaction: transaction
                )
        );
        await turns.StartAsync();
        var arrived = await turns.Channel.WaitForAsync(2);
        Assert.StartsWith("I could not answer this", TurnsDriver.Words(Assert.Single(arrived, reply => reply.Conversation == "c1")));
        Assert.Equal("re: near it", TurnsDriver.Words(Assert.Single(arrived, reply => reply.Conversation == "c2")));
        Assert.Equal("the process ended during every attempt", Assert.Single(await turns.DeadLettersAsync()).Error);
    }

    [Fact]
    public async Task A_question_that_takes_longer_than_a_lease_is_asked_once()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:Lease", "00:00:02"));
        var asked = 0;
        turns.Answering = async (question, cancel) =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(TimeSpan.FromSeconds(4), cancel);
            return question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("long");
        await turns.Channel.WaitForAsync(1);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_prepared_reply_is_sent_in_its_turn_and_nobody_is_asked()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        turns.Answering = (question, _) =>
            question.Text == "help" ? throw new InvalidOperationException("asked") : Task.FromResult("re: " + question.Text);
        await turns.ReceiveAsync("first");
        await turns.ReceiveAsync(turns.Message("help") with { Prepared = new NoticeReply("this is help") });
        await turns.ReceiveAsync("last");
        await turns.StartAsync();
        Assert.Equal(["re: first", "this is help", "re: last"], (await turns.Channel.WaitForAsync(3)).Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task Text_is_gone_from_both_queues_once_the_answer_is_delivered()
    {
        await using var turns = await (await TurnsDriver.CreateAsync()).StartAsync();
        await turns.ReceiveAsync("my secret");
        await turns.Channel.WaitForAsync(1);
        await turns.StopAsync();
        Assert.Equal(
            0,
            await turns.CountAsync(
                "select (select count(*) from inbox where message is not null) + (select count(*) from outbox where reply is not null)"
            )
        );
    }

    [Fact]
    public async Task People_see_thinking_only_when_the_answer_takes_its_time()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:ThinkingAfter", "00:00:00"));
        turns.Answering = async (_, cancel) =>
        {
            while (turns.Channel.Shown.IsEmpty)
                await Task.Delay(1, cancel);
            return "thought through";
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("deep");
        Assert.Equal("thought through", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
    }
}
