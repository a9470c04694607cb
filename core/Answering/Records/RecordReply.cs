using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Answering.Records;

/// <summary>What is said to a question about records.</summary>
/// <param name="Rule">Of the receipt: <c>records:count</c>, <c>records:no-such-row</c>.</param>
/// <param name="Text">Not yet capped.</param>
internal sealed record RecordReply(Outcome Outcome, string Rule, string Text)
{
    /// <summary>What was counted; null where nothing was.</summary>
    public RecordQuery? Query { get; init; }

    /// <summary>The question that asks for it in full; follow-ups go on from it.</summary>
    public string? Question { get; init; }

    public Source? Source { get; init; }

    public IReadOnlyList<Choice> Choices { get; init; } = [];
}
