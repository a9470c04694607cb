using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Answering;

/// <summary>How a turn ended. On the wire and in storage: answered, corrected, blocked, no_answer, failed.</summary>
public enum Outcome
{
    Answered,
    Corrected,
    Blocked,
    NoAnswer,
    Failed,
}

/// <summary>Outcomes by the names that stand on the wire and in storage.</summary>
public static class OutcomeNames
{
    public static string Of(Outcome outcome) => WireJson.Write(outcome).Trim('"');

    public static Outcome Read(string name) => WireJson.Read<Outcome>($"\"{name}\"");
}

/// <summary>What the person gets. Every outcome has a text; silence is a defect.</summary>
/// <param name="Text">At most <c>Answer:MaxWords</c> words, Markdown, with [n] labels that refer to <see cref="Sources"/>.</param>
/// <param name="Confidence">0 to 1; how likely the answer is right.</param>
/// <param name="Sources">Numbered from 1, only those that the text cites; of <c>no_answer</c> the closest pages, which it does not.</param>
public sealed record Answer(
    string InteractionId,
    string Text,
    Outcome Outcome,
    int Words,
    double Confidence,
    IReadOnlyList<Source> Sources,
    Receipt Receipt
)
{
    /// <summary>Questions that lead on from it, for buttons: another reading, or a part of it changed. Mostly none.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];
}

/// <summary>Why the answer is what it is: stored with it, shown to admins, enough to replay it.</summary>
public sealed record Receipt
{
    public required Outcome Outcome { get; init; }

    /// <summary>The stage that decided the outcome: guarding, corrections, retrieval, generation, …</summary>
    public required string Stage { get; init; }

    /// <summary>The rule within the stage, e.g. <c>topic</c>, <c>injection:override</c>, <c>threshold</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>0 to 1, null where no topic check ran.</summary>
    public double? TopicScore { get; init; }

    public int Words { get; init; }

    /// <summary>The question as it was searched for, where the conversation completed it; else null.</summary>
    public string? StandaloneQuestion { get; init; }

    /// <summary>Where one message listed several questions, the receipt of each in their order; else null.</summary>
    public IReadOnlyList<Receipt>? Parts { get; init; }

    public string PromptVersion { get; init; } = "";
    public string Generator { get; init; } = "";
    public string? Model { get; init; }

    /// <summary>The adapter that wrote it; null where none did.</summary>
    public string? Adapter { get; init; }

    /// <summary>
    /// The adapter that the conversation was given, whoever wrote the answer in the end; <c>base</c> for the model as it is configured,
    /// empty where the question never got as far as a model. Adapters are compared by it.
    /// </summary>
    public string AssignedAdapter { get; init; } = "";

    public string? CorrectionId { get; init; }

    /// <summary>Experiment and arm, e.g. <c>short-prompt:b</c>; empty outside experiments.</summary>
    public string Arm { get; init; } = "";

    /// <summary>What was counted, where the answer is about records; else null.</summary>
    public RecordQuery? Records { get; init; }

    /// <summary>Category of the best source.</summary>
    public string Category { get; init; } = "";

    public IReadOnlyList<ReceiptSource> Sources { get; init; } = [];

    /// <summary>Milliseconds by stage, in the order they ran, and <c>total</c>.</summary>
    public IReadOnlyDictionary<string, double> LatencyMs { get; init; } = new Dictionary<string, double>();
}

/// <summary>A passage that retrieval offered, cited or not.</summary>
public sealed record ReceiptSource(string ChunkId, string Uri, double Similarity, bool Cited);
