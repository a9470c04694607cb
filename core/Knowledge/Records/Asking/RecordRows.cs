using System.Text.Json;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>Rows by their ids, their words and their keys, out of the database.</summary>
internal sealed class RecordRows(IDatabase database, IRecordStorage storage)
{
    private const int SomeIds = 500;

    /// <summary>Ids from the beginning and the end of a source.</summary>
    public async Task<IReadOnlyList<string>> SomeIdsAsync(RecordSource source, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        var ids = new List<string>();
        foreach (var order in (string[])["key", "key desc"])
            ids.AddRange(
                await connection.QueryAsync<string>(
                    new CommandDefinition(
                        $"select id from records where workspace = @Workspace and source = @Key order by {order} limit {SomeIds}",
                        new { source.Workspace, source.Key },
                        cancellationToken: cancel
                    )
                )
            );
        return ids;
    }

    /// <summary>From folded ids to the ids that the source has; of several with the same one the first.</summary>
    public async Task<IReadOnlyDictionary<string, string>> IdsAsync(
        RecordSource source,
        string[] folded,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        var found = await connection.QueryAsync<(string Folded, string Id)>(
            new CommandDefinition(
                "select folded, id from records where workspace = @Workspace and source = @Key and "
                    + $"{database.Sql.IsOneOf("folded", "folded")} order by key",
                new
                {
                    source.Workspace,
                    source.Key,
                    folded,
                },
                cancellationToken: cancel
            )
        );
        return found.DistinctBy(row => row.Folded).ToDictionary(row => row.Folded, row => row.Id, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<long>> KeysAsync(RecordSource source, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        return (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    "select key from records where workspace = @Workspace and source = @Key and id = @id",
                    new
                    {
                        source.Workspace,
                        source.Key,
                        id,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    /// <summary>Keys of the rows that hold every word of a text that can be searched for, in order.</summary>
    public async Task<IReadOnlyList<long>> HoldingAsync(RecordSource source, string text, CancellationToken cancel = default)
    {
        var terms = TextAnalyzer.Terms(text).Where(term => !term.IsStopWord).Select(term => term.Term).Distinct().ToList();
        if (terms.Count == 0)
            return [];
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        return await storage.FindAsync(connection, source, terms, all: true, cancel);
    }

    /// <summary>The rows with these keys, in their order.</summary>
    public async Task<IReadOnlyList<FoundRecord>> ReadAsync(RecordSource source, long[] keys, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    $"select key, id, title, text, cells from records where {ByKey.Among(database.Sql)}",
                    new { source.Workspace, keys },
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(row => row.Key);
        return [.. keys.Where(rows.ContainsKey).Select(key => Found(rows[key], source.Shape))];
    }

    private static FoundRecord Found(Row row, RecordShape shape)
    {
        var cells = new Dictionary<string, object>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(row.Cells);
        foreach (var column in shape.Counted)
            if (json.RootElement.TryGetProperty(column.Name, out var cell))
                switch (column.Role)
                {
                    case ColumnRole.Date when cell.ValueKind == JsonValueKind.Number && cell.TryGetInt64(out var seconds):
                        cells[column.Name] = RecordCells.Date(seconds);
                        break;
                    case ColumnRole.Amount when cell.ValueKind == JsonValueKind.Number && cell.TryGetDecimal(out var amount):
                        cells[column.Name] = amount;
                        break;
                    default:
                        if (cell.ValueKind == JsonValueKind.String)
                            cells[column.Name] = cell.GetString()!;
                        break;
                }
        return new FoundRecord(row.Id, row.Title, row.Text, cells);
    }

    private sealed class Row
    {
        public long Key { get; init; }
        public string Id { get; init; } = "";
        public string Title { get; init; } = "";
        public string Text { get; init; } = "";
        public string Cells { get; init; } = "{}";
    }
}
