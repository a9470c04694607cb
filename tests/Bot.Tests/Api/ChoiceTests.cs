using ChatBot.Answering;
using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Commands;
using ChatBot.Interactions;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Api;

/// <summary>Questions that lead on from an answer, for programs and on the command line.</summary>
public sealed class ChoiceTests
{
    private const string Question = "How do I undo the last commit in Git?";

    private static readonly Choice[] Six = [.. Enumerable.Range(1, 6).Select(n => new Choice($"part {n}", $"What is part {n}?"))];

    [Fact]
    public async Task They_come_with_the_answer_and_are_stored_with_it_and_where_there_are_none_the_field_is_not_there()
    {
        await using var bot = await BotApp.StartAsync(adjust: LeadingAsk.To(Question, Six).Install);

        var answer = await bot.AskAsync(Question);
        Assert.Equal(
            Six.Take(5),
            answer
                .GetProperty("choices")
                .EnumerateArray()
                .Select(choice => new Choice(choice.GetProperty("label").GetString()!, choice.GetProperty("question").GetString()!))
        );
        var stored = await bot.Get<InteractionStore>().FindAsync("default", answer.GetProperty("interactionId").GetString()!);
        Assert.Equal(Six, stored!.Answer.Choices);

        answer = await bot.AskAsync("How do I delete a tag?");
        Assert.False(answer.TryGetProperty("choices", out _));
        stored = await bot.Get<InteractionStore>().FindAsync("default", answer.GetProperty("interactionId").GetString()!);
        Assert.Empty(stored!.Answer.Choices);
    }

    [Theory]
    [InlineData(Outcome.Answered, 5)]
    [InlineData(Outcome.NoAnswer, 5)]
    [InlineData(Outcome.Corrected, 0)]
    [InlineData(Outcome.Blocked, 0)]
    [InlineData(Outcome.Failed, 0)]
    public void What_was_found_or_not_found_leads_on_and_nothing_else(Outcome outcome, int count) =>
        Assert.Equal(count, OfferedChoices.Of(Answer(outcome)).Count);

    [Fact]
    public async Task The_command_line_says_them_and_aligns_tables()
    {
        var printed = new StringWriter { NewLine = "\n" };

        await AskVerb.PrintAsync(printed, AskResponse.Of(Answer(Outcome.NoAnswer) with { Choices = Six[..2] }));

        Assert.Equal("| a   | n |\n|-----|--:|\n| one | 1 |\nOr ask: What is part 1?\nOr ask: What is part 2?\n", printed.ToString());
    }

    private static Answer Answer(Outcome outcome)
    {
        var receipt = new Receipt
        {
            Outcome = outcome,
            Stage = "records",
            Rule = "group",
        };
        return new Answer("i", "| a | n |\n|---|--:|\n| one | 1 |", outcome, 4, 0, [], receipt) { Choices = Six };
    }
}
