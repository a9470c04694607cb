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
);
