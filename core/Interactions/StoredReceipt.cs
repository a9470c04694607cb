using ChatBot.Answering;

namespace ChatBot.Interactions;

/// <summary>What stands in the column <c>receipt</c> of a turn.</summary>
/// <param name="Sources">Those that the answer cites, numbered as its labels are.</param>
internal sealed record StoredReceipt(Receipt Receipt, IReadOnlyList<Source> Sources);
