using ChatBot.Bot.Channels.Rendering;
using Spectre.Console;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>A table as lines of a fixed pitch: columns padded to their widest cell, a line below each header.</summary>
internal static class TextTable
{
    /// <summary>Columns of characters that a line of code has on a small screen before it wraps.</summary>
    private const int Widest = 60;

    private const string Between = "  ";

    /// <summary>False where lines would wrap, or where a cell opens a page, which code cannot.</summary>
    public static bool Fits(Block.Table table) =>
        Widths(table) is var widths
        && widths.Sum() + Between.Length * (widths.Count - 1) <= Widest
        && !Rows(table).Any(row => row.Any(cell => cell.Content.Any(inline => inline is Inline.Text { Address: not null })));

    public static string Of(Block.Table table)
    {
        var widths = Widths(table);
        var lines = table.Rows.Select(row => Line(table, row, widths));
        if (table.Header.Any(cell => cell.Content.Count > 0))
            lines = lines
                .Prepend(
                    string.Join(
                            Between,
                            widths.Select((width, index) => new string(Text(table.Header[index]).Length > 0 ? '─' : ' ', width))
                        )
                        .TrimEnd()
                )
                .Prepend(Line(table, table.Header, widths));
        return string.Join('\n', lines);
    }

    private static string Line(Block.Table table, IReadOnlyList<Cell> row, List<int> widths) =>
        string.Join(Between, row.Select((cell, index) => Padded(Text(cell), widths[index], table.Columns[index]))).TrimEnd();

    private static string Padded(string text, int width, Alignment alignment)
    {
        var missing = width - text.GetCellWidth();
        var before = alignment switch
        {
            Alignment.End => missing,
            Alignment.Center => missing / 2,
            _ => 0,
        };
        return new string(' ', before) + text + new string(' ', missing - before);
    }

    private static List<int> Widths(Block.Table table) =>
        [.. table.Columns.Select((_, index) => Rows(table).Max(row => Text(row[index]).GetCellWidth()))];

    private static IEnumerable<IReadOnlyList<Cell>> Rows(Block.Table table) => table.Rows.Prepend(table.Header);

    private static string Text(Cell cell) => PlainText.Of(cell.Content).ReplaceLineEndings(" ");
}
