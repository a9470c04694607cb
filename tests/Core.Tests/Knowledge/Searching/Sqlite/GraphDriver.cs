using System.Numerics.Tensors;
using ChatBot.Knowledge.Searching;
using ChatBot.Knowledge.Searching.Sqlite;
using ChatBot.Settings;
using ChatBot.Storage;
using ChatBot.Storage.Sqlite;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Knowledge.Searching.Sqlite;

/// <summary>A SQLite database with vectors, and as many processes over it as a test starts.</summary>
internal sealed class GraphDriver : IAsyncDisposable
{
    public const int From = 2_000;
    public const string Embedder = "test";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-graph-").FullName;
    private readonly Dictionary<(string Workspace, long Id), float[]> _vectors = [];
    private readonly List<Process> _processes = [];

    private GraphDriver() => Database = new SqliteDatabase($"Data Source={Path.Combine(_folder, "chatbot.db")}");

    public SqliteDatabase Database { get; }

    public string Folder => Path.Combine(_folder, "vectors");

    public string[] Files => Directory.Exists(Folder) ? Directory.GetFiles(Folder) : [];

    public static async Task<GraphDriver> StartAsync(int vectors)
    {
        var driver = new GraphDriver();
        await new Migrator(driver.Database, TimeProvider.System).MigrateAsync();
        await driver.AddAsync(vectors);
        return driver;
    }

    public async Task AddAsync(int count, string workspace = Workspaces.Default, uint seed = 7)
    {
        var first = _vectors.Keys.Select(key => key.Id).DefaultIfEmpty(0).Max() + 1;
        var mixture = new ClusteredVectors(2_500, seed);
        for (var i = 0; i < count; i++)
            _vectors[(workspace, first + i)] = mixture[(int)first + i];
        await StoredVectors.AddAsync(Database, workspace, Embedder, first, count, i => _vectors[(workspace, first + i)]);
    }

    public async Task RemoveAsync(params IReadOnlyCollection<long> ids)
    {
        await StoredVectors.RemoveAsync(Database, Workspaces.Default, ids);
        foreach (var id in ids)
            _vectors.Remove((Workspaces.Default, id));
    }

    /// <summary>The ten nearest that there are, nearest first.</summary>
    public List<long> Nearest(float[] question, string workspace = Workspaces.Default, int count = 10) =>
        [
            .. _vectors
                .Where(pair => pair.Key.Workspace == workspace)
                .OrderByDescending(pair => TensorPrimitives.Dot<float>(question, pair.Value))
                .Take(count)
                .Select(pair => pair.Key.Id),
        ];

    public float[] VectorOf(long id, string workspace = Workspaces.Default) => _vectors[(workspace, id)];

    /// <summary>From the mixture of the default workspace.</summary>
    public float[] Question(int i) => new ClusteredVectors(2_500, seed: 7).Question(i);

    public Process Start(bool isSupported = true, TimeProvider? time = null)
    {
        var process = new Process(this, new GraphLimits(From, isSupported), time ?? TimeProvider.System);
        _processes.Add(process);
        return process;
    }

    public ValueTask DisposeAsync()
    {
        _processes.ForEach(process => process.Reader.Dispose());
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal sealed class Process
    {
        private readonly GraphDriver _driver;
        private readonly RecordedLog _log = new();

        public Process(GraphDriver driver, GraphLimits limits, TimeProvider time)
        {
            _driver = driver;
            var factory = LoggerFactory.Create(logging => logging.AddProvider(_log));
            Cache = new SqliteVectorCache(
                limits,
                Options.Create(new DataOptions { Directory = driver._folder }),
                factory.CreateLogger<SqliteVectorCache>()
            );
            Reader = new SqliteKnowledgeReader(driver.Database, Cache);
            Indexes = new SqliteVectorIndexes(driver.Database, Cache, limits, time, factory.CreateLogger<SqliteVectorIndexes>());
        }

        public SqliteVectorCache Cache { get; }
        public SqliteKnowledgeReader Reader { get; }
        public SqliteVectorIndexes Indexes { get; }

        public IReadOnlyList<string> Log => [.. _log.Entries.Select(entry => entry.Text)];

        public async Task<List<long>> SearchAsync(float[] question, string workspace = Workspaces.Default)
        {
            await using var index = await Reader.OpenAsync(workspace);
            var findings = await index.FindAsync(new CandidateSearch([], question, Embedder, Category: null, 50, 10), default);
            return [.. findings.Candidates.OrderByDescending(found => found.Cosine).Select(found => found.ChunkId)];
        }

        /// <summary>Recall@10 of questions from the same mixture.</summary>
        public async Task<double> RecallAsync(int questions = 100, string workspace = Workspaces.Default, uint seed = 7)
        {
            var mixture = new ClusteredVectors(2_500, seed);
            var found = 0;
            for (var i = 0; i < questions; i++)
                found += (await SearchAsync(mixture.Question(i), workspace))
                    .Intersect(_driver.Nearest(mixture.Question(i), workspace))
                    .Count();
            return found / 10.0 / questions;
        }

        /// <summary>How many vectors a search looks for by the graph, and how many it scans.</summary>
        public async Task<(long Graph, int Scanned)> SearchedAsync(string workspace = Workspaces.Default)
        {
            await SearchAsync(new float[ClusteredVectors.Dimensions], workspace);
            await using var connection = await _driver.Database.OpenAsync(workspace);
            await using var index = await Reader.OpenAsync(workspace);
            var vectors = Cache.For(
                (Microsoft.Data.Sqlite.SqliteConnection)connection,
                workspace,
                Embedder,
                await index.TotalsAsync(default)
            );
            return (vectors.Graph?.Stored.Vectors ?? 0, vectors.Tail.Count);
        }
    }
}
