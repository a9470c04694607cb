using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Models.Files;
using ChatBot.Storage;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Publishing;
using ChatBot.Trainer.Publishing.Trainers;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>import</c>: an adapter that another trainer made, measured and registered like our own.</summary>
internal sealed class ImportVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var adapter = new Argument<string>("adapter")
        {
            Description = "A PEFT folder (adapter_config.json, adapter_model.safetensors), or a GGUF adapter.",
        };
        var (workspace, file) = (CommonOptions.Workspace(), CommonOptions.Base());
        var command = new Command("import", "Measure an adapter that another trainer made, and register it as a candidate.")
        {
            adapter,
            workspace,
            file,
        };
        command.SetAction(
            (parsed, cancel) => RunAsync(context, parsed.GetValue(adapter)!, parsed.GetValue(workspace)!, parsed.GetValue(file), cancel)
        );
        return command;
    }

    private static async Task<int> RunAsync(TrainerContext context, string given, string workspace, string? file, CancellationToken cancel)
    {
        await using var services = await context.OpenAsync(cancel);
        var basePath = CommonOptions.BaseOf(services, file);
        var found = TrainerImport.Check(given, basePath);
        var id = Ids.New(services.GetRequiredService<TimeProvider>());
        var folder = Path.Combine(services.GetRequiredService<RunFolder>().Of(workspace, id), "adapter");
        try
        {
            AdapterFiles.Take(found, basePath, folder, id);
            StoredAdapter? stored = null;
            var report = await EvaluateVerb.MeasureAsync(
                context,
                services,
                workspace,
                basePath,
                Path.Combine(folder, AdapterFolder.AdapterFile),
                async (data, read, report) =>
                {
                    var made = new Publication(
                        workspace,
                        id,
                        ModelHeader.Open(basePath),
                        await services.GetRequiredService<BaseModelHash>().OfAsync(basePath, cancel),
                        folder,
                        data,
                        read,
                        "elsewhere",
                        new Dictionary<string, string> { ["rank"] = $"{found.Rank}", ["alpha"] = $"{found.Alpha}" },
                        report,
                        ""
                    );
                    stored = await services.GetRequiredService<AdapterPublisher>().RegisterAsync(made, cancel);
                },
                cancel
            );
            await context.Out.WriteLineAsync(report.ToMarkdown());
            var isIn = stored!.Stage == AdapterStage.Candidate;
            await (isIn ? context.Out : context.Error).WriteLineAsync(
                isIn ? $"Adapter {id} is a candidate. Try it with: promote {id}." : stored.Reason
            );
            return isIn ? CommandLine.Done : CommandLine.Failed;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }
}
