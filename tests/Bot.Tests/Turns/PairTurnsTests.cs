using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.TestKit.Turns;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>Turns that want two answers to compare, and how they are asked for.</summary>
public sealed class PairTurnsTests
{
    [Theory]
    [InlineData("compare: What is a tag?", "What is a tag?")]
    [InlineData("  /COMPARE :What is a tag?\nAnd why? ", "What is a tag?\nAnd why?")]
    [InlineData("Compare:", "")]
    [InlineData("compare what is a tag", null)]
    [InlineData("comparison: what is a tag", null)]
    [InlineData("Please compare: a and b", null)]
    public void A_pair_is_asked_for_by_one_word_and_a_colon_in_front(string text, string? question) =>
        Assert.Equal(question, BlindPair.QuestionIn(text));

    [Fact]
    public async Task What_fails_while_it_is_answered_twice_is_tried_again_and_shown_once()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var attempts = 0;
        turns.AnsweringTwice = (_, _) =>
            ++attempts == 1 ? throw new InvalidOperationException("once") : Task.FromResult(("one", "another", ""));
        await turns.StartAsync();
        await turns.ReceiveAsync(turns.Message("What is a tag?") with { WantsPair = true });
        await turns.ReceiveAsync("last");

        var arrived = await turns.Channel.WaitForAsync(2);
        Assert.Equal(["PairReply", "re: last"], arrived.Select(TurnsDriver.Words));
        var pair = ((PairReply)arrived[0].Reply).PairId;
        Assert.Equal(1, await turns.CountAsync($"select count(*) from outbox where subject = 'pair' and subject_id = '{pair}'"));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_comparison_that_becomes_a_question_while_it_is_made_is_thrown_away_and_the_question_answered()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var begun = new TaskCompletionSource();
        var edited = new TaskCompletionSource();
        turns.AnsweringTwice = async (_, _) =>
        {
            begun.TrySetResult();
            await edited.Task;
            return ("one", "another", "");
        };
        await turns.StartAsync();
        await turns.ReceiveAsync(turns.Message("What is a tag?", id: "m") with { WantsPair = true });
        await begun.Task;
        Assert.Equal(Received.Applied, await turns.ReceiveAsync(turns.Message("new", id: "m") with { Kind = MessageKind.Edited }));
        edited.SetResult();
        Assert.Equal("re: new", TurnsDriver.Words(Assert.Single(await turns.Channel.WaitForAsync(1))));
    }
}
