using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

/// <summary>The command line in process.</summary>
internal static class Verb
{
    /// <returns>The exit code and what was printed.</returns>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
