using System.CommandLine;
using System.Text.Json;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Guarding.Suggesting;
using ChatBot.Bot.Commands.Progress;
using ChatBot.Starting;
using ChatBot.Storage;

namespace ChatBot.Bot.Commands;

/// <summary><c>topic suggest</c>: a topic file made of the indexed documents, to be edited and put in force.</summary>
internal sealed class TopicVerb : IVerb
{
    /// <summary>What makes one, as other commands say it.</summary>
    public const string Suggestion = "topic suggest --out topic.json";

    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    public Command Describe(CommandContext context) =>
        new("topic", "What the assistant is for: the file in Guard:TopicFile.") { Suggest(context) };

    private static Command Suggest(CommandContext context)
    {
        var file = new Option<string?>("--out") { Description = "Where to write it; standard output where it is not given." };
        var name = new Option<string?>("--name") { Description = "What the assistant helps with, as its refusal says it." };
        var workspace = new Option<string>("--workspace")
        {
            Description = "Whose documents they are.",
            DefaultValueFactory = _ => Workspaces.Default,
        };
        var force = new Option<bool>("--force") { Description = "Write over a file that is there." };
        var command = new Command(
            "suggest",
            "Make a topic file of the indexed documents, with questions from all over their headings as examples. Edit it, then set "
                + "Guard:TopicFile to it."
        )
        {
            file,
            name,
            workspace,
            force,
        };
        command.SetAction(
            (parsed, cancel) =>
                RunAsync(context, parsed.GetValue(file), parsed.GetValue(name), parsed.GetValue(workspace)!, parsed.GetValue(force), cancel)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context,
        string? file,
        string? name,
        string workspace,
        bool force,
        CancellationToken cancel
    )
    {
        if (file is not null && File.Exists(file) && !force)
            throw new UsageException($"{file} exists already: choose another --out, or write over it with --force.");
        await using var services = await context.OpenAsync(cancel: cancel);
        var suggested =
            await ProgressReport.ShowAsync(
                context.Error,
                "Reading headings",
                (Action<int, int> _) => services.GetRequiredService<TopicSuggestion>().MakeAsync(workspace, name, Unrelated(), cancel)
            )
            ?? throw new InvalidDataException(
                $"The {Documents(workspace)} have too few headings to make questions of. Write the topic file by hand, as "
                    + "Sample/topic.json is written, or start the bot without a topic check meanwhile: --Guard:TopicFile \"\"."
            );
        var text = JsonSerializer.Serialize(suggested.File, Indented);
        if (file is null)
            await context.Out.WriteLineAsync(text);
        else
            await File.WriteAllTextAsync(file, text + Environment.NewLine, cancel);
        await SayAsync(context.Error, file, suggested);
        return CommandLine.Done;
    }

    private static async Task SayAsync(TextWriter error, string? file, SuggestedTopic suggested)
    {
        await error.WriteLineAsync(
            $"{suggested.File.InScope.Count} example questions about {suggested.File.Name}. Edit them, the name and the description: "
                + "people ask in other words than headings have."
        );
        if (suggested.File.InScope.Count is var few and < TopicSuggestion.FewestExamples)
            await error.WriteLineAsync(
                $"The guard learns what is on topic from {TopicSuggestion.FewestExamples} examples or more: add "
                    + $"{TopicSuggestion.FewestExamples - few} of your own, as people ask."
            );
        if (suggested.Trial is { } trial)
            await error.WriteLineAsync(
                $"Made of three quarters of the documents, such a file admits {trial.HeldOut - trial.Refused.Count} of {trial.HeldOut} "
                    + $"headings of the others, and refuses {trial.Unrelated - trial.Admitted.Count} of {trial.Unrelated} everyday "
                    + "questions."
            );
        await error.WriteLineAsync(
            file is null
                ? "Write it to a file with --out FILE, and put it in force with Guard:TopicFile."
                : $"Put it in force: start the bot with --Guard:TopicFile {Path.GetFullPath(file)}, or set that in {SettingsSources.File}."
        );
    }

    private static string Documents(string workspace) =>
        workspace == Workspaces.Default ? "documents" : $"documents of workspace {workspace}";

    /// <summary>What is off the sample's topic is off most topics; no example of the file is made of it.</summary>
    private static IReadOnlyList<string> Unrelated() =>
        TopicFile.Load(Path.Combine(SettingsSources.ProgramFolder, "Sample", "topic.json")).OffTopic;
}
