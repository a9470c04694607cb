using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Models;
using ChatBot.Models.Files;
using ChatBot.Starting;
using ChatBot.Storage;
using ChatBot.Trainer.Evaluation;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Publishing;
using ChatBot.Trainer.Publishing.Trainers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Commands;

/// <summary><c>import</c>: an adapter that another trainer made, measured and registered like our own.</summary>
internal sealed class ImportVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var adapter = new Argument<string?>("adapter")
        {
            Description = "A PEFT folder (adapter_config.json, adapter_model.safetensors), or a GGUF adapter.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var served = new Option<string?>("--served-as")
        {
            Description =
                "In place of files: the name that the bot's endpoint (Model:Endpoint) has for it; --base is then the name that "
                + "it has for the base.",
        };
        var (workspace, file) = (CommonOptions.Workspace(), CommonOptions.Base());
        var command = new Command("import", "Measure an adapter that another trainer made, and register it as a candidate.")
        {
            adapter,
            served,
            workspace,
            file,
        };
        command.SetAction(
            (parsed, cancel) =>
                (parsed.GetValue(adapter), parsed.GetValue(served)) switch
                {
                    ({ } files, null) => RunAsync(context, files, parsed.GetValue(workspace)!, parsed.GetValue(file), cancel),
                    (null, { } name) => ServedAsync(context, name, parsed.GetValue(workspace)!, parsed.GetValue(file), cancel),
                    _ => throw new UsageException("Name an adapter's files, or --served-as, and not both."),
                }
        );
        return command;
    }

    private static async Task<int> ServedAsync(
        TrainerContext context,
        string name,
        string workspace,
        string? baseName,
        CancellationToken cancel
    )
    {
        await using var services = await context.OpenAsync(cancel);
        var model = services.GetRequiredService<IOptions<ModelOptions>>().Value;
        if (model.Endpoint.Length == 0)
            throw new UsageException("Model:Endpoint names no endpoint that could have it.");
        return await RegisterServedAsync(context, services, workspace, baseName ?? model.Name, name, data: null, cancel);
    }

    /// <summary>Measures and registers what the bot's endpoint has.</summary>
    /// <param name="data">Folder of the data set that it was made with; null: of what is approved now.</param>
    internal static async Task<int> RegisterServedAsync(
        TrainerContext context,
        IServiceProvider services,
        string workspace,
        string baseName,
        string name,
        string? data,
        CancellationToken cancel
    )
    {
        var elsewhere = services.GetRequiredService<ServedElsewhere>();
        var (stored, report) = await elsewhere.RegisterAsync(workspace, baseName, name, data, new JobProgress(context.Error), cancel);
        return await TellAsync(context, stored, report);
    }

    private static async Task<int> TellAsync(TrainerContext context, StoredAdapter stored, GateReport report)
    {
        await context.Out.WriteLineAsync(report.ToMarkdown());
        var isIn = stored.Stage == AdapterStage.Candidate;
        await (isIn ? context.Out : context.Error).WriteLineAsync(
            isIn ? $"Adapter {stored.Id} is a candidate. Try it with: promote {stored.Id}." : stored.Reason
        );
        return isIn ? CommandLine.Done : CommandLine.Failed;
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
            return await TellAsync(context, stored!, report);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }
}
