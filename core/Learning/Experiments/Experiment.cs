namespace ChatBot.Learning.Experiments;

/// <summary>Two prompt versions, and which share of conversations gets the second.</summary>
public sealed class Experiment
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string VersionA { get; init; } = "";
    public string VersionB { get; init; } = "";
    public double ShareB { get; init; }

    /// <summary>running, stopped, promoted.</summary>
    public string Status { get; init; } = "";
    public long CreatedMs { get; init; }
    public string CreatedBy { get; init; } = "";
    public long? EndedMs { get; init; }

    /// <summary>The version that was promoted.</summary>
    public string? Winner { get; init; }
}

/// <param name="Good">People who gave more thumbs up, or four and five stars, than the opposite; who gives no name is one of them.</param>
/// <param name="Bad">People who gave more thumbs down, or one and two stars.</param>
public sealed record ArmFigures(string Version, long Questions, IReadOnlyDictionary<string, long> Outcomes, long Good, long Bad);

/// <param name="ProbabilityBIsBetter">0 to 1, by <paramref name="Method"/>.</param>
public sealed record ExperimentResult(Experiment Experiment, ArmFigures A, ArmFigures B, double ProbabilityBIsBetter, string Method);
