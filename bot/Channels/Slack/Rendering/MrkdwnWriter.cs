using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>
/// Writes a document as mrkdwn. Slack has lines, bold, slanted, struck, code, quotes and links; lists are lines that begin with a dot or a
/// number, tables are code with its columns aligned.
/// </summary>
internal static class MrkdwnWriter
{
    private const string Indent = "    ";
    private const string Fence = "```";
    private const string Rule = "──────────";

    public static string Write(Document document)
    {
        var lines = new List<string>();
        Block? before = null;
        foreach (var block in document.Blocks)
        {
            if (before is not null && IsParted(before, block))
                lines.Add("");
            lines.AddRange(Lines(block).Select(line => line.Text));
            before = block;
        }
        return string.Join('\n', lines);
    }

    /// <summary>An empty line stands between all but what belongs together.</summary>
    private static bool IsParted(Block before, Block block) =>
        (before, block)
            is not ((Block.Heading, _) or (Block.Paragraph, Block.List or Block.Code or Block.Table) or (Block.List, Block.List));

    private static IEnumerable<Line> Lines(Block block) =>
        block switch
        {
            Block.Paragraph paragraph => Of(MrkdwnLine.Of(paragraph.Content)),
            Block.Heading heading => Of(MrkdwnLine.Of(heading.Content, Marks.Bold)),
            Block.Code code => Code(code.Text),
            Block.Quote quote => quote.Blocks.SelectMany(Lines).Select(line => line.After("&gt; ")),
            Block.List list => list.Items.SelectMany((item, index) => Item(ListMarker.Of(list, index), item)),
            Block.Table table => TextTable.Fits(table) ? Code(TextTable.Of(table)) : Of(table.Rows.SelectMany(row => Row(table, row))),
            _ => Of([Rule]),
        };

    private static IEnumerable<Line> Of(IEnumerable<string> lines) => lines.Select(line => new Line(line, IsCode: false));

    /// <summary>Three backticks within would end it.</summary>
    private static IEnumerable<Line> Code(string text) =>
        ((string[])[Fence, .. Mrkdwn.Escape(text.Replace(Fence, "ˋˋˋ")).Split('\n'), Fence]).Select(line => new Line(line, IsCode: true));

    private static IEnumerable<Line> Item(string marker, ListItem item)
    {
        var isFirst = true;
        foreach (var line in item.Blocks.SelectMany(Lines).DefaultIfEmpty(new Line("", IsCode: false)))
        {
            if (isFirst && line.IsCode)
                yield return new Line(marker, IsCode: false);
            yield return line.After(isFirst ? $"{marker} " : Indent);
            isFirst = false;
        }
    }

    /// <summary>A row too wide for a line of code: what it is about, then each column by its name.</summary>
    private static IEnumerable<string> Row(Block.Table table, IReadOnlyList<Cell> row)
    {
        var isFirst = true;
        foreach (var (header, cell) in table.Header.Zip(row))
        {
            if ((cell.Content.Count == 0 || Bars.Are(cell)) && !isFirst)
                continue;
            var name = PlainText.Of(header.Content).ReplaceLineEndings(" ").TrimEnd(':');
            var content = cell.Content.Select(inline => inline is Inline.Break ? new Inline.Text(" ") : inline);
            if (!isFirst && name.Length > 0)
                content = content.Prepend(new Inline.Text(name + ": "));
            foreach (var line in MrkdwnLine.Of([.. content], isFirst ? Marks.Bold : Marks.None))
                yield return (isFirst ? "• " : Indent) + line;
            isFirst = false;
        }
    }

    /// <param name="IsCode">Within fences nothing may stand before it; so code ends a quote and stands at the margin of a list.</param>
    private readonly record struct Line(string Text, bool IsCode)
    {
        public Line After(string prefix) => IsCode ? this : this with { Text = prefix + Text };
    }
}
