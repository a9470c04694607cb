using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Counting;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Language;
using ChatBot.Storage;

namespace ChatBot.Knowledge.Records.Searching;

/// <summary>
/// Rows that come nearest to a text where none holds all of its words: those that hold the most of them, by meaning where it is known.
/// </summary>
internal sealed class NearRows(IDatabase database, IRecordStorage storage, RecordRows rows, RecordMeanings meanings)
{
    private const int Shown = 3;

    /// <summary>Words of a long text that are looked for.</summary>
    private const int MostTerms = 12;

    /// <param name="mask">The rows that count; without the text.</param>
    public async Task<IReadOnlyList<FoundRecord>> FindAsync(
        RecordTable table,
        RowMask mask,
        string text,
        CancellationToken cancel = default
    )
    {
        var hits = await HitsAsync(table, mask, text, cancel);
        var best = hits.OrderByDescending(hit => hit.Value)
            .ThenByDescending(hit => hit.Key)
            .Take(RecordMeanings.Pool)
            .Select(hit => hit.Key);
        var found = await rows.ReadAsync(table.Source, [.. best], cancel);
        var matches = found.Select(row => new RecordMatch(table.Source, row.Id, row.Title, row.Text, 0)).ToList();
        var ordered = await meanings.OrderAsync(text, matches, cancel);
        var byId = found.ToDictionary(row => row.Id, StringComparer.Ordinal);
        return [.. ordered.Take(Shown).Select(match => byId[match.Id])];
    }

    /// <summary>By key, how many of the words a row holds.</summary>
    private async Task<Dictionary<long, int>> HitsAsync(RecordTable table, RowMask mask, string text, CancellationToken cancel)
    {
        var hits = new Dictionary<long, int>();
        await using var connection = await database.OpenAsync(table.Source.Workspace, cancel);
        foreach (var term in TextAnalyzer.Terms(text).Where(term => !term.IsStopWord).Select(term => term.Term).Distinct().Take(MostTerms))
        foreach (var key in await storage.FindAsync(connection, table.Source, [term], all: true, cancel))
            if (Array.BinarySearch(table.Keys, key) is >= 0 and var row && mask.Rows[row])
                hits[key] = hits.GetValueOrDefault(key) + 1;
        return hits;
    }
}
