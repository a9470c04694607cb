using System.Collections.Concurrent;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.TestKit.Turns;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>What people see while an answer is made, and what becomes of it.</summary>
public sealed class ProgressTests
{
    private static Task<TurnsDriver> CreateAsync() => TurnsDriver.CreateAsync(("Turns:ThinkingAfter", "00:00:00"));

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, limit.Token);
    }

    [Fact]
    public async Task Stages_and_sentences_are_shown_in_order_and_never_more_than_was_said()
    {
        await using var turns = await CreateAsync();
        turns.Telling = async (watcher, _) =>
        {
            watcher.Begins("retrieval");
            await UntilAsync(() => turns.Channel.Shown.Any(shown => shown.Stage == "retrieval"));
            watcher.Begins("generation");
            watcher.Says("One.");
            await UntilAsync(() => turns.Channel.Shown.Any(shown => shown.Text == "One."));
            watcher.Says(" Two.");
            await UntilAsync(() => turns.Channel.Shown.Any(shown => shown.Text == "One. Two."));
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("deep");
        await turns.Channel.WaitForAsync(1);
        await UntilAsync(() => turns.Channel.Ended == 1);
        var texts = turns.Channel.Shown.Select(shown => shown.Text).Distinct().ToList();
        Assert.Equal(["", "One.", "One. Two."], texts);
        Assert.Equal(turns.Channel.Shown.Distinct(), turns.Channel.Shown);
    }

    [Fact]
    public async Task Nothing_is_shown_where_the_answer_comes_at_once()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:ThinkingAfter", "00:01:00"));
        turns.Telling = (watcher, _) =>
        {
            watcher.Begins("retrieval");
            watcher.Says("At once.");
            return Task.CompletedTask;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("quick");
        await turns.Channel.WaitForAsync(1);
        await turns.StopAsync();
        Assert.Empty(turns.Channel.Shown);
        Assert.Equal(0, turns.Channel.Ended);
    }

    [Fact]
    public async Task A_platform_that_refuses_or_hangs_neither_fails_nor_delays_the_turn()
    {
        await using var turns = await CreateAsync();
        var never = new TaskCompletionSource<string?>();
        turns.Channel.Showing = (_, _, _) => turns.Channel.Shown.Count == 1 ? throw new InvalidOperationException("refused") : never.Task;
        turns.Answering = async (question, _) =>
        {
            var shown = question.Text == "first" ? 1 : 2;
            await UntilAsync(() => turns.Channel.Shown.Count >= shown);
            return question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("first");
        await turns.ReceiveAsync("second");
        Assert.Equal(["first", "second"], (await turns.Channel.WaitForAsync(2)).Select(TurnsDriver.Words));
        never.SetResult(null);
        await UntilAsync(() => turns.Channel.Ended == 2);
    }

    [Fact]
    public async Task The_reply_takes_the_place_of_what_was_begun_for_it()
    {
        await using var turns = await CreateAsync();
        Begins(turns, "b1");
        turns.Answering = async (_, _) =>
        {
            await UntilAsync(() => turns.CountAsync("select count(*) from inbox where begun = 'b1'").Result == 1);
            return "whole";
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("deep");
        var reply = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.Equal(("whole", "b1", null), (TurnsDriver.Words(reply), reply.Begun, reply.Updates));
        Assert.Empty(turns.Channel.Discarded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_attempt_began_that_failed_or_was_cut_off_is_not_begun_twice_and_gets_the_reply(bool isCutOff)
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:ThinkingAfter", "00:00:00"), ("Turns:DrainTime", "00:00:00.010"));
        Begins(turns, "b1");
        var attempts = 0;
        var begun = new TaskCompletionSource();
        turns.Answering = async (question, cancel) =>
        {
            if (++attempts > 1)
                return question.Text;
            await UntilAsync(() => turns.CountAsync("select count(*) from inbox where begun = 'b1'").Result == 1);
            begun.SetResult();
            if (isCutOff)
                await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidDataException("half done");
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("again");
        await begun.Task;
        if (isCutOff)
            await turns.RestartAsync();
        var reply = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.Equal(("again", "b1"), (TurnsDriver.Words(reply), reply.Begun));
        Assert.Empty(turns.Channel.Discarded);
    }

    [Theory]
    [InlineData(MessageKind.Asked, false, true)]
    [InlineData(MessageKind.Asked, true, false)]
    [InlineData(MessageKind.Edited, false, false)]
    public async Task Only_for_a_plain_question_whose_reply_has_no_place_yet_a_message_may_be_begun(
        MessageKind kind,
        bool wantsPair,
        bool mayBegin
    )
    {
        await using var turns = await CreateAsync();
        var flags = new ConcurrentQueue<bool>();
        turns.Channel.Showing = (_, may, _) =>
        {
            flags.Enqueue(may);
            return Task.FromResult<string?>(null);
        };
        turns.Answering = async (question, _) =>
        {
            if (question.Text != "before")
                await UntilAsync(() => !flags.IsEmpty);
            return question.Text;
        };
        turns.AnsweringTwice = async (_, _) =>
        {
            await UntilAsync(() => !flags.IsEmpty);
            return ("one", "another", "");
        };
        await turns.StartAsync();
        if (kind == MessageKind.Edited)
        {
            await turns.ReceiveAsync("before", id: "q1");
            await turns.Channel.WaitForAsync(1);
            flags.Clear();
        }
        await turns.ReceiveAsync(turns.Message("now", id: "q1") with { Kind = kind, WantsPair = wantsPair });
        await turns.Channel.WaitForAsync(1);

        Assert.Equal(mayBegin, flags.First());
    }

    [Fact]
    public async Task An_honest_failure_takes_the_place_too()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:ThinkingAfter", "00:00:00"), ("Turns:AnswerAttempts", "1"));
        Begins(turns, "b1");
        turns.Answering = async (_, _) =>
        {
            await UntilAsync(() => turns.CountAsync("select count(*) from inbox where begun = 'b1'").Result == 1);
            throw new InvalidDataException("poison");
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("poison");
        var reply = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.StartsWith("I could not answer this", TurnsDriver.Words(reply));
        Assert.Equal("b1", reply.Begun);
    }

    [Fact]
    public async Task A_question_that_is_edited_meanwhile_is_answered_where_the_old_answer_was_begun()
    {
        await using var turns = await CreateAsync();
        Begins(turns, "b1");
        var edited = false;
        var message = turns.Message("old", id: "q1");
        turns.Answering = async (question, _) =>
        {
            if (question.Text == "new")
                return "to the new one";
            await UntilAsync(() => turns.CountAsync("select count(*) from inbox where begun = 'b1'").Result == 1);
            edited =
                await turns.ReceiveAsync(message with { Kind = MessageKind.Edited, EventId = "edit", Text = "new" }) == Received.Applied;
            return "to the old one";
        };
        await turns.StartAsync();
        await turns.ReceiveAsync(message);
        var reply = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.True(edited);
        Assert.Equal(("to the new one", "b1"), (TurnsDriver.Words(reply), reply.Begun));
    }

    [Fact]
    public async Task What_was_begun_for_a_question_that_is_deleted_meanwhile_goes_with_it()
    {
        await using var turns = await CreateAsync();
        Begins(turns, "b1");
        var message = turns.Message("regretted", id: "q1");
        turns.Answering = async (question, _) =>
        {
            await UntilAsync(() => turns.CountAsync("select count(*) from inbox where begun = 'b1'").Result == 1);
            await turns.ReceiveAsync(message with { Kind = MessageKind.Withdrawn, EventId = "gone" });
            return question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync(message);
        await UntilAsync(() => !turns.Channel.Discarded.IsEmpty);
        Assert.Equal(["b1"], turns.Channel.Discarded);
        Assert.Empty(turns.Channel.Arrived);
    }

    [Fact]
    public async Task What_begins_after_the_answer_is_stored_goes_at_once()
    {
        await using var turns = await CreateAsync();
        var stored = new TaskCompletionSource();
        turns.Channel.Showing = async (_, _, _) =>
        {
            await stored.Task;
            return "late";
        };
        turns.Answering = async (question, _) =>
        {
            await UntilAsync(() => !turns.Channel.Shown.IsEmpty);
            return question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("quick after all");
        var reply = Assert.Single(await turns.Channel.WaitForAsync(1));
        Assert.Null(reply.Begun);
        stored.SetResult();
        await UntilAsync(() => !turns.Channel.Discarded.IsEmpty);
        Assert.Equal(["late"], turns.Channel.Discarded);
    }

    private static void Begins(TurnsDriver turns, string begun) =>
        turns.Channel.Showing = (_, mayBegin, _) => Task.FromResult(mayBegin && turns.Channel.Shown.Count == 1 ? begun : null);
}
