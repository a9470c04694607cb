namespace ChatBot.Knowledge.Records.Asking;

/// <summary>What stands in a question, without what changes nothing, and which of it is accounted for.</summary>
internal sealed class QuestionItems(RecordLexicon lexicon, IEnumerable<RecordItem> items)
{
    public RecordLexicon Lexicon => lexicon;

    public IReadOnlyList<RecordItem> Items { get; } = [.. items.Where(item => item is not RecordItem.Filler)];

    /// <summary>Items that the query says.</summary>
    public HashSet<RecordItem> Used { get; } = [];

    public RecordItem? Next(int at) => at + 1 < Items.Count ? Items[at + 1] : null;

    /// <summary>A denial holds for the values that are joined behind it.</summary>
    public bool IsDenied(int at)
    {
        for (var before = at - 1; before >= 0; before--)
            switch (Items[before])
            {
                case RecordItem.Cue { Section: "not" } not:
                    Used.Add(not);
                    return true;
                case RecordItem.Cue { Section: "or" or "by" }:
                    continue;
                case RecordItem.Value other when SharesColumn(other, at):
                    continue;
                case RecordItem.Column when before == at - 1:
                    continue;
                default:
                    return false;
            }
        return false;
    }

    private bool SharesColumn(RecordItem.Value other, int at) =>
        other.Means.Any(one => ((RecordItem.Value)Items[at]).Means.Any(mine => mine.Column == one.Column));
}
