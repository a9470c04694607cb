using ChatBot.Answering;
using ChatBot.Answering.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Storage;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Records;

namespace ChatBot.Core.Tests.Answering.Records;

/// <summary>What is said of rows: figures with what was understood, and words where there is no figure.</summary>
public sealed class RecordAnswersTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    private const string Half = "How many flimsy IT requests are there?";

    [Theory]
    [InlineData("How many IT requests are pending?", RecordIntent.Count)]
    [InlineData("Which IT requests are pending?", RecordIntent.List)]
    [InlineData("How many requests by office?", RecordIntent.Group)]
    [InlineData("Which office has the most requests?", RecordIntent.MostCommon)]
    [InlineData("The newest 3 requests", RecordIntent.Newest)]
    [InlineData("What is the average cost of HR requests?", RecordIntent.Average)]
    [InlineData("What is the total cost of requests by office?", RecordIntent.Sum)]
    [InlineData("How many requests per month?", RecordIntent.Trend)]
    [InlineData("What is the status of REQ-000007?", RecordIntent.Status)]
    public async Task Every_answer_is_short_cites_what_was_understood_and_keeps_its_query(string question, RecordIntent intent)
    {
        var answer = await AskAsync(new Question(question));
        Assert.Equal(Outcome.Answered, answer.Outcome);
        Assert.InRange(answer.Words, 1, 100);
        Assert.Contains("[1]", answer.Text);
        Assert.StartsWith("requests", Assert.Single(answer.Sources).Title.Replace("all ", ""));
        Assert.Equal(intent, answer.Receipt.Records!.Intent);
        Assert.All(answer.Choices, choice => Assert.NotEmpty(choice.Question));
        Assert.Equal(answer.Receipt.Records.Intent, WireJson.Read<Receipt>(WireJson.Write(answer.Receipt)).Records!.Intent);
    }

    [Fact]
    public async Task A_question_that_goes_on_is_of_the_one_before_it()
    {
        var first = await AskAsync(new Question("How many IT requests are pending?"));
        var next = await AskAsync(new Question("and the resolved ones?") { Earlier = first.Receipt.StandaloneQuestion });
        Assert.Equal("category = IT, status = resolved", RecordWording.Understood(next.Receipt.Records!));
    }

    [Fact]
    public async Task What_is_half_understood_gets_no_number_but_says_which_half()
    {
        var answer = await AskAsync(new Question(Half));
        Assert.Equal((Outcome.NoAnswer, "records:partly"), (answer.Outcome, answer.Receipt.Rule));
        Assert.Contains("“flimsy”", answer.Text);
        Assert.Contains("category = IT", answer.Text);
        Assert.DoesNotContain(answer.Text, char.IsAsciiDigit);
    }

    [Theory]
    [InlineData("""{"intent": "count", "where": [{"column": "category", "values": ["it"]}, {"column": "cost", "most": 50}]}""", true)]
    [InlineData("""Sure: {"intent": "group", "by": "office"} done""", true)]
    [InlineData("""{"intent": "count", "where": [{"column": "category", "values": ["Marketing"]}]}""", false)]
    [InlineData("""{"intent": "count", "where": [{"column": "secret", "values": ["IT"]}]}""", false)]
    [InlineData("""{"intent": "count", "where": [{"column": "created_at", "from": "soon"}]}""", false)]
    [InlineData("""{"intent": "average", "of": "category"}""", false)]
    [InlineData("""{"intent": "group"}""", false)]
    [InlineData("""{"intent": "drop table records"}""", false)]
    [InlineData("{}", false)]
    [InlineData("no idea", false)]
    public async Task What_a_model_proposes_is_checked_and_asked_back(string reply, bool fits)
    {
        var proposals = new ModelProposals(new ScriptedChatModel(reply), fixture.Desk, TimeProvider.System, TimeSpan.FromMinutes(1));
        var answer = await AskAsync(new Question(Half), proposals);
        Assert.Equal(Outcome.NoAnswer, answer.Outcome);
        Assert.Equal(fits ? "records:ask-back" : "records:partly", answer.Receipt.Rule);
        if (fits)
            Assert.IsType<RecordReading.Understood>(
                await fixture.Desk.ReadAsync(new RecordAsker(Workspaces.Default), Assert.Single(answer.Choices).Question, null)
            );
    }

    [Fact]
    public async Task A_model_that_does_not_answer_in_time_proposes_nothing()
    {
        var slow = new ScriptedChatModel("""{"intent": "count"}""") { Pause = TimeSpan.FromMinutes(5) };
        var answer = await AskAsync(
            new Question(Half),
            new ModelProposals(slow, fixture.Desk, TimeProvider.System, TimeSpan.FromSeconds(0.1))
        );
        Assert.Equal("records:partly", answer.Receipt.Rule);
        Assert.Single(slow.Requests);
    }

    [Fact]
    public void Marks_in_cells_draw_nothing()
    {
        Assert.Equal("a b bc d", GroupTable.Plain("a|b *b*c\n[d]").Replace("  ", " ").Trim());
        Assert.DoesNotContain('<', GroupTable.Plain("<script>"));
    }

    private Task<Answer> AskAsync(Question question, IRecordProposals? proposals = null)
    {
        var builder = new AnswererBuilder(new InMemoryIndex()).With(fixture.Desk);
        return (proposals is null ? builder : builder.With(proposals)).Build().AnswerAsync(question);
    }
}

/// <summary>The generated table on the real desk.</summary>
public sealed class TableFixture : IAsyncLifetime
{
    private TableDriver _driver = null!;

    public IRecordDesk Desk => _driver.Desk;

    public async Task InitializeAsync() => _driver = await TableDriver.StartAsync(500);

    public async Task DisposeAsync() => await _driver.DisposeAsync();
}
