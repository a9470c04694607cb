using System.Data.Common;
using System.Runtime.InteropServices;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// The vectors that a graph is built over, in the order of their ids and in pages: a build takes minutes, and a reader that stays open
/// holds back the database's log.
/// </summary>
internal sealed class GraphSource(IDatabase database, string workspace, string embedder)
{
    private const int Page = 2_000;

    /// <param name="until">The highest id wanted.</param>
    public async Task EachAsync(Action<long, ReadOnlyMemory<float>> each, long until, CancellationToken cancel)
    {
        for (var last = 0L; ; )
        {
            var page = await PageAsync(last, until, cancel);
            await Task.Run(
                () =>
                {
                    foreach (var (id, embedding) in page)
                    {
                        cancel.ThrowIfCancellationRequested();
                        each(id, MemoryMarshal.Cast<byte, float>(embedding).ToArray());
                    }
                },
                cancel
            );
            if (page.Count < Page)
                return;
            last = page[^1].Id;
        }
    }

    /// <summary>One of them; null where it is not there any more.</summary>
    public float[]? Find(DbConnection connection, long id) =>
        connection.QuerySingleOrDefault<byte[]>(
            "select embedding from chunk_embeddings where chunk_id = @id and embedder = @embedder",
            new { id, embedder }
        )
            is { } stored
            ? MemoryMarshal.Cast<byte, float>(stored).ToArray()
            : null;

    private async Task<List<(long Id, byte[] Embedding)>> PageAsync(long after, long until, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return (
            await connection.QueryAsync<(long, byte[])>(
                new CommandDefinition(
                    """
                    select chunk_id, embedding from chunk_embeddings
                    where chunk_id > @after and chunk_id <= @until and workspace = @workspace and embedder = @embedder
                    order by chunk_id limit @Page
                    """,
                    new
                    {
                        after,
                        until,
                        workspace,
                        embedder,
                        Page,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }
}
