using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks;

/// <summary>
/// instances [seconds = 300] [messages a second = 300] [instances = 3] [conversations = 600] [seed = 1]: real bot processes on one
/// PostgreSQL
/// database (CHATBOT_TEST_POSTGRES names the server), killed and restarted in turn while questions arrive at all of them. Every
/// question has to be answered, none twice, in order within its conversation. Messages, their platform, PostgreSQL and the instances share
/// the machine.
/// </summary>
internal static class InstancesBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        int Argument(int index, int fallback) => args.Length > index ? int.Parse(args[index]) : fallback;
        var run = new KillRun(
            int.MaxValue,
            Argument(1, 300),
            Argument(4, 1),
            instances: Argument(2, 3),
            conversations: Argument(3, 600),
            lasting: TimeSpan.FromSeconds(Argument(0, 300))
        );
        Console.WriteLine(await run.RunAsync(Console.WriteLine));
    }
}
