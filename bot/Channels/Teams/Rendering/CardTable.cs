using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;
using Spectre.Console;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>
/// A table as the element of that name, its columns weighed by what stands in them. One that is too wide for a phone, and every one where
/// the client knows no tables, is a list: a row's cells below each other, each behind its header.
/// </summary>
internal static class CardTable
{
    private const int MostColumns = 5;

    /// <summary>Columns of characters that a narrow card has for words that cannot be broken.</summary>
    private const int Narrow = 44;
    private const int WidestCell = 36;
    private const int NarrowestCell = 4;
    private const int CellSize = 50;
    private const int ColumnSize = 60;
    private const int TableSize = 150;

    public static IEnumerable<JsonObject> Of(Block.Table table, bool isRtl, CardSpace space)
    {
        if (table.Columns.Count > MostColumns || table.Columns.Select((_, column) => LongestWord(table, column)).Sum() > Narrow)
            return Listed(table, space);
        if (!space.Take(TableSize + ColumnSize * table.Columns.Count))
            return [];
        var rows = new JsonArray();
        if (HasHeader(table) && !Add(rows, table.Header, new CardLook(Marks.Bold), isRtl, space))
            return [];
        _ = table.Rows.All(row => Add(rows, row, CardLook.Plain, isRtl, space));
        // It says the same once more, and may be shorter than that.
        var spare = new CardSpace(space.Left);
        var written = new JsonObject
        {
            ["type"] = "Table",
            ["columns"] = new JsonArray([.. table.Columns.Select((alignment, column) => Column(table, column, alignment, isRtl))]),
            ["rows"] = rows,
            ["fallback"] = new JsonObject
            {
                ["type"] = "Container",
                ["items"] = new JsonArray([.. Listed(table, spare).DefaultIfEmpty(CardLines.Of("…", CardLook.Plain))]),
            },
        };
        if (!HasHeader(table))
            written["firstRowAsHeaders"] = false;
        space.Take(space.Left - Math.Max(0, spare.Left));
        return [written];
    }

    private static bool HasHeader(Block.Table table) => table.Header.Any(cell => cell.Content.Count > 0);

    private static JsonObject Column(Block.Table table, int column, Alignment alignment, bool isRtl)
    {
        var written = new JsonObject { ["width"] = Weight(table, column) };
        if (alignment != Alignment.Start)
            written["horizontalCellContentAlignment"] =
                alignment == Alignment.Center ? "Center"
                : isRtl ? "Left"
                : "Right";
        return written;
    }

    /// <summary>False where it found no room: then it is a row that says that more would follow.</summary>
    private static bool Add(JsonArray rows, IReadOnlyList<Cell> cells, CardLook look, bool isRtl, CardSpace space)
    {
        space.Take(CellSize * cells.Count);
        var written = cells
            .Select(cell =>
                Bars.Are(cell)
                    ? CardLines.Of([Bar(cell)], look with { Color = "Accent" }, space).ToList()
                    : CardLines.Of(isRtl ? ReadingDirection.Kept(cell.Content) : cell.Content, look, space).ToList()
            )
            .ToList();
        if (space.IsFull)
            (space.IsTold, written) = (
                true,
                [.. cells.Select((_, index) => index == 0 ? [CardLines.Of("…", CardLook.Plain)] : new List<JsonObject>())]
            );
        var row = new JsonObject
        {
            ["type"] = "TableRow",
            ["cells"] = new JsonArray([
                .. written.Select(lines => new JsonObject { ["type"] = "TableCell", ["items"] = new JsonArray([.. lines]) }),
            ]),
        };
        rows.Add(row);
        return !space.IsFull;
    }

    /// <summary>In the script of code blocks are narrow, and touch.</summary>
    private static Inline.Text Bar(Cell cell) => (Inline.Text)cell.Content[0] with { Marks = Marks.Code };

    private static IEnumerable<JsonObject> Listed(Block.Table table, CardSpace space)
    {
        var lines = new List<JsonObject>();
        foreach (var row in table.Rows.Count > 0 ? table.Rows : [table.Header])
        {
            var isFirst = true;
            foreach (var (column, cell) in row.Index())
            {
                if (space.IsFull)
                    return lines;
                if (cell.Content.Count == 0 || Bars.Are(cell))
                    continue;
                foreach (var line in CardLines.Of(Named(table, row, column), CardLook.Plain, space))
                {
                    if (lines.Count > 0)
                        line["spacing"] = isFirst ? "Small" : "None";
                    if (lines.Count > 0 && isFirst)
                        line["separator"] = true;
                    isFirst = false;
                    lines.Add(line);
                }
            }
        }
        return lines;
    }

    /// <summary><c>Header: cell</c>.</summary>
    private static List<Inline> Named(Block.Table table, IReadOnlyList<Cell> row, int column) =>
        row == table.Header || PlainText.Of(table.Header[column].Content).ReplaceLineEndings(" ") is not { Length: > 0 } name
            ? [.. row[column].Content]
            : [new Inline.Text(name + ": ", Marks.Bold), .. row[column].Content];

    private static int Weight(Block.Table table, int column) =>
        Math.Clamp(
            Math.Max(LongestWord(table, column), Cells(table, column).Max(text => Math.Min(text.GetCellWidth(), WidestCell))),
            NarrowestCell,
            WidestCell
        );

    private static int LongestWord(Block.Table table, int column) =>
        Cells(table, column).SelectMany(text => text.Split(' ')).Max(word => IsBreakable(word) ? NarrowestCell : word.GetCellWidth());

    /// <summary>Where every sign may begin a line: Chinese, Japanese.</summary>
    private static bool IsBreakable(string word) => word.Any(sign => sign is >= '\u2E80' and <= '\u9FFF');

    private static IEnumerable<string> Cells(Block.Table table, int column) =>
        table.Rows.Prepend(table.Header).Select(row => PlainText.Of(row[column].Content).ReplaceLineEndings(" "));
}
