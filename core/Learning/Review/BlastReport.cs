namespace ChatBot.Learning.Review;

/// <param name="Usual">Threshold of the workspace's corrections that have none of their own.</param>
/// <param name="IsRaised">Whether that is above the configured one: approved questions lie so near to each other that they ask for more.
/// </param>
/// <param name="Approved">Approved questions that it would answer otherwise than they were corrected, had they not been.</param>
/// <param name="Scanned">Interactions that were looked at.</param>
/// <param name="Sampled">True where the history is longer than that: only its newest part was.</param>
public sealed record BlastReport(
    string CorrectionId,
    double Threshold,
    double Usual,
    bool IsRaised,
    IReadOnlyList<BlastStep> Steps,
    IReadOnlyList<BlastExample> Examples,
    IReadOnlyList<BlastApproved> Approved,
    long Scanned,
    long Total,
    bool Sampled
);

/// <param name="Questions">Different wordings that would have been answered by the correction at this threshold.</param>
/// <param name="Interactions">How often they were asked.</param>
public sealed record BlastStep(double Threshold, int Questions, int Interactions);

/// <summary>An approved correction that says something else.</summary>
/// <param name="Similarity">From which the measured correction would answer its question, if it were not there.</param>
public sealed record BlastApproved(string CorrectionId, string Question, double Similarity);

/// <param name="Outcomes">How these questions ended, and how often.</param>
/// <param name="Stars">Average of the overall stars that the answers got; null where none.</param>
public sealed record BlastExample(
    string Question,
    double Similarity,
    int Times,
    IReadOnlyDictionary<string, int> Outcomes,
    int Up,
    int Down,
    double? Stars
);
