using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>ingest-load FOLDER [DOCUMENTS = 20000] [SECONDS = 30]</c>: how long a question takes at a running bot while nothing else happens,
/// while <c>ingest --words-only</c> adds documents beside it, and while the bot makes their vectors. FOLDER holds an index, as
/// <c>http-load</c> leaves one.
/// </summary>
internal static class IngestLoadBenchmark
{
    /// <summary>Between one answer and the next question.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(string[] args)
    {
        int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        var (folder, documents, seconds) = (args[0], Number(1, 20_000), TimeSpan.FromSeconds(Number(2, 30)));
        string[] settings = ["--Data:Directory", folder, "--Guard:TopicFile=", "--Logging:LogLevel:Default", "Warning"];
        var more = Path.Combine(folder, "more.jsonl");
        FillerCorpus.Write(more, 1_000_000, 1_000_000 + documents);
        var questions = RetrievalBenchmark.ReadCases("squad/cases-1000.jsonl").Select(one => one.Question).ToArray();
        await using var bot = await BotProcess.ServeAsync(folder, settings);
        using var http = new HttpClient { BaseAddress = new Uri(bot.Address) };
        var next = 0;

        await AskAsync(Task.Delay(seconds)); // to warm up
        Tell("nothing else", await AskAsync(Task.Delay(seconds)));
        var watch = Stopwatch.StartNew();
        var ingest = BotProcess.RunAsync(folder, ["ingest", "--words-only", more, .. settings]);
        Tell($"words of {documents} documents", await AskAsync(ingest));
        Console.WriteLine($"  read in {watch.Elapsed.TotalSeconds:0} s: {(await ingest).Output.TrimEnd().Split('\n')[^1]}");
        await Task.Delay(TimeSpan.FromSeconds(3));
        Tell("their vectors", await AskAsync(Task.Delay(seconds)));

        async Task<List<double>> AskAsync(Task until)
        {
            var times = new List<double>();
            while (!until.IsCompleted)
            {
                var started = Stopwatch.GetTimestamp();
                using var reply = await http.PostAsJsonAsync(
                    "/api/ask",
                    new JsonObject { ["question"] = questions[next++ % questions.Length] }
                );
                reply.EnsureSuccessStatusCode();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await Task.Delay(Pause);
            }
            return times;
        }
    }

    private static void Tell(string name, List<double> times)
    {
        times.Sort();
        double At(double share) => times[(int)(share * (times.Count - 1))];
        Console.WriteLine($"{name, -28} p50 {At(.5), 6:0.0}  p95 {At(.95), 6:0.0}  p99 {At(.99), 6:0.0} ms of {times.Count} answers");
    }
}
