using System.CommandLine;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Commands;

/// <summary><c>dataset</c>: what would be learnt from, and what would not and why.</summary>
internal sealed class DatasetVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var (workspace, json) = (CommonOptions.Workspace(), CommonOptions.Json());
        var show = new Option<int>("--show") { Description = "Print so many examples too, redacted, as they would be learnt." };
        var folder = new Option<string?>("--out")
        {
            Description = "Write the data set into this folder: three JSONL files and a manifest.",
        };
        var command = new Command("dataset", "Show what would be learnt from: counts, parts, and what is left out and why.")
        {
            workspace,
            json,
            show,
            folder,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var seed = services.GetRequiredService<IOptions<TrainingOptions>>().Value.Seed;
                var request = new DatasetRequest(parsed.GetValue(workspace)!, seed);
                var progress = new JobProgress(context.Error).Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total));
                if (parsed.GetValue(folder) is { } path)
                {
                    var manifest = await services.GetRequiredService<DatasetBuilder>().BuildAsync(request, path, progress, cancel);
                    await context.Out.WriteLineAsync(WireJson.Write(manifest));
                    return CommandLine.Done;
                }
                var report = await services
                    .GetRequiredService<DatasetPreview>()
                    .ReadAsync(request, parsed.GetValue(show), progress, cancel);
                if (parsed.GetValue(json))
                    await context.Out.WriteLineAsync(WireJson.Write(report));
                else
                    await PrintAsync(context.Out, report);
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static async Task PrintAsync(TextWriter output, PreviewReport report)
    {
        foreach (var line in report.Lines())
            await output.WriteLineAsync(line);
        foreach (var example in report.Examples)
        {
            await output.WriteLineAsync();
            foreach (var message in example.Messages)
                await output.WriteLineAsync($"--- {message.Role}\n{message.Content}");
            await output.WriteLineAsync($"--- reply\n{example.Reply}");
        }
    }
}
