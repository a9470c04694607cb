namespace ChatBot.Answering.Corrections;

/// <summary>A correction that may be what a question wants.</summary>
/// <param name="Evidence"><see cref="PairFeatures"/> but the last; null where only words are known.</param>
internal sealed record Candidate(ApprovedCorrection Correction, PairComparison Words, double[]? Evidence);
