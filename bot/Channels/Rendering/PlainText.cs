using System.Text;

namespace ChatBot.Bot.Channels.Rendering;

/// <summary>A document's words, for places that know no look at all: notifications, a card that cannot be shown.</summary>
internal static class PlainText
{
    public static string Of(Document document) => string.Join('\n', document.Blocks.SelectMany(Lines));

    public static string Of(IEnumerable<Inline> content)
    {
        var built = new StringBuilder();
        foreach (var inline in content)
            built.Append(
                inline switch
                {
                    Inline.Text text => text.Value,
                    Inline.Label label => $"[{label.Number}]",
                    _ => "\n",
                }
            );
        return built.ToString();
    }

    private static IEnumerable<string> Lines(Block block) =>
        block switch
        {
            Block.Paragraph paragraph => Of(paragraph.Content).Split('\n'),
            Block.Heading heading => Of(heading.Content).Split('\n'),
            Block.Code code => code.Text.Split('\n'),
            Block.Quote quote => quote.Blocks.SelectMany(Lines),
            Block.List list => list.Items.SelectMany((item, index) => Item(ListMarker.Of(list, index), item)),
            Block.Table table => table.Rows.Prepend(table.Header).Select(Row),
            _ => [],
        };

    private static IEnumerable<string> Item(string marker, ListItem item) =>
        item.Blocks.SelectMany(Lines).DefaultIfEmpty("").Select((line, index) => index == 0 ? $"{marker} {line}" : $"  {line}");

    private static string Row(IReadOnlyList<Cell> cells) =>
        string.Join(" | ", cells.Select(cell => Of(cell.Content).ReplaceLineEndings(" ")));
}

internal static class ListMarker
{
    /// <summary>What stands before an item: its number, its box, or a dot.</summary>
    public static string Of(Block.List list, int index) =>
        (list.Items[index].IsDone, list.Start) switch
        {
            (true, _) => "☑",
            (false, _) => "☐",
            (_, { } start) => $"{start + index}.",
            _ => "•",
        };
}
