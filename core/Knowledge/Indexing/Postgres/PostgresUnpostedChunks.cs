using ChatBot.Knowledge.Indexing.Postings;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing.Postgres;

/// <summary>Makes the postings of chunks that an older version indexed, or that were moved here before they had any.</summary>
internal sealed class PostgresUnpostedChunks(IDatabase database) : IRowUpgrade
{
    /// <summary>Nobody waits for a lock meanwhile, and a term's last block is written once for all chunks of a batch.</summary>
    private const int Larger = 20;

    public Task<int> RunAsync(int count, CancellationToken cancel) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                // Instances that start together take turns.
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "set local statement_timeout = 0; lock table unposted_chunks in share row exclusive mode",
                        transaction: transaction,
                        cancellationToken: cancel
                    )
                );
                var chunks = (
                    await transaction.Connection!.QueryAsync<(
                        long Id,
                        string Workspace,
                        string Title,
                        string Body,
                        string Names,
                        int Length
                    )>(
                        new CommandDefinition(
                            """
                            select c.id, c.workspace, c.title_terms, c.body_terms, c.name_terms, c.length
                            from unposted_chunks u join chunks c on c.id = u.id order by u.id limit @Most
                            """,
                            new { Most = count * Larger },
                            transaction,
                            cancellationToken: cancel
                        )
                    )
                ).AsList();
                foreach (var workspace in chunks.GroupBy(chunk => chunk.Workspace, StringComparer.Ordinal))
                {
                    var postings = new GatheredPostings();
                    foreach (var chunk in workspace)
                        postings.Add(chunk.Id, new ChunkTerms(chunk.Title, chunk.Body, chunk.Names, chunk.Length));
                    await new PostgresPostings(transaction, workspace.Key).AddAsync(postings, cancel);
                }
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        chunks.Count == 0 ? "delete from unposted_chunks" : "delete from unposted_chunks where id <= @Last",
                        new { Last = chunks.LastOrDefault().Id },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                return chunks.Count;
            },
            cancel
        );
}
