using System.Text;
using System.Text.Json;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Importing.Running;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.TestKit.Knowledge;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Records.Importing;

/// <summary>Imports tables into a database of its own, of the engine under test.</summary>
internal sealed class ImportDriver(KnowledgeDriver knowledge) : IAsyncDisposable
{
    public KnowledgeDriver Knowledge => knowledge;

    public RecordImports Imports => knowledge.Services.GetRequiredService<RecordImports>();

    public RecordSources Sources => knowledge.Services.GetRequiredService<RecordSources>();

    public static async Task<ImportDriver> StartAsync(string zone = "UTC") =>
        new(await KnowledgeDriver.StartAsync(settings: new KeyValuePair<string, string?>("Records:TimeZone", zone)));

    public string Write(string name, string text) => knowledge.Write(name, text);

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(knowledge.Documents, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Task<RecordReport> ImportAsync(string path, ShapeWishes? wishes = null) => ImportAsync(new TableRequest { Path = path }, wishes);

    public async Task<RecordReport> ImportAsync(
        TableRequest request,
        ShapeWishes? wishes = null,
        IProgress<RecordProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        using var prepared = Imports.Prepare(request, wishes ?? new ShapeWishes(), cancel);
        return (await Imports.RunAsync("default", prepared, progress, cancel)).Report;
    }

    /// <summary>What is stored, by id.</summary>
    public async Task<IReadOnlyDictionary<string, Stored>> RowsAsync()
    {
        await using var connection = await knowledge.Database.OpenAsync("default");
        var rows = await connection.QueryAsync<(string Id, string Title, string Text, string Cells)>(
            "select id, title, text, cells from records where workspace = 'default'"
        );
        return rows.ToDictionary(row => row.Id, row => new Stored(row.Title, row.Text, JsonDocument.Parse(row.Cells).RootElement));
    }

    public static IReadOnlyList<JsonElement> Rejected(RecordReport report) =>
        report.RejectedFile is null ? [] : [.. File.ReadLines(report.RejectedFile).Select(line => JsonDocument.Parse(line).RootElement)];

    public ValueTask DisposeAsync() => knowledge.DisposeAsync();

    /// <summary>A table of requests, one a line.</summary>
    public static string Requests(int from, int count, Func<int, string>? title = null)
    {
        var text = new StringBuilder("request_id,title,category,status,created_at\n");
        for (var i = from; i < from + count; i++)
            text.Append(
                $"REQ-{i:d6},{title?.Invoke(i) ?? $"Printer {i} jams"},{(i % 3 == 0 ? "Hardware" : "Software")},"
                    + $"{(i % 2 == 0 ? "open" : "closed")},2026-10-{1 + i % 28:d2}\n"
            );
        return text.ToString();
    }
}

internal sealed record Stored(string Title, string Text, JsonElement Cells)
{
    public string? this[string column] => Cells.TryGetProperty(column, out var cell) ? cell.ToString() : null;

    public DateTime Date(string column) => DateTime.UnixEpoch.AddSeconds(Cells.GetProperty(column).GetInt64());
}
