using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Records;

/// <summary>Tables beside each other, with names and dates that look like other words.</summary>
public sealed class SeveralTablesTests : IAsyncLifetime
{
    private static readonly RecordAsker Asker = new(Workspaces.Default, "api");

    private static readonly RecordShape Orders = new(
        "order",
        [
            new("order_id", ColumnRole.Id),
            new("customer", ColumnRole.Person) { Rule = CellRule.Keep },
            new("status", ColumnRole.Status),
            new("quantity", ColumnRole.Amount),
            new("order_date", ColumnRole.Date),
        ]
    );

    private static readonly RecordShape Tickets = new(
        "ticket",
        [
            new("ticket_id", ColumnRole.Id),
            new("category", ColumnRole.Category),
            new("status", ColumnRole.Status),
            new("cost", ColumnRole.Amount),
            new("created", ColumnRole.Date),
        ]
    );

    private KnowledgeDriver _knowledge = null!;

    private IRecordDesk Desk => _knowledge.Services.GetRequiredService<IRecordDesk>();

    [Theory]
    [InlineData("How many orders?", 4)]
    [InlineData("How many orders from Customer 1?", 1)]
    [InlineData("How many orders from May & Sons?", 2)]
    [InlineData("total quantity of orders", 4)]
    [InlineData("How many tickets are open?", 1)]
    [InlineData("How many IT tickets?", 2)]
    [InlineData("How many support tickets are closed?", 2)]
    [InlineData("How many tickets were created from 01.05. to 31.05.2026?", 2)]
    [InlineData("How many tickets since 1.6.2026?", 1)]
    public async Task Each_question_is_of_the_table_that_it_names(string question, long count)
    {
        var reading = await Desk.ReadAsync(Asker, question, null);
        if (reading is RecordReading.Ambiguous several)
            Assert.Fail(string.Join(" | ", several.Readings.Select(one => $"{one.Source}: {RecordWording.Understood(one)}")));
        var query = Assert.IsType<RecordReading.Understood>(reading).Query;
        Assert.Equal(count, (await Desk.FindAsync(Asker, query)).Count);
        var again = await Desk.ReadAsync(Asker, RecordWording.Question(query, (await Desk.SourceAsync(Asker, query.Source)).Shape), null);
        Assert.Equal(count, (await Desk.FindAsync(Asker, Assert.IsType<RecordReading.Understood>(again).Query)).Count);
    }

    /// <summary>What another table would answer is no answer.</summary>
    [Theory]
    [InlineData("How many tickets are shipped?")]
    [InlineData("How many orders are in IT?")]
    public async Task What_only_another_table_knows_is_not_counted_there(string question) =>
        Assert.IsNotType<RecordReading.Understood>(await Desk.ReadAsync(Asker, question, null));

    [Fact]
    public async Task Both_readings_of_a_day_keep_since()
    {
        var reading = await Desk.ReadAsync(Asker, "How many tickets since 03/04/2026?", null);
        var dates = Assert.IsType<RecordReading.Ambiguous>(reading).Readings.Select(query => Assert.IsType<DateCondition>(query.Where[0]));
        Assert.Equal(
            [(new DateTime(2026, 4, 3), null), (new DateTime(2026, 3, 4), null)],
            dates.Select(date => (date.From!.Value, date.Before))
        );
    }

    /// <summary>The file is called it_requests.csv, and IT is one of its categories all the same.</summary>
    [Fact]
    public async Task A_value_in_the_files_name_says_which_rows()
    {
        await ImportAsync(
            "/srv/it_requests.csv",
            Tickets with
            {
                Noun = "request",
            },
            [new("R-1", "", "", ["IT", "pending", null, null]), new("R-2", "", "", ["HR", "pending", null, null])]
        );
        var reading = await Desk.ReadAsync(Asker, "How many IT requests are pending?", null);
        Assert.Equal(1, (await Desk.FindAsync(Asker, Assert.IsType<RecordReading.Understood>(reading).Query)).Count);
    }

    /// <summary>Of two people of one name, only the one whose rows are seen.</summary>
    [Fact]
    public async Task What_the_asker_may_not_see_is_not_offered()
    {
        const string question = "How many orders from Smith?";
        await ImportAsync(
            "/srv/deals.csv",
            Orders with
            {
                Noun = "deal",
            },
            [new("1", "", "", ["Ann Smith", "open", 3m, null]), new("2", "", "", ["Bob Smith", "shipped", 5m, null])]
        );
        var deals = question.Replace("orders", "deals");
        Assert.Equal(2, Assert.IsType<RecordReading.Ambiguous>(await Desk.ReadAsync(Asker, deals, null)).Readings.Count);
        var seen = await Desk.ReadAsync(Asker with { Channel = "web" }, deals, null);
        Assert.Equal(["Ann Smith"], Assert.IsType<RecordReading.Ambiguous>(seen).Readings.Select(NameOf));

        static string NameOf(RecordQuery query) => ((FacetCondition)query.Where[0]).Values[0];
    }

    public async Task InitializeAsync()
    {
        _knowledge = await KnowledgeDriver.StartAsync(
            settings:
            [
                new("Records:Rights:0:Source", "deals.csv"),
                new("Records:Rights:0:Channel", "web"),
                new("Records:Rights:0:Column", "status"),
                new("Records:Rights:0:Values:0", "open"),
                new("Records:Rights:1:Source", "deals.csv"),
                new("Records:Rights:1:Channel", "api"),
            ]
        );
        await ImportAsync(
            "/srv/orders.csv",
            Orders,
            [
                new("1", "", "", ["Customer 1", "shipped", 3m, new DateTime(2026, 5, 2)]),
                new("2", "", "", ["Customer 15", "open", 5m, new DateTime(2026, 5, 3)]),
                new("3", "", "", ["May & Sons", "open", 1m, new DateTime(2026, 1, 3)]),
                new("4", "", "", ["May & Sons", "open", 1m, new DateTime(2026, 1, 4)]),
            ]
        );
        await ImportAsync(
            "/srv/support_tickets.csv",
            Tickets,
            [
                new("T-1", "", "", ["IT", "open", 10m, new DateTime(2026, 5, 1)]),
                new("T-2", "", "", ["IT", "closed", 20m, new DateTime(2026, 5, 31)]),
                new("T-3", "", "", ["HR", "closed", 30m, new DateTime(2026, 6, 1)]),
            ]
        );
    }

    public async Task DisposeAsync() => await _knowledge.DisposeAsync();

    private async Task ImportAsync(string source, RecordShape shape, StoredRecord[] rows)
    {
        var store = _knowledge.Services.GetRequiredService<RecordStore>();
        var run = await store.BeginAsync(Workspaces.Default, source, shape, "1");
        var report = new RecordReport(rows.Length, rows.Length, 0, 0, 0, 0, null, []);
        await store.WriteAsync(run, shape, rows, rows.Length, _ => report);
        await store.EndAsync(run, _ => report);
    }
}
