using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Starting;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Evaluation;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Commands;

/// <summary><c>evaluate</c>: the gate once more, for an adapter in the registry or any file, on what is approved now.</summary>
internal sealed class EvaluateVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var adapter = new Argument<string>("adapter") { Description = "An id as list shows it, or a GGUF file." };
        var (workspace, file, json) = (CommonOptions.Workspace(), CommonOptions.Base(), CommonOptions.Json());
        var command = new Command("evaluate", "Measure an adapter against its base on what is approved now. Nothing is changed.")
        {
            adapter,
            workspace,
            file,
            json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var name = parsed.GetValue(workspace)!;
                var path = FileOf(services, name, parsed.GetValue(adapter)!);
                var basePath = CommonOptions.BaseOf(services, parsed.GetValue(file));
                var report = await MeasureAsync(context, services, name, basePath, path, cancel: cancel);
                await context.Out.WriteLineAsync(parsed.GetValue(json) ? WireJson.Write(report) : report.ToMarkdown());
                return report.Passed ? CommandLine.Done : CommandLine.Failed;
            }
        );
        return command;
    }

    private static string FileOf(IServiceProvider services, string workspace, string given)
    {
        if (File.Exists(given))
            return Path.GetFullPath(given);
        var known = services.GetRequiredService<AdapterFolder>().FileOf(workspace, given);
        return File.Exists(known) ? known : throw new UsageException($"{given} is neither a file nor an adapter of workspace {workspace}.");
    }

    /// <summary>On a data set that is made for it and goes with it.</summary>
    internal static async Task<GateReport> MeasureAsync(
        TrainerContext context,
        IServiceProvider services,
        string workspace,
        string basePath,
        string adapter,
        Func<DatasetManifest, string, GateReport, Task>? judged = null,
        CancellationToken cancel = default
    )
    {
        var progress = new JobProgress(context.Error);
        var folder = Directory.CreateTempSubdirectory("chatbot-evaluate-").FullName; // readable by this account alone
        try
        {
            var request = new DatasetRequest(workspace, services.GetRequiredService<IOptions<TrainingOptions>>().Value.Seed);
            var data = await services
                .GetRequiredService<DatasetBuilder>()
                .BuildAsync(request, folder, progress.Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total)), cancel);
            var gate = services.GetRequiredService<AdapterGate>();
            var report = await gate.MeasureAsync(
                workspace,
                basePath,
                adapter,
                folder,
                (done, all) => progress.Step("Asking", done, all),
                cancel
            );
            await (judged?.Invoke(data, folder, report) ?? Task.CompletedTask);
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
