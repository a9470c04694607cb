using System.Data.Common;
using ChatBot.Knowledge.Indexing.Postings;
using Dapper;

namespace ChatBot.Knowledge.Indexing.Postgres;

/// <summary>
/// Adds and removes the postings of chunks within a transaction, a few statements for all of them. There is no other writer of the
/// workspace meanwhile: see <see cref="PostgresChunkStorage.BeginAsync"/>.
/// </summary>
internal sealed class PostgresPostings(DbTransaction transaction, string workspace)
{
    /// <summary>Terms of one statement, so that no message grows with the batch.</summary>
    private const int AtOnce = 10_000;

    /// <summary>Writes postings behind what their terms have; the chunks are newer than all that is there.</summary>
    public async Task AddAsync(GatheredPostings gathered, CancellationToken cancel = default)
    {
        foreach (var part in gathered.ByTerm.Chunk(AtOnce))
        {
            var last = (
                await transaction.Connection!.QueryAsync<(string Term, long First, byte[] Data)>(
                    new CommandDefinition(
                        """
                        select sought.term, last.first, last.data
                        from unnest(@Terms) as sought(term) cross join lateral (
                            select first, data from postings p where p.workspace = @workspace and p.term = sought.term
                            order by first desc limit 1) last
                        """,
                        new { workspace, Terms = part.Select(pair => pair.Key).ToArray() },
                        transaction,
                        cancellationToken: cancel
                    )
                )
            ).ToDictionary(block => block.Term, block => (block.First, block.Data), StringComparer.Ordinal);
            await WriteAsync(
                [
                    .. part.SelectMany(pair =>
                        PostingBlock
                            .Continue(last.TryGetValue(pair.Key, out var block) ? block : null, pair.Value)
                            .Select(made => (pair.Key, made.First, made.Data))
                    ),
                ],
                cancel
            );
        }
    }

    /// <summary>Takes postings out again; the chunks were added together, so their ids lie close.</summary>
    public async Task RemoveAsync(GatheredPostings gathered, CancellationToken cancel = default)
    {
        foreach (var part in gathered.ByTerm.Chunk(AtOnce))
        {
            var holding = await transaction.Connection!.QueryAsync<(string Term, long First, byte[] Data)>(
                new CommandDefinition(
                    """
                    select gone.term, p.first, p.data
                    from unnest(@Terms, @Lowest, @Highest) as gone(term, lowest, highest) join postings p
                        on p.workspace = @workspace and p.term = gone.term and p.first <= gone.highest
                        and p.first >= coalesce((select max(first) from postings before where before.workspace = @workspace
                            and before.term = gone.term and before.first <= gone.lowest), gone.lowest)
                    """,
                    new
                    {
                        workspace,
                        Terms = part.Select(pair => pair.Key).ToArray(),
                        Lowest = part.Select(pair => pair.Value[0].ChunkId).ToArray(),
                        Highest = part.Select(pair => pair.Value[^1].ChunkId).ToArray(),
                    },
                    transaction,
                    cancellationToken: cancel
                )
            );
            var gone = part.ToDictionary(pair => pair.Key, pair => pair.Value.Select(posting => posting.ChunkId).ToHashSet());
            var left = holding
                .Select(block => (block.Term, block.First, Data: PostingBlock.Without(block.Data, block.First, gone[block.Term])))
                .ToLookup(block => block.Data.Length > 0);
            await WriteAsync([.. left[true]], cancel);
            await DeleteAsync([.. left[false]], cancel);
        }
    }

    private Task WriteAsync(IReadOnlyList<(string Term, long First, byte[] Data)> blocks, CancellationToken cancel) =>
        ExecuteAsync(
            """
            insert into postings (workspace, term, first, data)
            select @workspace, term, first, data from unnest(@Terms, @Firsts, @Blocks) as block(term, first, data)
            on conflict (workspace, term, first) do update set data = excluded.data
            """,
            blocks,
            cancel
        );

    private Task DeleteAsync(IReadOnlyList<(string Term, long First, byte[] Data)> blocks, CancellationToken cancel) =>
        ExecuteAsync(
            """
            delete from postings p using unnest(@Terms, @Firsts) as block(term, first)
            where p.workspace = @workspace and p.term = block.term and p.first = block.first
            """,
            blocks,
            cancel
        );

    private async Task ExecuteAsync(string sql, IReadOnlyList<(string Term, long First, byte[] Data)> blocks, CancellationToken cancel)
    {
        if (blocks.Count > 0)
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    sql,
                    new
                    {
                        workspace,
                        Terms = blocks.Select(block => block.Term).ToArray(),
                        Firsts = blocks.Select(block => block.First).ToArray(),
                        Blocks = blocks.Select(block => block.Data).ToArray(),
                    },
                    transaction,
                    cancellationToken: cancel
                )
            );
    }
}
