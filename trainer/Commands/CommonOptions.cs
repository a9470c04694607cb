using System.CommandLine;
using ChatBot.Models;
using ChatBot.Starting;
using ChatBot.Storage;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Commands;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    public static Option<string> Workspace() =>
        new("--workspace") { Description = "Whose feedback and adapters.", DefaultValueFactory = _ => Workspaces.Default };

    public static Option<string?> Base() =>
        new("--base") { Description = "The GGUF file that is served, to train on. Without it Training:Base counts, or Model:Path." };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };

    /// <summary>The base's full path.</summary>
    /// <exception cref="UsageException">None is named, or it is not there.</exception>
    public static string BaseOf(IServiceProvider services, string? given)
    {
        var training = services.GetRequiredService<IOptions<TrainingOptions>>().Value.Base;
        var path = (string?[])[given, training, services.GetRequiredService<IOptions<ModelOptions>>().Value.Path];
        if (path.FirstOrDefault(one => !string.IsNullOrWhiteSpace(one)) is not { } named)
            throw new UsageException(
                "No base is named: give --base FILE, the GGUF file that the bot serves, or set Model:Path. To try the trainer without "
                    + "one, make a tiny one: new-base --tiny --out tiny.gguf."
            );
        return File.Exists(named) ? Path.GetFullPath(named) : throw new UsageException($"{named} does not exist.");
    }
}
