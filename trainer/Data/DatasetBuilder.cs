using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Embedding;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Writes what was approved as training, validation and test file with a manifest. The same rows and the same request give the same bytes.
/// </summary>
public sealed class DatasetBuilder
{
    private readonly DatasetPlanner _planner;
    private readonly Embedder _embedder;
    private readonly DatasetOptions _options;
    private readonly PoisoningLimits _limits;

    internal DatasetBuilder(
        DatasetPlanner planner,
        Embedder embedder,
        IOptions<DatasetOptions> options,
        IOptions<PoisoningLimits> limits
    ) => (_planner, _embedder, _options, _limits) = (planner, embedder, options.Value, limits.Value);

    /// <summary>Version of this program, as its build names it.</summary>
    public static string CodeVersion { get; } =
        typeof(DatasetBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <param name="folder">Made where it is missing; files of a data set in it are replaced. The manifest comes last, when all else is
    /// whole.</param>
    /// <exception cref="DatasetException">There is nothing to learn from, or the embedder failed; the message says what to do.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<DatasetManifest> BuildAsync(
        DatasetRequest request,
        string folder,
        IProgress<DatasetProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        PrivateFiles.MakeFolder(folder);
        using var plan = await _planner.PlanAsync(request, folder, progress, cancel);
        Require(plan, request);
        File.Delete(Path.Combine(folder, DatasetFiles.Manifest));
        var parts = new SortedDictionary<DatasetPart, PartManifest>();
        foreach (var part in Enum.GetValues<DatasetPart>())
            parts[part] = await WriteAsync(plan, part, folder, progress, cancel);
        var manifest = new DatasetManifest(
            DatasetManifest.HashOf(parts.Values),
            request.Workspace,
            request.Seed,
            CodeVersion,
            _embedder.Name,
            _options,
            _limits,
            plan.Counts,
            parts
        );
        await ReplaceAsync(
            Path.Combine(folder, DatasetFiles.Manifest),
            async file => await file.WriteAsync(Encoding.UTF8.GetBytes(WireJson.Write(manifest) + "\n"), cancel)
        );
        return manifest;
    }

    private void Require(DatasetPlan plan, DatasetRequest request)
    {
        if (plan.Examples[DatasetPart.Train].Count > 0)
            return;
        var where = request.Workspace == Workspaces.Default ? "" : $" in workspace {request.Workspace}";
        var left = string.Join(", ", plan.Tally.LeftOut.Select(reason => $"{reason.Key} {reason.Value}"));
        throw new DatasetException(
            $"There is nothing to learn from{where}: approve corrections, or have answers rated {_options.LeastStars} stars or more, "
                + $"overall and for accuracy{(left.Length > 0 ? $" (left out: {left})" : "")}."
        );
    }

    private static async Task<PartManifest> WriteAsync(
        DatasetPlan plan,
        DatasetPart part,
        string folder,
        IProgress<DatasetProgress>? progress,
        CancellationToken cancel
    )
    {
        var (hash, bytes) = ("", 0L);
        var counts = plan.CountsOf(part);
        await ReplaceAsync(
            Path.Combine(folder, DatasetFiles.NameOf(part)),
            async file =>
            {
                using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                foreach (var (i, example) in plan.Examples[part].Index())
                {
                    var line = Encoding.UTF8.GetBytes(WireJson.Write(plan.LineOf(example)) + "\n");
                    sha.AppendData(line);
                    await file.WriteAsync(line, cancel);
                    bytes += line.Length;
                    progress?.Report(new DatasetProgress("writing", i + 1, counts.Rows));
                }
                hash = Convert.ToHexStringLower(sha.GetHashAndReset());
            }
        );
        return new PartManifest(DatasetFiles.NameOf(part), hash, bytes, counts.Rows, counts.Pairs, counts.Clusters, counts.Moved);
    }

    /// <summary>The file appears under its name when it is whole.</summary>
    private static async Task ReplaceAsync(string path, Func<Stream, Task> write)
    {
        var draft = path + ".part";
        try
        {
            await using (var file = PrivateFiles.Create(draft))
                await write(file);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
