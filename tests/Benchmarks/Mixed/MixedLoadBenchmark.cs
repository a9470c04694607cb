using System.Globalization;
using System.Net.Http.Headers;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks.Mixed;

/// <summary>
/// <c>mixed-load [MINUTES = 60] [QUESTIONS A SECOND = 20] [--sample]</c>: the real process with all that people do at once: questions over
/// HTTP and from Teams, ratings, proposals and their approval, a page that changes every half minute, an admin who looks. Memory, handles,
/// the database's log and the messages that wait are looked at every five seconds and must not grow; in the end nothing may wait. Asks
/// about SQuAD's paragraphs, with <c>--sample</c> about the documents that come with the bot.
/// </summary>
internal static class MixedLoadBenchmark
{
    private const double MostGrowth = 1.15;

    public static async Task RunAsync(string[] arguments)
    {
        var numbers = arguments.Where(one => one != "--sample").Select(one => double.Parse(one, CultureInfo.InvariantCulture)).ToArray();
        double Number(int at, double otherwise) => numbers.Length > at ? numbers[at] : otherwise;
        var (minutes, rate) = (Number(0, 60), Number(1, 20));
        var (documents, questions) = arguments.Contains("--sample") ? Sample() : Squad();
        await using var cloud = await TeamsCloud.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chatbot-mixed-").FullName;
        var pages = Directory.CreateDirectory(Path.Combine(folder, "pages")).FullName;
        foreach (var file in documents)
            File.Copy(file, Path.Combine(pages, Path.GetFileName(file)));
        string[] settings =
        [
            "--Data:Directory",
            folder,
            "--Guard:TopicFile=",
            "--Teams:AllowAnonymous",
            "true",
            "--Knowledge:Sources:0:Path",
            pages,
            "--Knowledge:Sources:0:EveryHours",
            "0.01",
            "--Logging:LogLevel:Default",
            "Error",
        ];
        var ingested = await BotProcess.RunAsync(folder, ["ingest", pages, "--Data:Directory", folder]);
        Console.WriteLine(ingested.Output.TrimEnd().Split('\n')[^1]);
        await using var bot = await BotProcess.ServeAsync(folder, settings);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = new Uri(bot.Address) };
        using var admin = new HttpClient { BaseAddress = http.BaseAddress };
        var key = (await File.ReadAllTextAsync(Path.Combine(folder, "admin-key"))).Trim();
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var load = new MixedLoad(http, admin, cloud, pages, questions);
        var samples = new List<LoadSample>();
        using (var over = new CancellationTokenSource(TimeSpan.FromMinutes(minutes)))
            await Task.WhenAll(
                Every(TimeSpan.FromSeconds(1 / rate), load.AskAsync, over.Token),
                Every(TimeSpan.FromSeconds(0.5), load.WriteFromTeamsAsync, over.Token),
                Every(TimeSpan.FromSeconds(30), load.ChangePageAsync, over.Token),
                Every(TimeSpan.FromSeconds(10), load.AdministerAsync, over.Token),
                Every(TimeSpan.FromSeconds(5), () => LookAsync(load, bot.Id, folder, samples), over.Token)
            );
        await DrainAsync(load);
        Judge(load, samples, bot);
        await bot.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static (IEnumerable<string> Documents, IReadOnlyList<string> Questions) Squad() =>
        ([SharedData.PathOf("squad/corpus.jsonl")], RetrievalBenchmark.ReadQuestions("squad/cases-1000.jsonl"));

    private static (IEnumerable<string> Documents, IReadOnlyList<string> Questions) Sample()
    {
        var sample = Path.Combine(SharedData.RepositoryRoot!, "bot", "Sample");
        return (
            Directory.EnumerateFiles(Path.Combine(sample, "knowledge"), "*.md", SearchOption.AllDirectories),
            RetrievalBenchmark.ReadQuestions(Path.Combine(sample, "questions.jsonl"))
        );
    }

    private static Task LookAsync(MixedLoad load, int process, string folder, List<LoadSample> samples)
    {
        samples.Add(load.Look(process, folder));
        if (samples.Count % 12 == 0)
            Console.WriteLine($"{samples.Count / 12, 3} min  {Told(samples[^12..])}");
        return Task.CompletedTask;
    }

    private static async Task DrainAsync(MixedLoad load)
    {
        for (var second = 0; load.Waiting > 0 && second < 60; second++)
            await Task.Delay(TimeSpan.FromSeconds(1));
    }

    /// <summary>Compares the second and the last quarter; what grew, failed or waits makes the process end with 1.</summary>
    private static void Judge(MixedLoad load, List<LoadSample> samples, BotProcess bot)
    {
        var (early, late) = (samples[(samples.Count / 4)..(samples.Count / 2)], samples[(samples.Count * 3 / 4)..]);
        Console.WriteLine($"second quarter  {Told(early)}\nlast quarter    {Told(late)}");
        Console.WriteLine($"{load.Answers} answers, {load.Faults} faults, {load.Waiting} messages wait in the end");
        var flat =
            Growth(early, late, one => one.Megabytes) <= MostGrowth
            && Growth(early, late, one => one.Handles) <= MostGrowth
            && late.Max(one => one.LogMegabytes) <= 130
            && late.Max(one => one.Waiting) <= 20
            && load is { Answers: > 0, Faults: 0, Waiting: 0 };
        if (!flat)
            Console.WriteLine(bot.Output);
        Console.WriteLine(flat ? "flat" : "NOT FLAT");
        Environment.ExitCode = flat ? 0 : 1;
    }

    private static string Told(IReadOnlyList<LoadSample> samples) =>
        $"{Median(samples, one => one.Megabytes), 5:0} MB  {Median(samples, one => one.Handles), 4:0} handles  "
        + $"log {samples.Max(one => one.LogMegabytes), 5:0.0} MB at most  {samples.Max(one => one.Waiting), 3} messages wait at most  "
        + $"answers p50 {Median(samples, one => one.Milliseconds):0.0} ms";

    private static double Growth(IReadOnlyList<LoadSample> early, IReadOnlyList<LoadSample> late, Func<LoadSample, double> of) =>
        Median(late, of) / Median(early, of);

    private static double Median(IReadOnlyList<LoadSample> samples, Func<LoadSample, double> of) =>
        samples.Select(of).Order().ElementAt(samples.Count / 2);

    /// <summary>At a fixed rate: a step that takes long does not hold up the next.</summary>
    private static async Task Every(TimeSpan pause, Func<Task> step, CancellationToken over)
    {
        var under = new List<Task>();
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                under.RemoveAll(task => task.IsCompletedSuccessfully);
                under.Add(step());
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(under);
        }
    }
}
