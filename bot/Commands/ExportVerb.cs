using System.CommandLine;
using ChatBot.Bot.Commands.Progress;
using ChatBot.Learning.Exports;
using ChatBot.Settings;
using ChatBot.Starting;
using ChatBot.Storage;

namespace ChatBot.Bot.Commands;

/// <summary>
/// <c>export --format F --out FILE</c>: what was learnt, as a file; <c>--check FILE</c> checks one against its format's rules.
/// </summary>
internal sealed class ExportVerb : IVerb
{
    private const int FaultsShown = 20;

    public Command Describe(CommandContext context)
    {
        var format = new Option<string>("--format") { Description = $"One of {ExportFormats.Names}.", Required = true };
        var file = new Option<string?>("--out")
        {
            Description = "The file to write; its manifest is written beside it as FILE.manifest.json.",
        };
        var check = new Option<string?>("--check")
        {
            Description = "A file to check instead of writing one: openai, openai_preference, bedrock_jsonl.",
        };
        var quality = new Option<double?>("--quality") { Description = "Only answers rated at least this well, 0 to 1." };
        var approved = new Option<bool>("--approved-only") { Description = "Only what an admin approved." };
        var workspace = new Option<string>("--workspace")
        {
            Description = "Whose interactions.",
            DefaultValueFactory = _ => Workspaces.Default,
        };
        var command = new Command("export", "Write questions, answers and corrections as training data or tables.")
        {
            format,
            file,
            check,
            quality,
            approved,
            workspace,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                var known =
                    ExportFormats.Read(parsed.GetValue(format)!)
                    ?? throw new UsageException($"--format must be one of {ExportFormats.Names}.");
                if (parsed.GetValue(check) is { } checkedFile)
                    return CheckAsync(context, checkedFile, known, cancel);
                if (parsed.GetValue(quality) is < 0 or > 1)
                    throw new UsageException("--quality must be between 0 and 1.");
                var path = parsed.GetValue(file) ?? throw new UsageException("Name the file to write: --out FILE.");
                return ExportAsync(
                    context,
                    new ExportRequest(parsed.GetValue(workspace)!, known, parsed.GetValue(quality), parsed.GetValue(approved)),
                    path,
                    cancel
                );
            }
        );
        return command;
    }

    private static async Task<int> ExportAsync(CommandContext context, ExportRequest request, string path, CancellationToken cancel)
    {
        await using var services = await context.OpenAsync(cancel: cancel);
        var manifest = await ProgressReport.ShowAsync(
            context.Error,
            "export",
            report =>
                services
                    .GetRequiredService<TrainingExport>()
                    .RunAsync(request, path, new Steps(step => report((int)step.Read, (int)step.Total)), cancel)
        );
        await using (var described = new StreamWriter(PrivateFiles.Create(path + ".manifest.json")))
            await described.WriteAsync(WireJson.Write(manifest) + "\n");
        await context.Out.WriteLineAsync(
            $"{manifest.Rows} of {manifest.Read} interactions, {manifest.Bytes} bytes, sha256 {manifest.Sha256}"
        );
        return CommandLine.Done;
    }

    private static async Task<int> CheckAsync(CommandContext context, string path, ExportFormat format, CancellationToken cancel)
    {
        if (format is not (ExportFormat.Openai or ExportFormat.OpenaiPreference or ExportFormat.BedrockJsonl))
            throw new UsageException("--check knows the rules of openai, openai_preference and bedrock_jsonl.");
        await using var file = File.OpenRead(path);
        var faults = 0;
        await foreach (var fault in TrainingFileValidator.ValidateAsync(file, format, cancel))
            if (++faults <= FaultsShown)
                await context.Out.WriteLineAsync(fault.Line == 0 ? fault.Message : $"line {fault.Line}: {fault.Message}");
        await context.Out.WriteLineAsync(faults == 0 ? "No fault found." : $"{faults} faults.");
        return faults == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private sealed class Steps(Action<ExportProgress> handler) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => handler(value);
    }
}
