using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Knowledge;

/// <summary>A small table of requests, imported as any other is.</summary>
public static class ImportedRecords
{
    public const string Source = "/srv/tables/requests.csv";

    public static RecordShape Requests { get; } =
        new(
            "request",
            [
                new("id", ColumnRole.Id),
                new("title", ColumnRole.Title),
                new("details", ColumnRole.Text),
                new("Category", ColumnRole.Category) { AlsoCalled = ["team"] },
                new("priority", ColumnRole.Category),
                new("owner", ColumnRole.Person) { Rule = CellRule.Hash },
            ]
        );

    public static StoredRecord Row(string id, string title, string text, string? category, string? priority = null) =>
        new(id, title, text, [category, priority, null]);

    /// <param name="ends">False for an import that is interrupted before it has ended.</param>
    public static async Task ImportAsync(
        IServiceProvider services,
        IReadOnlyList<StoredRecord> rows,
        string source = Source,
        string workspace = Workspaces.Default,
        bool ends = true
    )
    {
        var store = services.GetRequiredService<RecordStore>();
        var run = await store.BeginAsync(workspace, source, Requests, "1");
        await store.WriteAsync(run, Requests, rows, rows.Count, _ => Report(rows.Count));
        if (ends)
            await store.EndAsync(run, _ => Report(rows.Count));
    }

    /// <summary>One row more was read than stored.</summary>
    private static RecordReport Report(int rows) =>
        new(
            rows + 1,
            rows,
            0,
            0,
            0,
            1,
            "/srv/data/rejected/requests.csv",
            [
                new ColumnReport("details", ColumnRole.Text, CellRule.Redact, new Dictionary<string, long> { ["email"] = 3 }, 0),
                new ColumnReport("owner", ColumnRole.Person, CellRule.Hash, new Dictionary<string, long>(), rows),
            ]
        );
}
