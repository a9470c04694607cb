using ChatBot.Answering;

namespace ChatBot.Interactions;

/// <summary>What stands in the column <c>receipt</c> of a turn.</summary>
/// <param name="Sources">Those that the answer cites, numbered as its labels are.</param>
/// <param name="Choices">Questions that lead on from the answer; null for none.</param>
internal sealed record StoredReceipt(Receipt Receipt, IReadOnlyList<Source> Sources, IReadOnlyList<Choice>? Choices = null)
{
    public static StoredReceipt Of(Answer answer) => new(answer.Receipt, answer.Sources, answer.Choices.Count > 0 ? answer.Choices : null);
}
