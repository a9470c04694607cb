using ChatBot.Knowledge.Indexing.Postings;
using Npgsql;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>Reads the blocks of a search's terms, all by one statement; used by one search at a time.</summary>
internal sealed class PostgresPostingReader
{
    /// <summary>
    /// Blocks of a term that is in more chunks than one search adds up; those of so common a term hold two hundred postings.
    /// </summary>
    private const long MostBlocks = PostingScan.Most / 100;

    private const string Blocks = """
        select sought.place, block.first, block.data
        from unnest($2) with ordinality as sought(term, place) cross join lateral (
            select first, data from postings p where p.workspace = $1 and p.term = sought.term order by first desc limit $3) block
        """;

    private readonly PostingScan _scan = new();
    private readonly byte[] _data = new byte[PostingBlock.Largest];

    /// <inheritdoc cref="PostingScan.Best"/>
    public async ValueTask<long[]> BestAsync(
        NpgsqlConnection connection,
        string workspace,
        IReadOnlyDictionary<string, long> frequencies,
        IndexTotals totals,
        int count,
        string? category,
        CancellationToken cancel
    )
    {
        var terms = PostingScan.Chosen(frequencies).ToArray();
        if (terms.Length == 0)
            return [];
        _scan.Begin();
        var idfs = Array.ConvertAll(terms, term => SearchTerms.IdfOf(totals, frequencies[term]));
        await using var command = new NpgsqlCommand(Blocks, connection)
        {
            Parameters =
            {
                new() { Value = workspace },
                new() { Value = terms },
                new() { Value = MostBlocks },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancel);
        for (var left = PostingScan.Most; left > 0 && await row.ReadAsync(cancel); )
        {
            var length = (int)row.GetBytes(2, 0, _data, 0, _data.Length);
            left -= _scan.Add(_data.AsSpan(0, length), row.GetInt64(1), idfs[row.GetInt64(0) - 1], totals.AverageLength);
        }
        return [.. _scan.Best(count, category)];
    }
}
