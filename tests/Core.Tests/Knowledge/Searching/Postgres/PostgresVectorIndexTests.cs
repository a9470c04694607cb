using System.Numerics.Tensors;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Indexing.Postgres;
using ChatBot.Knowledge.Searching;
using ChatBot.Knowledge.Searching.Postgres;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Core.Tests.Knowledge.Searching.Postgres;

/// <summary>
/// Vector search under row-level security: a large workspace, and a small one on the same themes, whose vectors lie among the other's.
/// </summary>
public sealed class PostgresVectorIndexTests : IAsyncLifetime
{
    private const int Dimensions = 64,
        Large = 12_000,
        Small = 400;
    private const string Embedder = "it's a test";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-graph-").FullName;
    private readonly string _role = "bot_" + Guid.NewGuid().ToString("N")[..12];
    private readonly List<float[]> _centres = [.. Enumerable.Range(0, 60).Select(i => Direction(new Random(i), null))];
    private readonly Dictionary<string, Dictionary<long, float[]>> _vectors = [];
    private PostgresDatabase? _owner,
        _bot;

    public async Task InitializeAsync()
    {
        if (Counterpart.Find(TestStorage.Server) is null)
            return;
        TestStorage.Create(_folder);
        var owner = TestStorage.ConnectionString(_folder);
        _owner = new PostgresDatabase(owner, TimeProvider.System);
        await using (var admin = await _owner.OpenAsync(Workspaces.All))
            await admin.ExecuteAsync($"create role {_role} login");
        await new Migrator(_owner, TimeProvider.System, _role).MigrateAsync();
        _bot = new PostgresDatabase(new NpgsqlConnectionStringBuilder(owner) { Username = _role }.ConnectionString, TimeProvider.System);
        await FillAsync("large", Large, first: 1);
        await FillAsync("small", Small, first: Large + 1);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_small_workspace_finds_its_own_among_anothers()
    {
        await PostgresVectorIndex.BuildMissingAsync(_owner!);
        Assert.InRange(await RecallAsync("small"), 0.95, 1);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_large_workspace_is_searched_by_a_graph_of_its_own_as_widely_as_it_needs()
    {
        var graph = Assert.Single(await PostgresVectorIndex.BuildMissingAsync(_owner!));
        Assert.Equal(Large, graph.Vectors);
        Assert.InRange(graph.Recall, 0.95, 1);
        Assert.InRange(await RecallAsync("large"), 0.95, 1);
        await using var connection = await _bot!.OpenAsync("large");
        var plan = string.Join(
            "\n",
            await connection.QueryAsync<string>(
                $"explain with question as materialized ({VectorPart.Question}) "
                    + $"{VectorPart.ByGraph(VectorPart.ConditionOf("large", Embedder), Dimensions, 10, 30)}",
                new { Vector = Question(0) }
            )
        );
        Assert.Contains(graph.Index, plan);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task What_is_built_is_left_alone_and_what_was_interrupted_is_begun_again()
    {
        var graph = Assert.Single(await PostgresVectorIndex.BuildMissingAsync(_owner!));
        Assert.Empty(await PostgresVectorIndex.BuildMissingAsync(_owner!));
        await using (var connection = await _owner!.OpenAsync(Workspaces.All))
            // as a killed build leaves it
            await connection.ExecuteAsync("update pg_index set indisvalid = false where indexrelid = to_regclass(@Index)", graph);
        Assert.InRange(await RecallAsync("large"), 0.95, 1);
        Assert.Equal(graph.Index, Assert.Single(await PostgresVectorIndex.BuildMissingAsync(_owner!)).Index);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_graph_over_every_workspace_as_earlier_versions_built_it_makes_way()
    {
        await using var connection = await _owner!.OpenAsync(Workspaces.All);
        await connection.ExecuteAsync(
            $"create index chunk_embeddings_hnsw_old on chunk_embeddings using hnsw ((embedding::halfvec({Dimensions})) "
                + $"halfvec_ip_ops) where embedder = {VectorPart.Literal(Embedder)}"
        );
        await PostgresVectorIndex.BuildMissingAsync(_owner!);
        Assert.Null(await connection.ExecuteScalarAsync<string?>("select to_regclass('chunk_embeddings_hnsw_old')::text"));
    }

    public async Task DisposeAsync()
    {
        if (_owner is not null)
        {
            await _bot!.DisposeAsync();
            await _owner.DisposeAsync();
            TestStorage.Drop(_folder);
            await using var admin = new NpgsqlConnection(Counterpart.Of(TestStorage.Server));
            await admin.ExecuteAsync($"drop role {_role}");
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Recall@10 of what a search in the workspace is offered by vector alone, as the role that is bound by the policies.
    /// </summary>
    private async Task<double> RecallAsync(string workspace)
    {
        var reader = new PostgresKnowledgeReader(_bot!);
        var found = 0;
        for (var i = 0; i < 50; i++)
        {
            var question = Question(i);
            var near = _vectors[workspace]
                .OrderByDescending(row => TensorPrimitives.Dot<float>(question, row.Value))
                .Take(10)
                .Select(row => row.Key)
                .ToHashSet();
            await using var index = await reader.OpenAsync(workspace);
            var findings = await index.FindAsync(
                new CandidateSearch([], question, Embedder, Category: null, ByWords: 50, ByVector: 10),
                default
            );
            found += findings.Candidates.Count(candidate => near.Contains(candidate.ChunkId));
        }
        return found / 500.0;
    }

    private async Task FillAsync(string workspace, int count, int first)
    {
        var vectors = _vectors[workspace] = Enumerable
            .Range(first, count)
            .ToDictionary(i => (long)i, i => Direction(new Random(1000 + i), _centres[i % _centres.Count]));
        await using var connection = (NpgsqlConnection)await _owner!.OpenAsync(workspace);
        await connection.ExecuteAsync(
            """
            insert into documents (id, workspace, source, path, uri, title, category, hash, chunks, length, indexed)
                values (@workspace, @workspace, 's', 'p', 'u', 't', 'c', 'h', @count, @count, 1);
            insert into knowledge_index (workspace, version, documents, chunks, length, embedder)
                values (@workspace, 1, 1, @count, @count, @Embedder);
            insert into chunks (id, workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms)
            overriding system value
            select n, @workspace, @workspace, n, 'prose', 1, '', '', '', '', '' from generate_series(@first, @first + @count - 1) n
            """,
            new
            {
                workspace,
                count,
                first,
                Embedder,
            }
        );
        await PostgresVectorStorage.AddEmbeddingsAsync(
            connection,
            workspace,
            Embedder,
            vectors.Select(pair => new ChunkVectors(pair.Key, pair.Value, default))
        );
    }

    private float[] Question(int i) => Direction(new Random(900_000 + i), _centres[i % _centres.Count]);

    private static float[] Direction(Random random, float[]? around)
    {
        var vector = new float[Dimensions];
        for (var d = 0; d < Dimensions; d++)
            vector[d] = (around?[d] ?? 0) + (random.NextSingle() + random.NextSingle() - 1) / MathF.Sqrt(Dimensions);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
