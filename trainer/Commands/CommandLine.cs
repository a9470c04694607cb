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
    public const int Done = CommandRun.Done,
        Failed = CommandRun.Failed,
        UsedWrongly = CommandRun.UsedWrongly;

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
        new MergeVerb(),
        new FineTuneVerb(),
        new NewBaseVerb(),
    ];

    /// <param name="args">A verb with its options, and settings (<c>--Section:Key value</c>) anywhere before a bare <c>--</c>.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancel = default) =>
        CommandRun.RunAsync(args, settings => Describe(new TrainerContext(settings, output, error)), output, error, "--help", cancel);

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
