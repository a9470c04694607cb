using ChatBot.TestKit.Slack;

namespace ChatBot.Benchmarks;

/// <summary><c>slack-kill [kills]</c>: the real program killed at random under load; counts what was lost or said twice.</summary>
internal static class SlackKillBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        var report = await KilledAtRandom.RunAsync(args.Length > 0 ? int.Parse(args[0]) : 100, seed: 1, Console.WriteLine);
        Console.WriteLine(report);
    }
}
