using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>http-load [DOCUMENTS = 2067] [CLIENTS = 8] [SECONDS = 30] [ROUNDS = 5] [FOLDER]</c>: the real process over HTTP, from its start:
/// when it is ready, its first answer, one client, then several, round after round. FOLDER keeps the index for the next time.
/// </summary>
internal static class HttpLoadBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        var (documents, clients, seconds, rounds) = (Number(0, 2_067), Number(1, 8), Number(2, 30), Number(3, 5));
        var folder = Directory.CreateDirectory(args.Length > 4 ? args[4] : Directory.CreateTempSubdirectory("chatbot-load-").FullName);
        string[] settings = ["--Data:Directory", folder.FullName, "--Guard:TopicFile=", "--Logging:LogLevel:Default", "Warning"];
        await IngestAsync(folder.FullName, documents, settings);
        var questions = RetrievalBenchmark.ReadCases("squad/cases-1000.jsonl").Select(one => one.Question).ToArray();

        var started = Stopwatch.StartNew();
        await using var bot = await BotProcess.ServeAsync(folder.FullName, settings);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients })
        {
            BaseAddress = new Uri(bot.Address),
        };
        while (!await IsReadyAsync(http))
            await Task.Delay(10);
        Console.WriteLine($"{documents} documents; ready {started.Elapsed.TotalSeconds:0.00} s after the start");
        Console.WriteLine($"first answer {(await AskAsync(http, questions[^1])).Milliseconds:0.0} ms");
        var next = 0;
        for (var round = 0; round <= rounds; round++) // the first warms up
        {
            var name = round == 0 ? "warm-up" : $"round {round}";
            await MeasureAsync($"{name}, 1 client ", bot.Id, 1, seconds / 3.0);
            await MeasureAsync($"{name}, {clients} clients", bot.Id, clients, seconds);
        }
        Console.WriteLine($"{Process.GetProcessById(bot.Id).WorkingSet64 / 1048576} MB resident");

        async Task MeasureAsync(string name, int server, int count, double most)
        {
            var (watch, processor, other) = (Stopwatch.StartNew(), ProcessorOf(server), new OtherWork());
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, count)
                    .Select(async _ =>
                    {
                        var mine = new List<(double Milliseconds, string Outcome)>();
                        while (watch.Elapsed.TotalSeconds < most)
                            mine.Add(await AskAsync(http, questions[(Interlocked.Increment(ref next) & int.MaxValue) % questions.Length]));
                        return mine;
                    })
            );
            var (elapsed, spent) = (watch.Elapsed, ProcessorOf(server) - processor);
            var all = answers.SelectMany(each => each).ToList();
            var times = all.Select(one => one.Milliseconds).Order().ToArray();
            double At(double share) => times[(int)(share * (times.Length - 1))];
            Console.WriteLine(
                $"{name}: {all.Count / elapsed.TotalSeconds, 5:0.0} answers/s  p50 {At(.5):0.0}  p95 {At(.95):0.0}  p99 {At(.99):0.0} ms  "
                    + $"processor {spent.TotalMilliseconds / all.Count:0.00} ms each  "
                    + string.Join(
                        ", ",
                        all.CountBy(one => one.Outcome).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")
                    )
                    + $"  (other work {other.Share - spent.TotalSeconds / elapsed.TotalSeconds / Environment.ProcessorCount:0.00})"
            );
        }
    }

    private static async Task IngestAsync(string folder, int documents, string[] settings)
    {
        var corpus = Path.Combine(folder, "corpus.jsonl");
        if (File.Exists(corpus))
            return;
        File.Copy(SharedData.PathOf("squad/corpus.jsonl"), corpus);
        var paths = new List<string> { corpus };
        if (documents > 2_067)
        {
            paths.Add(Path.Combine(folder, "filler.jsonl"));
            FillerCorpus.Write(paths[1], 2_067, documents);
        }
        var result = await BotProcess.RunAsync(folder, ["ingest", .. paths, .. settings]);
        Console.WriteLine(result.Output.TrimEnd() + result.Error);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        using var reply = await http.GetAsync("/ready");
        return reply.IsSuccessStatusCode;
    }

    private static async Task<(double Milliseconds, string Outcome)> AskAsync(HttpClient http, string question)
    {
        var start = Stopwatch.GetTimestamp();
        using var reply = await http.PostAsJsonAsync("/api/ask", new JsonObject { ["question"] = question });
        var body = await reply.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (
            took,
            reply.IsSuccessStatusCode ? JsonDocument.Parse(body).RootElement.GetProperty("outcome").GetString()! : $"{reply.StatusCode}"
        );
    }

    private static TimeSpan ProcessorOf(int process) => Process.GetProcessById(process).TotalProcessorTime;
}
