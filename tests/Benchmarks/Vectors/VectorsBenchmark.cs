using System.Diagnostics;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Indexing.Postgres;
using ChatBot.Knowledge.Searching.Postgres;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Benchmarks.Vectors;

/// <summary>
/// <c>vectors COUNT [prepare | search | drop]</c>: <see cref="ClusteredVectors"/> in PostgreSQL, loaded and indexed by our layer,
/// then searched through it and by the bare statement: recall@10 against comparing all, latency, and what the layer costs.
/// Needs CHATBOT_TEST_POSTGRES. Without a second word it does all three; a prepared database is kept, for a million take a while.
/// </summary>
internal static class VectorsBenchmark
{
    private const int Questions = 300;
    private const string Embedder = "benchmark";

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var step = args.ElementAtOrDefault(1);
        var vectors = new ClusteredVectors(count, seed: 7);
        var target = new NpgsqlConnectionStringBuilder(Counterpart.Of(TestStorage.Server)) { Database = $"chatbot_vectors_{count}" };
        if (step is null or "prepare")
            await RecreateAsync(target.Database!);
        await using (var database = new PostgresDatabase(target.ConnectionString, TimeProvider.System))
        {
            await new Migrator(database, TimeProvider.System).MigrateAsync();
            if (step is null or "prepare")
                await PrepareAsync(database, vectors);
            if (step is null or "search")
                await VectorSearches.MeasureAsync(database, vectors, Embedder, Questions);
        }
        if (step is null or "drop")
            await ServerAsync($"drop database if exists {target.Database} with (force)");
    }

    private static async Task PrepareAsync(PostgresDatabase database, ClusteredVectors vectors)
    {
        await using (var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default))
        {
            await connection.ExecuteAsync(
                """
                set statement_timeout = 0;
                insert into documents (id, workspace, source, path, uri, title, category, hash, chunks, length, indexed)
                    values ('d', 'default', 's', 'p', 'u', 't', 'c', 'h', @Count, @Count, 1);
                insert into knowledge_index (workspace, version, documents, chunks, length, embedder)
                    values ('default', 1, 1, @Count, @Count, @Embedder);
                insert into chunks (workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms)
                select 'default', 'd', n, 'prose', 1, '', '', '', '', '' from generate_series(1, @Count) n
                """,
                new { vectors.Count, Embedder },
                commandTimeout: 0
            );
            var load = Stopwatch.StartNew();
            await PostgresVectorStorage.AddEmbeddingsAsync(
                connection,
                Workspaces.Default,
                Embedder,
                Enumerable.Range(0, vectors.Count).Select(i => new ChunkVectors(i + 1, vectors[i], default))
            );
            Console.WriteLine(
                $"{vectors.Count:N0} vectors loaded in {load.Elapsed.TotalSeconds:F1} s: "
                    + $"{vectors.Count / load.Elapsed.TotalSeconds:N0} a second"
            );
            await connection.ExecuteAsync("vacuum analyze chunk_embeddings", commandTimeout: 0);
            await connection.ExecuteAsync("vacuum analyze chunks", commandTimeout: 0);
        }
        var build = Stopwatch.StartNew();
        foreach (var graph in await PostgresVectorIndex.BuildMissingAsync(database))
            Console.WriteLine(
                $"graph built and measured in {build.Elapsed.TotalSeconds:F0} s: ef_search {graph.EfSearch} finds "
                    + $"{graph.Recall:F3} of the sample's neighbours"
            );
    }

    private static async Task RecreateAsync(string name)
    {
        await ServerAsync($"drop database if exists {name} with (force)");
        await ServerAsync($"create database {name}");
    }

    private static async Task ServerAsync(string sql)
    {
        await using var server = new NpgsqlConnection(Counterpart.Of(TestStorage.Server));
        await server.ExecuteAsync(sql, commandTimeout: 0);
    }
}
