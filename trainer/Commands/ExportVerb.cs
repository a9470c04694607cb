using System.CommandLine;
using ChatBot.Starting;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Publishing.Trainers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Commands;

/// <summary><c>export</c>: the same data for another trainer, where one machine is not enough.</summary>
internal sealed class ExportVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var workspace = CommonOptions.Workspace();
        var trainer = new Option<OtherTrainer>("--for") { Description = "axolotl or trl.", Required = true };
        var folder = new Option<string>("--out") { Description = "Folder to write into.", Required = true };
        var model = new Option<string>("--base")
        {
            Description = "Hugging Face name or folder of the model that is served: these trainers do not read GGUF files.",
            Required = true,
        };
        var command = new Command("export", "Write data and a ready configuration for axolotl or TRL, on Ray or torchrun.")
        {
            trainer,
            folder,
            model,
            workspace,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var path = parsed.GetValue(folder)!;
                if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                    throw new UsageException($"{path} is not empty; name a new folder.");
                await using var services = await context.OpenAsync(cancel);
                var options = services.GetRequiredService<IOptions<TrainingOptions>>().Value;
                var request = new TrainerExportRequest(parsed.GetValue(trainer), parsed.GetValue(model)!)
                {
                    Rank = options.Rank,
                    Alpha = options.Alpha,
                    Dropout = options.Dropout,
                    IsRankStabilised = options.RankStabilised,
                    Epochs = options.Epochs,
                    Seed = options.Seed,
                };
                var data = Directory.CreateTempSubdirectory("chatbot-export-").FullName; // readable by this account alone
                try
                {
                    var progress = new JobProgress(context.Error).Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total));
                    var wanted = new DatasetRequest(parsed.GetValue(workspace)!, options.Seed);
                    await services.GetRequiredService<DatasetBuilder>().BuildAsync(wanted, data, progress, cancel);
                    var report = await TrainerExport.WriteAsync(data, path, request, cancel);
                    await context.Out.WriteLineAsync(
                        $"{report.Examples} examples and {report.Pairs} pairs are in {path}; README.md there says how to train with them."
                    );
                    return CommandLine.Done;
                }
                finally
                {
                    Directory.Delete(data, recursive: true);
                }
            }
        );
        return command;
    }
}
