namespace ChatBot.Trainer.Data;

/// <summary>What is kept in memory of an example while others are read: the prompt waits in a file.</summary>
/// <param name="Offset">Of its line in the spool, in bytes.</param>
internal sealed record Example(
    string Id,
    FeedbackKind Kind,
    string Question,
    string Canonical,
    string Answer,
    string Person,
    string Reviewer,
    string Topic,
    long AtMs,
    bool IsPair,
    string PromptVersion,
    string Passages,
    long Offset,
    int Length
)
{
    /// <summary>Hash of its cluster, once that is known.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Number of its claim: wordings of one have the same.</summary>
    public int Claim { get; init; }
}
