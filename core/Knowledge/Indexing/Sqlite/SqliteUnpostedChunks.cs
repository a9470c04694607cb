using ChatBot.Knowledge.Indexing.Postings;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>Makes the postings of chunks that an older version indexed.</summary>
internal sealed class SqliteUnpostedChunks(IDatabase database) : IRowUpgrade
{
    public Task<int> RunAsync(int count, CancellationToken cancel) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var chunks = (
                    await transaction.Connection!.QueryAsync<(
                        long Id,
                        string Workspace,
                        string Title,
                        string Body,
                        string Names,
                        long Length
                    )>(
                        new CommandDefinition(
                            """
                            select c.id, c.workspace, t.title, t.body, t.names, c.length
                            from unposted_chunks u join chunks c on c.id = u.id join chunk_terms t on t.id = u.id
                            order by u.id limit @count
                            """,
                            new { count },
                            transaction,
                            cancellationToken: cancel
                        )
                    )
                ).AsList();
                foreach (var workspace in chunks.GroupBy(chunk => chunk.Workspace, StringComparer.Ordinal))
                {
                    var postings = new GatheredPostings();
                    foreach (var chunk in workspace)
                        postings.Add(chunk.Id, new ChunkTerms(chunk.Title, chunk.Body, chunk.Names, (int)chunk.Length));
                    new SqlitePostings(transaction, workspace.Key).Add(postings);
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
