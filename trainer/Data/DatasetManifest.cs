using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatBot.Trainer.Data;

/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
/// <param name="Rows">Examples.</param>
/// <param name="Pairs">Those of them that have an answer which people did not want.</param>
/// <param name="Clusters">Of meaning; no other part has an example of any of them.</param>
/// <param name="Moved">Clusters that came from training, since the part had none.</param>
public sealed record PartManifest(string File, string Sha256, long Bytes, int Rows, int Pairs, int Clusters, int Moved);

/// <summary>What was counted on the way; the names are those of <c>trainer/Data/README.md</c>.</summary>
/// <param name="Read">Rows by where they were read from.</param>
/// <param name="LeftOut">Rows by why they are not learnt from.</param>
/// <param name="Kept">Examples by kind.</param>
/// <param name="Passages">Examples by where their sources are from: as_served, anew.</param>
/// <param name="PromptVersions">Examples by prompt version.</param>
public sealed record DatasetCounts(
    IReadOnlyDictionary<string, int> Read,
    IReadOnlyDictionary<string, int> LeftOut,
    IReadOnlyDictionary<string, int> Kept,
    IReadOnlyDictionary<string, int> Passages,
    IReadOnlyDictionary<string, int> PromptVersions
);

/// <summary>
/// What a data set is made of, and how to check that files are it. Nothing in it depends on the hour, so the same rows give the same bytes.
/// </summary>
/// <param name="Sha256">Of all parts: the hash of their hashes, in order.</param>
/// <param name="CodeVersion">Of the trainer that made it.</param>
/// <param name="Embedder">Whose vectors the clusters are from.</param>
/// <param name="Filters">Settings that decided what was read.</param>
/// <param name="Limits">Settings against poisoning.</param>
public sealed record DatasetManifest(
    string Sha256,
    string Workspace,
    int Seed,
    string CodeVersion,
    string Embedder,
    DatasetOptions Filters,
    PoisoningLimits Limits,
    DatasetCounts Counts,
    IReadOnlyDictionary<DatasetPart, PartManifest> Parts
)
{
    /// <summary>Parts without an example.</summary>
    public IReadOnlyList<DatasetPart> Empty => [.. Parts.Where(part => part.Value.Rows == 0).Select(part => part.Key)];

    internal static string HashOf(IEnumerable<PartManifest> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(parts.Select(part => part.Sha256)))));

    /// <summary>Reads a folder's manifest and checks that its files are the ones that it names.</summary>
    /// <exception cref="DatasetException">It is no data set, or not whole.</exception>
    public static async Task<DatasetManifest> OpenAsync(string folder, CancellationToken cancel = default)
    {
        var path = Path.Combine(folder, DatasetFiles.Manifest);
        if (!File.Exists(path))
            throw new DatasetException($"{folder} holds no data set: {DatasetFiles.Manifest} is missing.");
        DatasetManifest manifest;
        try
        {
            manifest = WireJson.Read<DatasetManifest>(await File.ReadAllTextAsync(path, cancel));
        }
        catch (JsonException fault)
        {
            throw new DatasetException($"{path} is no manifest of a data set; make the data set anew.", fault);
        }
        foreach (var part in manifest.Parts.Values)
        {
            var file = Path.Combine(folder, part.File);
            if (!File.Exists(file))
                throw new DatasetException($"{file} is missing; make the data set anew.");
            await using var stream = File.OpenRead(file);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel)) != part.Sha256)
                throw new DatasetException($"{file} is not the file that the manifest names; make the data set anew.");
        }
        return manifest;
    }
}
