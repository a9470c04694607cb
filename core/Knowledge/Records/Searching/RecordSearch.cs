using System.Data.Common;
using System.Text.Json;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Records.Searching;

/// <summary>
/// Finds rows by words: among those that the asker may see and whose facets fit, the ones that hold the most of what was asked for, rare
/// words more than common ones.
/// </summary>
public sealed class RecordSearch(
    IDatabase database,
    IRecordStorage storage,
    RecordSources sources,
    RecordRights rights,
    RecordMeanings meanings
)
{
    /// <summary>Words of a pasted page that are looked for; more find nothing better.</summary>
    private const int MostTerms = 50;

    /// <summary>Rows that are read at a time.</summary>
    private const int Batch = 500;

    /// <param name="filters">By column, in any case: a row has all of these values; a source without such a facet has no such row.</param>
    /// <returns>The most alike first.</returns>
    public async Task<IReadOnlyList<RecordMatch>> FindAsync(
        RecordAsker asker,
        string query,
        IReadOnlyDictionary<string, string> filters,
        int count,
        CancellationToken cancel = default
    )
    {
        var terms = TextAnalyzer.Terms(query).Where(term => !term.IsStopWord).Select(term => term.Term).Distinct().Take(MostTerms).ToList();
        if (terms.Count == 0 || count <= 0)
            return [];
        var found = new List<RecordMatch>();
        foreach (var source in await sources.ListAsync(asker.Workspace, cancel))
            if (Wanted(asker, source, filters) is { } wanted)
                found.AddRange(await FindAsync(source, terms, wanted, Math.Max(count, RecordMeanings.Pool), cancel));
        var best = found.OrderByDescending(match => match.Similarity).Take(Math.Max(count, RecordMeanings.Pool)).ToList();
        return [.. (await meanings.OrderAsync(query, best, cancel)).Take(count)];
    }

    /// <summary>Tells by its cells whether a row counts; null where none of the source does.</summary>
    private Func<IReadOnlyDictionary<string, string>, bool>? Wanted(
        RecordAsker asker,
        RecordSource source,
        IReadOnlyDictionary<string, string> filters
    )
    {
        var seen = rights.Of(asker, source);
        if (source.Version == 0 || seen.IsNothing)
            return null;
        var conditions = new List<FacetCondition>();
        foreach (var (name, value) in filters)
        {
            var facet = source.Shape.Columns.FirstOrDefault(column =>
                column.IsFacet && column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
            if (facet is null)
                return null;
            conditions.Add(new FacetCondition(facet.Name, [value]));
        }
        return cells => seen.Shows(cells) && conditions.TrueForAll(condition => RowsSeen.Meets(cells, condition));
    }

    private async Task<IReadOnlyList<RecordMatch>> FindAsync(
        RecordSource source,
        List<string> terms,
        Func<IReadOnlyDictionary<string, string>, bool> isWanted,
        int most,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        var shares = await SharesAsync(connection, source, terms, cancel);
        var found = new List<RecordMatch>();
        // Only rows that may be among the best are read, the best first.
        foreach (var keys in shares.OrderByDescending(row => row.Value).ThenBy(row => row.Key).Select(row => row.Key).Chunk(Batch))
        {
            found.AddRange(
                (await ReadAsync(connection, source, keys, cancel))
                    .Where(row => isWanted(Facets(row.Cells)))
                    .OrderByDescending(row => shares[row.Key])
                    .ThenBy(row => row.Key)
                    .Select(row => new RecordMatch(source, row.Id, row.Title, row.Text, shares[row.Key]))
            );
            if (found.Count >= most)
                break;
        }
        return found;
    }

    /// <summary>By row, the share of the terms that it holds: a term weighs the more the fewer rows have it.</summary>
    private async Task<Dictionary<long, double>> SharesAsync(
        DbConnection connection,
        RecordSource source,
        List<string> terms,
        CancellationToken cancel
    )
    {
        var shares = new Dictionary<long, double>();
        var total = 0.0;
        foreach (var term in terms)
        {
            var keys = await storage.FindAsync(connection, source, [term], all: true, cancel);
            var weight = Math.Log(1 + (double)(source.Rows + 1) / (keys.Count + 1));
            total += weight;
            foreach (var key in keys)
                shares[key] = shares.GetValueOrDefault(key) + weight;
        }
        foreach (var key in shares.Keys)
            shares[key] /= total;
        return shares;
    }

    private async Task<List<Row>> ReadAsync(DbConnection connection, RecordSource source, long[] keys, CancellationToken cancel) =>
        (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    $"select key, id, title, text, cells from records where {ByKey.Among(database.Sql)}",
                    new { source.Workspace, keys },
                    cancellationToken: cancel
                )
            )
        ).AsList();

    /// <summary>Facets are the texts among the cells.</summary>
    private static Dictionary<string, string> Facets(string cells)
    {
        using var json = JsonDocument.Parse(cells);
        return json
            .RootElement.EnumerateObject()
            .Where(cell => cell.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(cell => cell.Name, cell => cell.Value.GetString()!, StringComparer.Ordinal);
    }

    private sealed record Row
    {
        public long Key { get; init; }
        public string Id { get; init; } = "";
        public string Title { get; init; } = "";
        public string Text { get; init; } = "";
        public string Cells { get; init; } = "";
    }
}

/// <summary>A row that was found by words.</summary>
/// <param name="Similarity">0 to 1.</param>
public sealed record RecordMatch(RecordSource Source, string Id, string Title, string Text, double Similarity)
{
    /// <summary>Names the row: <c>records:requests.csv#REQ-1</c>.</summary>
    public string Uri => $"records:{Source.FileName}#{Id}";

    /// <summary>What the row is called where it has no title of its own.</summary>
    public string Name => Title.Length > 0 ? Title : $"{Source.Shape.Noun} {Id}";
}
