using ChatBot.TestKit.Hosting;

namespace ChatBot.Benchmarks;

/// <summary><c>http-kill [kills]</c>: the real program killed at random under load over HTTP; counts what was lost or doubled.</summary>
internal static class HttpKillBenchmark
{
    public static async Task RunAsync(string[] args) =>
        Console.WriteLine(await KilledOverHttp.RunAsync(args.Length > 0 ? int.Parse(args[0]) : 30, seed: 1, Console.WriteLine));
}
