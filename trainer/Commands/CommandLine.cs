using System.CommandLine;
using ChatBot.Starting;
using ChatBot.Trainer.Jobs;

namespace ChatBot.Trainer.Commands;

/// <summary>
/// The command line. Exit codes: 0 done, 1 failed (a rejected adapter is a failure), 2 used wrongly. A failure is one line on standard
/// error.
/// </summary>
public static class CommandLine
{
    public const int Done = 0,
        Failed = 1,
        UsedWrongly = 2;

    private static readonly IReadOnlyList<IVerb> Verbs =
    [
        new RunVerb(),
        new WatchVerb(),
        new DatasetVerb(),
        new EvaluateVerb(),
        new ListVerb(),
        new PromoteVerb(),
        new RollbackVerb(),
        new ExportVerb(),
        new ImportVerb(),
        new NewBaseVerb(),
    ];

    /// <param name="args">A verb with its options, and settings (<c>--Section:Key value</c>) anywhere before a bare <c>--</c>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancel = default)
    {
        try
        {
            var (verbs, settings) = CommandLineSettings.Split(args);
            var parsed = Describe(new TrainerContext(settings, output, error)).Parse(verbs.Length == 0 ? ["--help"] : verbs);
            if (parsed.Errors is [var wrong, ..])
                throw new UsageException(wrong.Message);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
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

    internal static RootCommand Describe(TrainerContext context)
    {
        var root = new RootCommand(
            "The trainer turns approved feedback into a LoRA adapter that proves itself before it answers anybody.\n\n"
                + "It reads the bot's database and settings: --Data:Directory names the bot's data folder, ./data by default. Settings "
                + "work with every verb: --Section:Key value or --Section:Key=value."
        );
        foreach (var verb in Verbs)
            root.Subcommands.Add(verb.Describe(context));
        return root;
    }
}
