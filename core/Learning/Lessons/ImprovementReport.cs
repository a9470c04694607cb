namespace ChatBot.Learning.Lessons;

/// <summary>What an improvement cycle found, and what it proposes. Everything proposed is a draft.</summary>
/// <param name="Read">Interactions that were looked at; <paramref name="Sampled"/> where there were more.</param>
/// <param name="PromptDraft">Id of the proposed prompt version; null where there was nothing to learn for it.</param>
public sealed record ImprovementReport(
    string RunId,
    int DaysBack,
    int Read,
    bool Sampled,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Recommendations,
    string? PromptDraft,
    int Proposals
);

/// <param name="Kind">poor_rating, no_answer, blocked.</param>
/// <param name="Comments">What people said of it; redacted.</param>
public sealed record Finding(string Kind, QuestionCluster Cluster, IReadOnlyList<string> Comments);

/// <summary>A proposal to change something outside the prompt.</summary>
public sealed class ImprovementProposal
{
    public string Id { get; init; } = "";
    public string RunId { get; init; } = "";

    /// <summary>in_scope_example, off_topic_example, missing_document, retire_correction.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The example question, the question that no document answers, or that of the correction.</summary>
    public string Text { get; init; } = "";

    /// <summary>JSON: how often, which interactions; the correction, and what the adapter answers without it.</summary>
    public string Detail { get; init; } = "";

    /// <summary>draft, accepted, dismissed.</summary>
    public string Status { get; init; } = "";
    public long CreatedMs { get; init; }
    public string? DecidedBy { get; init; }

    /// <summary>Of the kinds that can be accepted: a question that the topic check decides by.</summary>
    public static bool IsExample(string kind) => kind is "in_scope_example" or "off_topic_example";

    /// <summary>That a correction is retired which an adapter has learnt to do without. Once accepted it cannot be taken back.</summary>
    public const string Retirement = "retire_correction";
}
