namespace ChatBot.Learning.Exports;

public enum ExportFormat
{
    /// <summary>Chat fine-tuning of OpenAI: one <c>{"messages": […]}</c> a line.</summary>
    Openai,

    /// <summary>Amazon Bedrock: one <c>bedrock-conversation-2024</c> object a line.</summary>
    BedrockJsonl,

    /// <summary>One <c>{"prompt", "chosen", "rejected"}</c> a line, from approved corrections.</summary>
    Preference,

    /// <summary>Direct preference optimisation of OpenAI: <c>{"input", "preferred_output", "non_preferred_output"}</c> a line.</summary>
    OpenaiPreference,

    /// <summary>One array of <see cref="TrainingRow"/>.</summary>
    Json,

    /// <summary><see cref="TrainingRow"/> a line, as the trainer reads it.</summary>
    Jsonl,

    /// <summary>For spreadsheets; texts that would run as formulas are made harmless.</summary>
    Csv,

    /// <summary>A database file that stands alone.</summary>
    Sqlite,
}

/// <param name="QualityThreshold">Only rows whose <see cref="TrainingRow.Quality"/> is known and at least this; 0 to 1.</param>
/// <param name="ApprovedOnly">Only what an admin approved.</param>
public sealed record ExportRequest(string Workspace, ExportFormat Format, double? QualityThreshold = null, bool ApprovedOnly = false);

/// <summary>A question with the answer it should get. Texts are redacted.</summary>
/// <param name="Answer">The approved correction where there is one, else the answer given.</param>
/// <param name="Rejected">The answer that a correction replaced; null where nothing was corrected.</param>
/// <param name="Approved">An admin approved the answer.</param>
/// <param name="Quality">0 to 1: 1 where approved, else the mean of stars, (stars − 1) / 4, and thumbs, 1 or 0; null where nobody
/// rated.</param>
public sealed record TrainingRow(
    string Id,
    string Question,
    string Answer,
    string? Rejected,
    string Outcome,
    string Category,
    string Channel,
    bool Approved,
    double? Quality,
    int Ratings,
    DateTimeOffset Created
);

/// <summary>What was exported, and how to check that a file is that.</summary>
/// <param name="Read">Interactions that were looked at.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
public sealed record ExportManifest(
    ExportFormat Format,
    string Workspace,
    double? QualityThreshold,
    bool ApprovedOnly,
    bool Redacted,
    long Rows,
    long Read,
    long Bytes,
    string Sha256,
    DateTimeOffset Created
);
