using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using ChatBot.Answering;
using ChatBot.Interactions;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks.Profile;

/// <summary>
/// <c>profile [DOCUMENTS…] [--keep FOLDER]</c>: what one question costs by stage, in time and in counts, as the index grows, on either
/// engine (CHATBOT_TEST_ENGINE). FOLDER keeps an index of SQLite, for <c>http-load</c>. The real application in this process; the SQuAD
/// paragraphs with real vectors among others whose vectors are made up.
/// </summary>
internal static class ProfileBenchmark
{
    private const int Asked = 300,
        AtOnce = 20_000,
        Paragraphs = 2_067;

    public static async Task RunAsync(string[] arguments)
    {
        var kept = arguments.SkipWhile(argument => argument != "--keep").ElementAtOrDefault(1);
        int[] sizes =
        [
            .. arguments.TakeWhile(argument => argument != "--keep").Select(size => int.Parse(size, CultureInfo.InvariantCulture)),
        ];
        if (sizes is [])
            sizes = [2_067, 20_000, 100_000];
        var embedder = new ClockedEmbedder();
        await using var app = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["Embeddings:Provider"] = "onnx", ["Guard:TopicFile"] = "" },
            services =>
            {
                services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(embedder);
                var made = services.Last(service => service.ServiceType == typeof(IDatabase) && !service.IsKeyedService);
                services.AddSingleton(provider => new CountedDatabase(
                    (IDatabase)ActivatorUtilities.CreateInstance(provider, made.ImplementationType!)
                ));
                services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<CountedDatabase>());
            },
            kept
        );
        await app.IndexedAsync();
        var corpus = SharedData.PathOf("squad/corpus.jsonl");
        if (kept is not null)
            File.Copy(corpus, corpus = Path.Combine(kept, "corpus.jsonl"));
        await app.Get<KnowledgeIngestion>().IngestAsync(Workspaces.Default, corpus, [corpus]);
        await app.Get<VectorFill>().RunAsync();
        embedder.MakesUpPassages = true;
        var questions = RetrievalBenchmark.ReadCases("squad/cases-1000.jsonl").Select(one => one.Question).Take(Asked).ToList();
        Console.WriteLine($"{app.Get<IDatabase>().Engine}; one question, the mean of {Asked} after as many to warm up");
        var held = Paragraphs;
        foreach (var size in sizes)
        {
            for (; held < size; held = Math.Min(size, held + AtOnce))
                await FillerCorpus.StoreAsync(app.Services, held, Math.Min(size, held + AtOnce));
            await app.Get<VectorFill>().RunAsync();
            await app.Get<ChatBot.Knowledge.Searching.IVectorIndexes>().BuildMissingAsync();
            if (app.Get<IDatabase>().Engine == StorageEngine.Postgres)
                await using (var connection = await app.Get<IDatabase>().OpenAsync(Workspaces.All, default))
                    await connection.ExecuteAsync("vacuum analyze", commandTimeout: 0);
            await MeasureAsync(app, embedder, questions);
            Console.WriteLine($"{size} documents");
            foreach (var (name, value) in await MeasureAsync(app, embedder, questions))
                Console.WriteLine($"  {name, -28} {value, 10:0.00}");
            Console.WriteLine($"  {"resident MB", -28} {Environment.WorkingSet >> 20, 10}");
        }
    }

    /// <summary>Means of a question, in the order in which they are told.</summary>
    private static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(
        BotApp app,
        ClockedEmbedder embedder,
        IReadOnlyList<string> questions
    )
    {
        var (asking, database) = (app.Get<Asking>(), app.Get<CountedDatabase>());
        var server = await ServerProcessor.OfAsync(database);
        var counts = new Dictionary<string, double>();
        var stages = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name.StartsWith("chatbot.search.", StringComparison.Ordinal))
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) =>
            {
                lock (counts)
                    counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value;
            }
        );
        listener.Start();
        var before = await FlushesAsync(database);
        var (statements, writes, embedding) = (database.Statements, database.Writes, embedder.Spent);
        var (processor, served, allocated) = (Environment.CpuUsage.TotalTime, server?.Spent(), GC.GetTotalAllocatedBytes());
        var (whole, receipts) = (0.0, 0L);
        foreach (var question in questions)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await asking.AskAsync(new Question(question));
            whole += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            foreach (var (stage, milliseconds) in answer.Receipt.LatencyMs)
                stages[stage] = stages.GetValueOrDefault(stage) + milliseconds;
        }
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var spent = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds;
        (statements, writes, embedding) = (database.Statements - statements, database.Writes - writes, embedder.Spent - embedding);
        var flushes = await FlushesAsync(database) - before;
        await using (var connection = await database.OpenAsync(Workspaces.Default, default))
            receipts = await connection.ExecuteScalarAsync<long>(
                "select sum(length(receipt)) from (select receipt from interactions order by created desc limit @Count) as last",
                new { questions.Count }
            );

        var all = new Dictionary<string, double>
        {
            ["processor ms"] = spent,
            ["processor ms of the server"] = (server?.Spent() - served)?.TotalMilliseconds ?? 0,
            ["whole ms"] = whole,
            ["of it the question's vector"] = embedding.TotalMilliseconds,
        };
        foreach (var (stage, milliseconds) in stages.Where(stage => stage.Key != "total").OrderByDescending(stage => stage.Value))
            all[$"{stage} ms"] = milliseconds;
        all["storing ms"] = whole - stages["total"];
        foreach (var (name, value) in counts.OrderBy(count => count.Key))
            all[name["chatbot.search.".Length..]] = value;
        all["statements"] = statements;
        all["transactions that write"] = writes;
        all["flushes"] = flushes;
        all["receipt bytes"] = receipts;
        all["allocated KB"] = allocated / 1024.0;
        return all.ToDictionary(pair => pair.Key, pair => pair.Value / questions.Count);
    }

    /// <summary>Of the server's log. SQLite's is not flushed for an answer (synchronous NORMAL), so there is nothing to count.</summary>
    private static async Task<double> FlushesAsync(IDatabase database)
    {
        if (database.Engine != StorageEngine.Postgres)
            return 0;
        await using var connection = await database.OpenAsync(Workspaces.All, default);
        return await connection.ExecuteScalarAsync<double>("select wal_sync::float8 from pg_stat_wal");
    }
}
