using System.Diagnostics;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Indexing.Postgres;
using ChatBot.Knowledge.Reading;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Benchmarks.Vectors;

/// <summary>
/// <c>bulk-load [VECTORS] [CHUNKS]</c>: rows a second into PostgreSQL through our layer, and by a bare COPY of the very same bytes
/// into the same tables in the same run. One row is first a vector of 384 dimensions, then a whole chunk: some 600 characters of
/// text, its terms, and, through our layer only, their postings and counts. Needs CHATBOT_TEST_POSTGRES.
/// </summary>
internal static class BulkLoadBenchmark
{
    private const string Embedder = "benchmark";

    /// <summary>Bytes of a bare COPY that are handed over at once; a message of the protocol may have a gigabyte at most.</summary>
    private const int Piece = 1 << 20;

    private const string VectorColumns = "chunk_embeddings (chunk_id, workspace, embedder, embedding)";
    private const string ChunkColumns =
        "chunks (id, workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms)";

    public static async Task RunAsync(string[] args)
    {
        var vectors = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var chunks = args.Length > 1 ? int.Parse(args[1]) : 20_000;
        var folder = Directory.CreateTempSubdirectory("chatbot-load-").FullName;
        TestStorage.Create(folder);
        try
        {
            await using var database = new PostgresDatabase(
                TestStorage.ConnectionString(folder) + ";Options=-c statement_timeout=0",
                TimeProvider.System
            );
            await new Migrator(database, TimeProvider.System).MigrateAsync();
            for (var turn = 1; turn <= 3; turn++)
                await LoadVectorsAsync(database, vectors, turn);
            for (var turn = 1; turn <= 3; turn++)
                await LoadChunksAsync(database, chunks, turn);
        }
        finally
        {
            TestStorage.Drop(folder);
            Directory.Delete(folder);
        }
    }

    private static async Task LoadVectorsAsync(PostgresDatabase database, int count, int turn)
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
        if (turn == 1)
            await connection.ExecuteAsync(
                """
                insert into documents (id, workspace, source, path, uri, title, category, hash, chunks, length, indexed)
                    values ('d', 'default', 's', 'p', 'u', 't', 'c', 'h', @count, @count, 1);
                insert into chunks (id, workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms)
                overriding system value
                select n, 'default', 'd', n, 'prose', 1, '', '', '', '', '' from generate_series(1, @count) n
                """,
                new { count }
            );
        var mixture = new ClusteredVectors(count, seed: 11);
        var rows = Enumerable.Range(0, count).Select(i => new ChunkVectors(i + 1, mixture[i], default)).ToList();
        await connection.ExecuteAsync("truncate chunk_embeddings; checkpoint");
        var ours = await TimeAsync(() => PostgresVectorStorage.AddEmbeddingsAsync(connection, Workspaces.Default, Embedder, rows));
        var bytes = await CopyOutAsync(connection, VectorColumns);
        await connection.ExecuteAsync("truncate chunk_embeddings; checkpoint");
        var two = await TimeAsync(() =>
            Task.WhenAll(
                rows.Chunk((count + 1) / 2)
                    .Select(async part =>
                    {
                        await using var own = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
                        await PostgresVectorStorage.AddEmbeddingsAsync(own, Workspaces.Default, Embedder, part);
                    })
            )
        );
        await connection.ExecuteAsync("truncate chunk_embeddings; checkpoint");
        var bare = await TimeAsync(() => CopyInAsync(connection, VectorColumns, bytes));
        Console.WriteLine(
            $"turn {turn}: {count:N0} vectors, through our layer {count / ours:N0} a second, over two connections "
                + $"{count / two:N0}; bare COPY {count / bare:N0}; ratio {ours / bare:F2}"
        );
        if (turn == 3)
            await connection.ExecuteAsync("truncate chunk_sentences, chunk_embeddings, chunks, documents");
    }

    private static async Task LoadChunksAsync(PostgresDatabase database, int count, int turn)
    {
        const int perDocument = 10;
        var documents = new List<IndexedDocument>();
        for (var i = 0; i < count / perDocument; i++)
        {
            var sections = Enumerable.Range(i * perDocument, perDocument).Select(n => new Section([], Text(n))).ToList();
            var prepared = DocumentPreparation.Prepare(new SourceDocument($"u{i}", $"Title {i}", sections));
            documents.Add(new IndexedDocument("p", $"u{i}", $"Title {i}", "general", "h", prepared));
        }
        var rows = documents.Sum(document => document.Chunks.Count);
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
        var ours = await TimeAsync(async () =>
        {
            foreach (var batch in documents.Chunk(200))
                await database.WriteAsync(
                    Workspaces.Default,
                    async transaction =>
                    {
                        var writer = await KnowledgeWriter.BeginAsync(
                            new PostgresChunkStorage(),
                            transaction,
                            Workspaces.Default,
                            TimeProvider.System
                        );
                        foreach (var document in batch)
                            writer.Add("s", document);
                        await writer.FinishAsync();
                    }
                );
        });
        var chunks = await CopyOutAsync(connection, ChunkColumns);
        await connection.ExecuteAsync("truncate chunk_sentences, chunk_embeddings, chunks; checkpoint");
        var bare = await TimeAsync(() => CopyInAsync(connection, ChunkColumns, chunks));
        await connection.ExecuteAsync("truncate chunk_sentences, chunk_embeddings, chunks; checkpoint");
        await connection.ExecuteAsync("truncate chunk_sentences, chunk_embeddings, chunks, documents, terms, postings, knowledge_index");
        Console.WriteLine(
            $"turn {turn}: {rows:N0} whole chunks, through our layer {rows / ours:N0} a second; bare COPY {rows / bare:N0}, ratio "
                + $"{ours / bare:F2}"
        );
    }

    /// <summary>A hundred words in ten sentences; a few words are common and most are rare, as in any language.</summary>
    private static string Text(int seed)
    {
        var random = new Random(seed);
        return string.Join(
            " ",
            Enumerable.Range(0, 100).Select(n => Word((int)Math.Exp(random.NextDouble() * Math.Log(40_000))) + (n % 10 == 9 ? "." : ""))
        );
    }

    private static string Word(int rank)
    {
        var word = "";
        for (var rest = rank + 30; rest > 0; rest /= 20)
            word += "bcdfghjklmnpqrstvwxz"[rest % 20].ToString() + "aeiou"[rest % 5];
        return word;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<byte[]> CopyOutAsync(NpgsqlConnection connection, string columns)
    {
        using var bytes = new MemoryStream();
        await using var stream = await connection.BeginRawBinaryCopyAsync($"copy {columns} to stdout (format binary)");
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task CopyInAsync(NpgsqlConnection connection, string columns, byte[] bytes)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync($"copy {columns} from stdin (format binary)");
        for (var sent = 0; sent < bytes.Length; sent += Piece)
            await stream.WriteAsync(bytes.AsMemory(sent, Math.Min(Piece, bytes.Length - sent)));
    }
}
