using System.Text.Json;

namespace ChatBot.Learning.Registry;

/// <summary>
/// What an adapter was made of and how it measured: <c>manifest.json</c> beside it, written by whoever trained it, kept by the registry.
/// Holds nothing that people wrote.
/// </summary>
public sealed record AdapterManifest
{
    /// <summary>Its name beside the adapter.</summary>
    public const string FileName = "manifest.json";

    public required string Id { get; init; }
    public required string Workspace { get; init; }
    public required AdapterBase Base { get; init; }

    /// <summary>SHA-256 of <c>adapter.gguf</c>, lower-case hexadecimal; null where only a server elsewhere has it.</summary>
    public string? AdapterSha256 { get; init; }

    /// <summary>The name that an OpenAI-compatible server has for it; null where that is the id.</summary>
    public string? ServedAs { get; init; }

    public required AdapterData Data { get; init; }

    /// <summary>What was minimised: <c>supervised</c>, <c>dpo</c>.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Rank, rate, seed and the like, as they were used.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Before and after, in the order of the table that people read.</summary>
    public IReadOnlyList<GateFigure> Metrics { get; init; } = [];

    public string CodeVersion { get; init; } = "";
    public DateTimeOffset Created { get; init; }

    /// <summary>The training run that made it; empty where that was elsewhere.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The gates that it did not pass, as one sentence; null where it passed all.</summary>
    public string? Refusal() =>
        Metrics.Where(figure => !figure.Passed).ToList() is { Count: > 0 } failed
            ? $"The gate refused it: {string.Join("; ", failed.Select(figure => figure.ToString()))}."
            : null;

    /// <summary>Reads a manifest file.</summary>
    /// <exception cref="RegistryException">It is missing, or none.</exception>
    public static AdapterManifest Read(string path)
    {
        try
        {
            return WireJson.Read<AdapterManifest>(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException($"{path} cannot be read: {fault.Message}", fault);
        }
        catch (JsonException fault)
        {
            throw new RegistryException($"{path} is no manifest of an adapter: {fault.Message}", fault);
        }
    }

    /// <summary>Writes it into the adapter's folder, whole or not at all.</summary>
    public void Write(string folder)
    {
        var part = Path.Combine(folder, $".{FileName}.part");
        File.WriteAllText(part, WireJson.Write(this));
        File.Move(part, Path.Combine(folder, FileName), overwrite: true);
    }
}

/// <summary>The model that an adapter was trained on.</summary>
/// <param name="Name">As its file calls itself.</param>
/// <param name="Sha256">Of the GGUF file that is served, lower-case hexadecimal; empty where it is served elsewhere.</param>
/// <param name="Architecture">GGUF's name of it, e.g. <c>llama</c>.</param>
public sealed record AdapterBase(string Name, string Sha256, string Architecture);

/// <summary>What an adapter was trained on.</summary>
/// <param name="Sha256">Of the data set's file.</param>
/// <param name="Counts">Examples by part and kind, e.g. <c>train</c>, <c>validation</c>, <c>test</c>.</param>
public sealed record AdapterData(string Sha256, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Ids of the approved corrections in the training part: it may have learnt to do without them.</summary>
    public IReadOnlyList<string> Corrections { get; init; } = [];
}

/// <summary>One row of the table before and after.</summary>
/// <param name="Name">What was measured, e.g. <c>perplexity, held out</c>.</param>
/// <param name="Gate">What it had to keep to, in words; empty where it is shown only.</param>
public sealed record GateFigure(string Name, double Base, double Adapted, bool Passed, string Gate = "")
{
    public override string ToString() => FormattableString.Invariant($"{Name} {Base:0.####} → {Adapted:0.####} ({Gate})");
}

/// <summary>An adapter cannot be registered or used; the message says why, in one line.</summary>
public sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner);
