using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.TestKit.Turns;

namespace ChatBot.Bot.Tests.Turns;

public sealed class EditedAndWithdrawnTests
{
    [Fact]
    public async Task An_edit_before_the_answer_exchanges_the_question()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.ReceiveAsync("teh question", id: "m");
        Assert.Equal(Received.Applied, await turns.ReceiveAsync(turns.Message("the question", id: "m") with { Kind = MessageKind.Edited }));
        await turns.StartAsync();
        await turns.ReceiveAsync("last");
        Assert.Equal(["re: the question", "re: last"], (await turns.Channel.WaitForAsync(2)).Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task An_edit_while_it_is_answered_throws_the_old_answer_away()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var begun = new TaskCompletionSource();
        var edited = new TaskCompletionSource();
        turns.Answering = async (question, _) =>
        {
            begun.TrySetResult();
            await edited.Task;
            return "re: " + question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("old", id: "m");
        await begun.Task;
        Assert.Equal(Received.Applied, await turns.ReceiveAsync(turns.Message("new", id: "m") with { Kind = MessageKind.Edited }));
        edited.SetResult();
        Assert.Equal("re: new", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
    }

    [Fact]
    public async Task An_edit_after_the_answer_replaces_the_answer_in_place()
    {
        await using var turns = await (await TurnsDriver.CreateAsync()).StartAsync();
        await turns.ReceiveAsync("old", id: "m");
        await turns.Channel.WaitForAsync(1);
        await turns.StopAsync(); // what was delivered is recorded
        await turns.RestartAsync();
        Assert.Equal(Received.Accepted, await turns.ReceiveAsync(turns.Message("new", id: "m") with { Kind = MessageKind.Edited }));
        var replaced = (await turns.Channel.WaitForAsync(1))[1];
        Assert.Equal(("re: new", "m1"), (TurnsDriver.Words(replaced), replaced.Updates));
    }

    [Fact]
    public async Task A_message_deleted_before_the_answer_gets_none()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.ReceiveAsync("never mind", id: "m");
        Assert.Equal(Received.Applied, await turns.ReceiveAsync(turns.Message("", id: "m") with { Kind = MessageKind.Withdrawn }));
        await turns.StartAsync();
        await turns.ReceiveAsync("last");
        Assert.Equal("re: last", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
        Assert.Equal(0, await turns.CountAsync("select count(*) from inbox where state = 'withdrawn' and message is not null"));
    }

    [Fact]
    public async Task A_message_deleted_while_it_is_answered_gets_none()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var begun = new TaskCompletionSource();
        var deleted = new TaskCompletionSource();
        turns.Answering = async (question, _) =>
        {
            if (question.Text == "never mind")
            {
                begun.TrySetResult();
                await deleted.Task;
            }
            return "re: " + question.Text;
        };
        await turns.StartAsync();
        await turns.ReceiveAsync("never mind", id: "m");
        await begun.Task;
        await turns.ReceiveAsync(turns.Message("", id: "m") with { Kind = MessageKind.Withdrawn });
        deleted.SetResult();
        await turns.ReceiveAsync("last");
        Assert.Equal("re: last", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
    }

    [Theory]
    [InlineData(MessageKind.Edited)]
    [InlineData(MessageKind.Withdrawn)]
    public async Task An_edit_or_deletion_of_an_unknown_message_is_ignored(MessageKind kind)
    {
        await using var turns = await TurnsDriver.CreateAsync();
        Assert.Equal(Received.Ignored, await turns.ReceiveAsync(turns.Message("x", id: "unknown") with { Kind = kind }));
        Assert.Equal(0, await turns.CountAsync("select count(*) from inbox"));
    }
}
