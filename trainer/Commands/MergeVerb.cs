using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Models.Files;
using ChatBot.Starting;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>merge</c>: base and adapter as one file, for runtimes that know no adapters.</summary>
internal sealed class MergeVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var id = new Argument<string>("id") { Description = "As list shows it." };
        var target = new Option<string>("--out") { Description = "The GGUF file to write.", Required = true };
        var (workspace, file) = (CommonOptions.Workspace(), CommonOptions.Base());
        var command = new Command("merge", "Write base and adapter as one GGUF file, for runtimes that know no adapters.")
        {
            id,
            target,
            workspace,
            file,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var adapter = services.GetRequiredService<AdapterFolder>().FileOf(parsed.GetValue(workspace)!, parsed.GetValue(id)!);
                if (!File.Exists(adapter))
                    throw new UsageException($"There is no adapter {parsed.GetValue(id)} in workspace {parsed.GetValue(workspace)}.");
                var basePath = CommonOptions.BaseOf(services, parsed.GetValue(file));
                var manifest = AdapterManifest.Read(Path.Combine(Path.GetDirectoryName(adapter)!, AdapterManifest.FileName));
                if (manifest.Base.Sha256 != await services.GetRequiredService<BaseModelHash>().OfAsync(basePath, cancel))
                    throw new UsageException(
                        $"{Path.GetFileName(basePath)} is not the base that {manifest.Id} was trained on ({manifest.Base.Name}): "
                            + "its SHA-256 is another."
                    );
                var path = Path.GetFullPath(parsed.GetValue(target)!);
                if (File.Exists(path))
                    throw new UsageException($"{path} is there already; name another file.");
                AdapterHeader.Open(adapter, ModelHeader.Open(basePath));
                MergedModel.Save(basePath, AdapterWeights.ReadGguf(adapter, basePath), path);
                await context.Out.WriteLineAsync(
                    $"{path} is {Path.GetFileName(basePath)} with {parsed.GetValue(id)}: {new FileInfo(path).Length >> 10} KiB."
                );
                return CommandLine.Done;
            }
        );
        return command;
    }
}
