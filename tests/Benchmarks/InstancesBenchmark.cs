using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks;

/// <summary>
/// instances [kills = 30] [messages a second = 300] [instances = 3] [conversations = 600] [seed = 1]: real bot processes on one PostgreSQL
/// database (CHATBOT_TEST_POSTGRES names the server), killed and restarted in turn while questions arrive at all of them. Every
/// question has to be answered, none twice, in order within its conversation.
/// </summary>
internal static class InstancesBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        int Argument(int index, int fallback) => args.Length > index ? int.Parse(args[index]) : fallback;
        var run = new KillRun(Argument(0, 30), Argument(1, 300), Argument(4, 1), instances: Argument(2, 3), conversations: Argument(3, 600));
        Console.WriteLine(await run.RunAsync(Console.WriteLine));
    }
}
