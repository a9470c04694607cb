using System.CommandLine;

namespace ChatBot.Starting;

/// <summary>
/// Runs a program's command line. Exit codes: 0 done, 1 failed, 2 used wrongly. A failure is one line on standard error.
/// </summary>
public static class CommandRun
{
    public const int Done = 0,
        Failed = 1,
        UsedWrongly = 2;

    /// <summary>
    /// From SIGTERM or Ctrl+C until the process is ended though it has not finished: longer than the host waits for what it serves.
    /// </summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(30);

    /// <param name="args">A verb with its options, and settings (<c>--Section:Key value</c>) anywhere before a bare <c>--</c>.</param>
    /// <param name="describe">Makes the verbs, given those settings.</param>
    /// <param name="without">What is run without a verb; null where the command line has an action of its own for that.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        Func<IReadOnlyList<KeyValuePair<string, string?>>, RootCommand> describe,
        TextWriter output,
        TextWriter error,
        string? without = null,
        CancellationToken cancel = default
    )
    {
        try
        {
            var (verbs, settings) = CommandLineSettings.Split(args);
            var parsed = describe(settings).Parse(verbs.Length == 0 && without is not null ? [without] : verbs);
            if (parsed.Errors is [var wrong, ..])
                throw new UsageException(string.Join(' ', wrong.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = Ending,
                },
                cancel
            );
        }
        catch (UsageException exception)
        {
            await error.WriteLineAsync($"{exception.Message} Try --help.");
            return UsedWrongly;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled.");
            return Failed;
        }
        catch (Exception exception)
        {
            await error.WriteLineAsync(StartFailure.Explain(exception));
            return Failed;
        }
    }
}
