using ChatBot.Bot.Channels;
using ChatBot.Storage;
using ChatBot.TestKit.Turns;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class OneTransactionTests
{
    /// <summary>
    /// The end of a turn and the reply are stored together or not at all: where the reply cannot be stored, the turn is taken again.
    /// </summary>
    [Theory]
    [InlineData("question", "re: question")]
    [InlineData("prepared", "as prepared")]
    [InlineData("pair", "PairReply")]
    [InlineData("no pair", "nothing is on trial")]
    [InlineData("poison", "I could not answer this: something went wrong on my side. The admins have been told. Please ask again later.")]
    public async Task A_turn_whose_reply_cannot_be_stored_has_not_ended(string what, string reply)
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:AnswerAttempts", what == "poison" ? "1" : "100"));
        turns.Answering = (question, _) =>
            what == "poison" ? throw new InvalidDataException("poison") : Task.FromResult("re: " + question.Text);
        if (what == "pair")
            turns.AnsweringTwice = (_, _) => Task.FromResult(("one", "another", ""));
        await turns.StartAsync();
        await turns.ReceiveAsync(turns.Message("", "warm") with { Prepared = new NoticeReply("first") });
        await turns.Channel.WaitForAsync(1);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await turns.CountAsync("select count(*) from outbox where finished is null") > 0)
            await Task.Delay(5, limit.Token); // or it would be sent again
        await RenameAsync("outbox", "outbox_gone");

        await turns.ReceiveAsync(
            turns.Message(what) with
            {
                Prepared = what == "prepared" ? new NoticeReply("as prepared") : null,
                WantsPair = what is "pair" or "no pair",
            }
        );
        while (!turns.Log.Entries.Any(entry => entry.Text.StartsWith("Turn ", StringComparison.Ordinal) && entry.Text.Contains(" failed")))
            await Task.Delay(5, limit.Token);
        Assert.Equal(1, await turns.CountAsync("select count(*) from inbox where finished is null"));
        await RenameAsync("outbox_gone", "outbox");

        Assert.Equal(reply, TurnsDriver.Words((await turns.Channel.WaitForAsync(1))[^1]));
        Assert.Equal(0, await turns.CountAsync("select count(*) from inbox where finished is null"));

        Task RenameAsync(string from, string to) =>
            turns.Database.WriteAsync(
                Workspaces.All,
                transaction => transaction.Connection!.ExecuteAsync($"alter table {from} rename to {to}", transaction: transaction)
            );
    }
}
