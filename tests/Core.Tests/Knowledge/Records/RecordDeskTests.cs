using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Records;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Records;

/// <summary>What is not counted, who is found, and which rows are seen.</summary>
public sealed class RecordDeskTests(RecordQuestionsTests.Shared shared) : IClassFixture<RecordQuestionsTests.Shared>
{
    private static readonly RecordAsker Asker = new(Workspaces.Default);

    /// <summary>Conditions that a query cannot say, or that nothing can meet: silence about half of them would be a wrong number.</summary>
    [Theory]
    [InlineData("How many IT or urgent requests are there?")]
    [InlineData("How many requests were created in May and June?")]
    [InlineData("How many requests were created by Anna Keller?")]
    [InlineData("How many requests without a cost are there?")]
    [InlineData("How many different categories of requests are there?")]
    [InlineData("How many of my requests are pending?")]
    [InlineData("How many requests are pending and overdue?")]
    [InlineData("How many requests are there per second?")]
    [InlineData("How many players were picked #7 in the draft?")]
    [InlineData("How many requests came in the last 99999999 years?")]
    [InlineData("How many requests do I have?")]
    [InlineData("How many requests are assigned to me?")]
    [InlineData("How many requests are assigned?")]
    [InlineData("How many requests came on Mondays?")]
    [InlineData("Which category has more than 200 requests?")]
    [InlineData("Which category has the highest cost?")]
    [InlineData("How many requests did we have at the end of May?")]
    [InlineData("How many requests about headset or wiki?")]
    [InlineData("How many requests are not only in IT?")]
    [InlineData("How many requests of the US are pending?")]
    [InlineData("How do I create a request?")]
    [InlineData("Who approves requests?")]
    [InlineData("What happens to rejected requests?")]
    [InlineData("How long does a pending request take?")]
    public async Task What_a_query_cannot_say_gets_no_number(string question) =>
        Assert.IsNotType<RecordReading.Understood>(await shared.Driver.Desk.ReadAsync(Asker, question, null));

    [Theory]
    [InlineData("03/04/2026", 2)]
    [InlineData("13/04/2026", 1)]
    [InlineData("2026-04-03", 1)]
    public async Task A_date_that_may_be_read_two_ways_is_asked_back(string date, int readings)
    {
        var reading = await shared.Driver.Desk.ReadAsync(Asker, $"How many requests were created on {date}?", null);
        Assert.Equal(readings, reading is RecordReading.Ambiguous ambiguous ? ambiguous.Readings.Count : 1);
        Assert.True(readings > 1 || reading is RecordReading.Understood);
    }

    /// <summary>Words of all kinds in any order: reading them ends, and what is understood can be counted.</summary>
    [Fact]
    public async Task No_row_of_words_is_a_fault()
    {
        string[] words =
        [
            .. global::ChatBot.Language.WordList.Load("record-questions").Words.Select(phrase => phrase.Replace('_', ' ').TrimStart('^')),
            .. RequestTable.Shape.Columns.Select(column => column.Name),
            .. "IT HR pending Berlin REQ-7 #3 requests 0 7 31 99999999999 2026-02-30 31.12.9999 3/4/26".Split(' '),
            .. "May March Q9 week 99 1,5.0 €3 \" ' -".Split(' '),
        ];
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var question = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                if (
                    await shared.Driver.Desk.ReadAsync(Asker, question, i % 2 == 0 ? "How many IT requests?" : null)
                    is RecordReading.Understood read
                )
                {
                    await shared.Driver.Desk.FindAsync(Asker, read.Query);
                    Assert.NotEmpty(RecordWording.Question(read.Query, RequestTable.Shape));
                }
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{question}: {fault}");
            }
        }
    }

    [Fact]
    public async Task Rows_about_something_are_found_by_their_words_within_the_conditions()
    {
        var word = shared.Driver.Table.At(5).ToStored().Title.Split(' ')[0];
        var query = await UnderstoodAsync($"Which IT requests about \"{word}\" are pending?");
        Assert.Equal(word, query.Text);
        var found = await shared.Driver.Desk.FindAsync(Asker, query);
        var truth = RequestTruth.Of(shared.Driver.Table, [query])[0];
        Assert.Equal(truth.Count, found.Count);
    }

    [Fact]
    public async Task Where_no_row_holds_all_words_the_nearest_within_the_conditions_are_named_and_not_counted()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await ImportedRecords.ImportAsync(
            knowledge.Services,
            [
                ImportedRecords.Row("A-1", "Broken laptop screen", "", "IT"),
                ImportedRecords.Row("A-2", "Broken chair", "", "HR"),
                ImportedRecords.Row("A-3", "New chair", "", "IT"),
            ]
        );
        var query = new RecordQuery(ImportedRecords.Source, RecordIntent.List)
        {
            Text = "broken chair",
            Where = [new FacetCondition("Category", ["IT"])],
        };
        var found = await knowledge.Services.GetRequiredService<IRecordDesk>().FindAsync(Asker, query);
        Assert.Equal((0, 0), (found.Count, found.Rows.Count));
        Assert.Equal(["A-1", "A-3"], found.Near.Select(row => row.Id).Order());
    }

    [Fact]
    public async Task Somebody_who_is_stored_as_a_pseudonym_is_found_by_name()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var mark = knowledge.Services.GetRequiredService<PersonMarks>().Of(Workspaces.Default, "Ada  LOVELACE");
        await ImportedRecords.ImportAsync(
            knowledge.Services,
            [new StoredRecord("A-1", "Laptop", "", ["IT", "high", mark]), new StoredRecord("A-2", "Chair", "", ["HR", "low", "u_other"])]
        );
        var desk = knowledge.Services.GetRequiredService<IRecordDesk>();
        var reading = await desk.ReadAsync(Asker, "How many requests does Ada Lovelace have?", null);
        var query = Assert.IsType<RecordReading.Understood>(reading).Query;
        Assert.Equal(1, (await desk.FindAsync(Asker, query)).Count);
        Assert.IsNotType<RecordReading.Understood>(await desk.ReadAsync(Asker, "How many requests does Ada Byron have?", null));
    }

    [Fact]
    public async Task Only_rows_that_the_asker_sees_are_counted_and_a_table_forgotten_and_imported_anew_is_the_new_one()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(
            settings:
            [
                new("Records:Rights:0:Source", "requests.csv"),
                new("Records:Rights:0:Channel", "slack"),
                new("Records:Rights:0:Column", "category"),
                new("Records:Rights:0:Values:0", "hr"),
            ]
        );
        await ImportedRecords.ImportAsync(
            knowledge.Services,
            [ImportedRecords.Row("A-1", "Laptop", "", "IT"), ImportedRecords.Row("A-2", "Chair", "", "HR")]
        );
        var desk = knowledge.Services.GetRequiredService<IRecordDesk>();
        var all = new RecordQuery(ImportedRecords.Source, RecordIntent.Count);
        var slack = new RecordAsker(Workspaces.Default, "slack");
        Assert.Equal(1, (await desk.FindAsync(slack, all)).Count);
        Assert.Empty((await desk.FindAsync(slack, all with { Intent = RecordIntent.Status, Id = "A-1" })).Rows);
        Assert.Equal(0, (await desk.FindAsync(new RecordAsker(Workspaces.Default, "web"), all)).Count);
        Assert.IsType<RecordReading.None>(await desk.ReadAsync(new RecordAsker(Workspaces.Default, "web"), "How many requests?", null));

        await knowledge.Services.GetRequiredService<RecordSources>().ForgetAsync(Workspaces.Default, ImportedRecords.Source);
        await ImportedRecords.ImportAsync(
            knowledge.Services,
            [ImportedRecords.Row("B-1", "Desk", "", "HR"), ImportedRecords.Row("B-2", "Lamp", "", "HR")]
        );
        Assert.Equal(2, (await desk.FindAsync(slack, all)).Count);
    }

    private async Task<RecordQuery> UnderstoodAsync(string question) =>
        Assert.IsType<RecordReading.Understood>(await shared.Driver.Desk.ReadAsync(Asker, question, null)).Query;
}
