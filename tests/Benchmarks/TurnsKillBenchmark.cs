using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks;

/// <summary>
/// turns-kill [kills = 100] [messages a second = 30] [seed = 1]: the real process under load, killed at random moments. Every
/// message has to be answered, none twice; an answer delivered twice is one that the connector took just before a kill.
/// </summary>
internal static class TurnsKillBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        int Argument(int index, int fallback) => args.Length > index ? int.Parse(args[index]) : fallback;
        Console.WriteLine(await new KillRun(Argument(0, 100), Argument(1, 30), Argument(2, 1)).RunAsync(Console.WriteLine));
    }
}
