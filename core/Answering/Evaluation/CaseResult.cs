using System.Text.Json.Serialization;

namespace ChatBot.Answering.Evaluation;

/// <summary>What one case came to.</summary>
/// <param name="Rank">1-based place of the first expected document among the ten best documents; 0 when none is there, null when none is
/// expected.</param>
/// <param name="Contained">The answer holds an expected one; null when none is expected.</param>
/// <param name="Confidence">As the answer shows it.</param>
/// <param name="Milliseconds">Through the whole <see cref="Answerer"/>.</param>
public sealed record CaseResult(
    string Question,
    Outcome Outcome,
    string Rule,
    int Words,
    int? Rank,
    bool? Contained,
    bool ShouldBlock,
    double Milliseconds,
    string Answer,
    double Confidence = 0
)
{
    /// <summary>What it came to beside the facts that were expected; null when none are.</summary>
    public FactVerdict? Facts { get; init; }

    /// <summary>False where nothing is written about it.</summary>
    public bool Answerable { get; init; } = true;

    /// <summary>The kinds of question that it counts among.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Addresses of the sources that the answer cites.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What makes the answer hard to read.</summary>
    public IReadOnlyList<ReadabilityFault> Faults { get; init; } = [];

    /// <summary>There is an answer, and neither a refusal nor a fault.</summary>
    [JsonIgnore]
    public bool Answered => Outcome is Outcome.Answered or Outcome.Corrected;

    /// <summary>The answer is right by the strictest thing that the case knows; null where it knows nothing.</summary>
    [JsonIgnore]
    public bool? Right =>
        !Answerable ? !Answered
        : Facts is not null ? Facts.Helpful
        : Contained ?? (Rank is null ? null : Rank == 1);
}
