using System.CommandLine;
using ChatBot.Starting;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Model.Tiny;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary>
/// <c>new-base --tiny</c>: a small model from nothing but the documents, so that all else can be tried without a real one.
/// </summary>
internal sealed class NewBaseVerb : IVerb
{
    private static readonly string[] Texts = [".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc"];

    public Command Describe(TrainerContext context)
    {
        var tiny = new Option<bool>("--tiny") { Description = "The only size there is: about a minute on two cores.", Required = true };
        var target = new Option<string>("--out") { Description = "The GGUF file to write.", Required = true };
        var documents = new Option<string?>("--documents")
        {
            Description = "A folder of Markdown and text files, or one of them; without it the documents that are indexed.",
        };
        var workspace = CommonOptions.Workspace();
        var command = new Command("new-base", "Train a tiny model from scratch, to try the trainer with.")
        {
            tiny,
            target,
            documents,
            workspace,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (!parsed.GetValue(tiny))
                    throw new UsageException("new-base makes tiny models only: say --tiny. A real base is a GGUF file that you download.");
                await using var services = await context.OpenAsync(cancel);
                var read = parsed.GetValue(documents) is { } path
                    ? await FilesAsync(path, cancel)
                    : await new IndexedDocuments(services.GetRequiredService<Storage.IDatabase>()).ReadAsync(
                        parsed.GetValue(workspace)!,
                        cancel
                    );
                if (read.Count == 0)
                    throw new UsageException(
                        parsed.GetValue(documents) is null
                            ? "Nothing is indexed: start the bot once, ingest documents, or name some with --documents PATH."
                            : $"{parsed.GetValue(documents)} holds no Markdown or text files."
                    );
                var file = Path.GetFullPath(parsed.GetValue(target)!);
                var progress = new JobProgress(context.Error);
                progress.Say($"Learning from {read.Count} documents.");
                var result = await TinyBase.TrainAsync(
                    read,
                    new TinyBaseSettings(),
                    file,
                    progress.OfTraining(),
                    services.GetRequiredService<TimeProvider>(),
                    cancel
                );
                await context.Out.WriteLineAsync(
                    FormattableString.Invariant(
                        $"{file} is a base of {new FileInfo(file).Length >> 10} KiB, loss {result.TrainingLoss:0.00}."
                    )
                );
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(string path, CancellationToken cancel)
    {
        if (!Path.Exists(path))
            throw new UsageException($"{path} does not exist.");
        IEnumerable<string> files = File.Exists(path)
            ? [path]
            : Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => Texts.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal);
        var texts = new List<string>();
        foreach (var file in files)
            texts.Add(await File.ReadAllTextAsync(file, cancel));
        return texts;
    }
}
