using ChatBot.Interactions;
using ChatBot.Privacy;

namespace ChatBot.Trainer.Data;

/// <summary>A turn as it is read for learning.</summary>
internal sealed class AnsweredRow
{
    /// <summary>Of table interactions, called i.</summary>
    public const string Columns =
        "i.id as Id, i.question as Question, i.answer as Answer, i.category as Category, i.prompt_version as PromptVersion, "
        + "i.receipt as Receipt, i.created as AtMs";

    public string Id { get; init; } = "";
    public string Question { get; init; } = "";
    public string Answer { get; init; } = "";
    public string Category { get; init; } = "";
    public string PromptVersion { get; init; } = "";
    public string Receipt { get; init; } = "";
    public long AtMs { get; init; }
    public string? Person { get; init; }

    public StoredReceipt Stored() => WireJson.Read<StoredReceipt>(Receipt);

    /// <summary>Why no prompt was ever written for it that could be written again; null where one can.</summary>
    public string? Unfit(StoredReceipt stored) =>
        stored.Receipt.Parts is not null ? Reasons.ManyQuestions
        : stored.Receipt.Rule.StartsWith("records:", StringComparison.Ordinal) ? Reasons.Counted
        : IsOfConversation(stored.Receipt.Rule) ? Reasons.Conversation
        : null;

    /// <summary>Without the answer.</summary>
    public Feedback ToFeedback(FeedbackKind kind, StoredReceipt stored, Redactor redactor) =>
        new(Id, kind, redactor.Redact(stored.Receipt.StandaloneQuestion ?? Question).Text, "", AtMs)
        {
            Topic = Category,
            PromptVersion = PromptVersion,
            Chunks = [.. stored.Receipt.Sources.Select(source => source.ChunkId)],
        };

    /// <summary>A greeting, one sentence of what was shown before, nothing beside what was shown before; or no words at all.</summary>
    private static bool IsOfConversation(string rule) =>
        rule is "sentence" or "nothing-else"
        || rule.StartsWith("smalltalk", StringComparison.Ordinal)
        || rule.StartsWith("input", StringComparison.Ordinal);
}
