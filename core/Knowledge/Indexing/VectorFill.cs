using System.Collections.Concurrent;
using System.Data.Common;
using ChatBot.Embedding;
using ChatBot.Knowledge.Chunking;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <param name="Chunks">Passages that got their vectors so far, of <paramref name="TotalChunks"/> that lacked them.</param>
public readonly record struct VectorProgress(int Chunks, int TotalChunks);

/// <summary>
/// Makes the vectors that follow the words: of every chunk, and of each of its sentences. What is missing is asked of the database each
/// time, so a run may be killed at any point and the next goes on. Searches use an embedder's vectors once all chunks have theirs: then
/// it takes over from the one before, whose vectors go in the same transaction.
/// </summary>
public sealed class VectorFill(IDatabase database, IVectorStorage vectors, Embedder embedder)
{
    /// <summary>
    /// Chunks that are taken at once: enough to find texts of like length among them, few enough to lose little when killed.
    /// </summary>
    private const int Batch = 64;

    /// <summary>Where another instance has the last ones in hand, until the next look.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _served = new(StringComparer.Ordinal);

    /// <summary>The indexes as they were when nothing was missing; every change of documents or embedder raises a version.</summary>
    private volatile IReadOnlyList<Index> _settled = [];

    /// <summary>Chunks of all workspaces that lack vectors of the embedder in use.</summary>
    public async Task<long> PendingAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        return _settled.SequenceEqual(await IndexesAsync(connection, cancel)) ? 0 : await CountAsync(connection, cancel);
    }

    /// <summary>Returns when all chunks have vectors; where nothing has changed since the last time, at once.</summary>
    /// <exception cref="EmbeddingException">The embedder cannot be used; what has vectors keeps them.</exception>
    public async Task RunAsync(IProgress<VectorProgress>? progress = null, CancellationToken cancel = default)
    {
        IReadOnlyList<Index> indexes;
        int total;
        await using (var connection = await database.OpenAsync(Workspaces.All, cancel))
        {
            indexes = await IndexesAsync(connection, cancel);
            if (_settled.SequenceEqual(indexes))
                return;
            total = (int)await CountAsync(connection, cancel);
        }
        var done = 0;
        foreach (var index in indexes.Where(index => !WasReplaced(index)))
            while (!await IsCompleteAsync(index, cancel))
            {
                var before = done;
                for (var after = 0L; ; )
                {
                    var taken = await vectors.FillAsync(
                        index.Workspace,
                        embedder.Name,
                        after,
                        Batch,
                        chunks => EmbedAsync(chunks, cancel),
                        cancel
                    );
                    if (taken.Count == 0)
                        break;
                    after = taken[^1];
                    done += taken.Count;
                    progress?.Report(new VectorProgress(done, Math.Max(total, done)));
                    await ShowAsync(index.Workspace, cancel);
                }
                if (done == before)
                    await Task.Delay(Pause, cancel);
            }
        if (done == 0)
            _settled = indexes;
    }

    /// <summary>
    /// True where this process's embedder was searched and another has taken over since: an instance with other settings is not fought.
    /// </summary>
    private bool WasReplaced(Index index)
    {
        if (index.Embedder == embedder.Name)
            _served.TryAdd(index.Workspace, true);
        return index.Embedder != embedder.Name && _served.ContainsKey(index.Workspace);
    }

    private async Task<IReadOnlyList<ChunkVectors>> EmbedAsync(IReadOnlyList<UnembeddedChunk> chunks, CancellationToken cancel)
    {
        // Vectors that know spellings only add nothing sentence by sentence.
        var sentences = chunks.Select(chunk => embedder.IsLexical ? [] : PartsOf(chunk)).ToList();
        var made = await embedder.EmbedAsync(
            [.. chunks.Select(chunk => chunk.Title + "\n" + chunk.Text), .. sentences.SelectMany(texts => texts)],
            cancel,
            background: true
        );
        var all = new List<ChunkVectors>(chunks.Count);
        var next = chunks.Count;
        foreach (var (at, chunk) in chunks.Index())
        {
            var own = made.Skip(next).Take(sentences[at].Count).ToList();
            all.Add(new ChunkVectors(chunk.Id, made[at], SentenceVectors.Quantise(own)));
            next += own.Count;
        }
        return all;
    }

    /// <summary>Its sentences, and last its headings: they say what it is about, which its text need not.</summary>
    private static List<string> PartsOf(UnembeddedChunk chunk) =>
        [.. Sentences.Split(chunk.Text).Select(sentence => sentence.In(chunk.Text)), chunk.Title];

    /// <summary>Lets searches see new vectors, where theirs are searched already.</summary>
    private Task ShowAsync(string workspace, CancellationToken cancel) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "update knowledge_index set version = version + 1 where workspace = @workspace and embedder = @Name",
                        new { workspace, embedder.Name },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );

    /// <summary>True where no vector is missing; the embedder is then the one that is searched.</summary>
    private async Task<bool> IsCompleteAsync(Index index, CancellationToken cancel)
    {
        const string missing = """
            exists (select 1 from chunks c where c.workspace = @Workspace
                and not exists (select 1 from chunk_embeddings e where e.chunk_id = c.id and e.embedder = @Name))
            """;
        var parameters = new { index.Workspace, embedder.Name };
        if (index.Embedder == embedder.Name)
        {
            await using var connection = await database.OpenAsync(index.Workspace, cancel);
            return !await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition($"select {missing}", parameters, cancellationToken: cancel)
            );
        }
        return await database.WriteAsync(
            index.Workspace,
            async transaction =>
            {
                var switched = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "update knowledge_index set embedder = @Name, version = version + 1 where workspace = @Workspace and not "
                            + $"{missing}",
                        parameters,
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (switched > 0)
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            $"""
                            {database.Sql.Unhurried}
                            delete from chunk_embeddings where workspace = @Workspace and embedder <> @Name;
                            delete from chunk_sentences where workspace = @Workspace and embedder <> @Name
                            """,
                            parameters,
                            transaction,
                            commandTimeout: 0,
                            cancellationToken: cancel
                        )
                    );
                if (switched > 0)
                    _served[index.Workspace] = true;
                return switched > 0;
            },
            cancel
        );
    }

    private Task<long> CountAsync(DbConnection connection, CancellationToken cancel) =>
        connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                """
                select count(*) from chunks c
                where not exists (select 1 from chunk_embeddings e where e.chunk_id = c.id and e.embedder = @Name)
                """,
                new { embedder.Name },
                cancellationToken: cancel
            )
        );

    private static async Task<IReadOnlyList<Index>> IndexesAsync(DbConnection connection, CancellationToken cancel) =>
        (
            await connection.QueryAsync<Index>(
                new CommandDefinition(
                    "select workspace, version, embedder from knowledge_index order by workspace",
                    cancellationToken: cancel
                )
            )
        ).AsList();

    private sealed record Index(string Workspace, long Version, string? Embedder);
}
