using System.Text.Json.Serialization;

namespace ChatBot.Learning.Registry;

/// <summary>A registered adapter.</summary>
public sealed record StoredAdapter
{
    public required string Id { get; init; }
    public required string Workspace { get; init; }
    public required AdapterStage Stage { get; init; }

    /// <summary>Share of conversations that a canary answers, between 0 and 1; null in every other stage.</summary>
    public double? Share { get; init; }

    public required AdapterManifest Manifest { get; init; }

    /// <summary>Why it was rejected or retired; empty in every other stage.</summary>
    public string Reason { get; init; } = "";

    public long CreatedMs { get; init; }
    public string CreatedBy { get; init; } = "";

    /// <summary>When it came into its stage.</summary>
    public long MovedMs { get; init; }

    /// <summary>When it last came into production; null where it never did, or was rolled back from there.</summary>
    [JsonIgnore]
    public long? ProducedMs { get; init; }
}

/// <summary>What became of a step.</summary>
/// <param name="Adapter">As it is now; null where nothing was changed.</param>
/// <param name="Code">One of <see cref="RefusalCodes"/>; empty where it was done.</param>
/// <param name="Message">Why not, and what to do.</param>
public sealed record AdapterStep(StoredAdapter? Adapter, string Code = "", string Message = "")
{
    /// <summary>After a roll-back: what answers now where it answered, an adapter's id or <c>base</c>; else null.</summary>
    public string? Instead { get; init; }

    internal static AdapterStep Refused(string code, string message) => new(null, code, message);
}
