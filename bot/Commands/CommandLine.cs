using System.CommandLine;
using ChatBot.Starting;

namespace ChatBot.Bot.Commands;

/// <summary>
/// The command line. Exit codes: 0 done, 1 failed, 2 used wrongly. A failure is one line on standard error.
/// </summary>
public static class CommandLine
{
    public const int Done = CommandRun.Done,
        Failed = CommandRun.Failed,
        UsedWrongly = CommandRun.UsedWrongly;

    /// <summary>Every verb, in the order of <c>--help</c>. The first one also answers to no verb at all.</summary>
    private static readonly IReadOnlyList<IVerb> Verbs =
    [
        new ServeVerb(),
        new AskVerb(),
        new IngestVerb(),
        new TopicVerb(),
        new ExportVerb(),
        new MigrateVerb(),
        new EvalVerb(),
        new RedactVerb(),
        new ModelsVerb(),
        new KeysVerb(),
        new ManifestVerb(),
    ];

    /// <param name="args">A verb with its options, and settings (<c>--Section:Key value</c>) anywhere before a bare <c>--</c>.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancel = default) =>
        CommandRun.RunAsync(args, settings => Describe(new CommandContext(settings, output, error)), output, error, cancel: cancel);

    internal static RootCommand Describe(CommandContext context)
    {
        var root = new RootCommand(
            "ChatBot answers questions from your own documents. Without a verb it serves.\n\n"
                + "Settings of appsettings.json work with every verb: --Section:Key value or --Section:Key=value."
        );
        foreach (var verb in Verbs)
            root.Subcommands.Add(verb.Describe(context));
        root.SetAction((_, cancel) => new ServeVerb().RunAsync(context, cancel));
        return root;
    }
}
