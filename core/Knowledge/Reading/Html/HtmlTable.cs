using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

using Cell = IReadOnlyList<Inline>;

/// <summary>A table's rows with every cell repeated where it spans several places.</summary>
internal static class HtmlTable
{
    /// <summary>Cells of a table that are filled by spans alone; a page can ask for 65,534 × 1,000 of them.</summary>
    private const int MostRepeated = 20_000;

    /// <summary>A frame to place things, or data: one column, tables within, or said to be so.</summary>
    public static bool IsLayout(IElement table, HtmlSurvey survey)
    {
        if (table.GetAttribute("role") is "presentation" or "none")
            return true;
        var rows = Rows(table, survey).Select(row => row.Row).ToList();
        var names =
            rows.Any(row => Cells(row, survey).Any(cell => cell.LocalName == "th"))
            || table.Children.Any(part => part.LocalName == "caption");
        return rows.All(row => Cells(row, survey).Count() < 2)
            || (
                !names
                && (
                    survey.HoldsTable(table)
                    || survey.HoldsHeading(table)
                    || rows.Count == 1 && Cells(rows[0], survey).Any(survey.HoldsBlock)
                )
            );
    }

    public static IElement? Caption(IElement table) => table.Children.FirstOrDefault(part => part.LocalName == "caption");

    public static Table Of(IElement table, HtmlSurvey survey, Func<IElement, Cell> read)
    {
        var rows = Rows(table, survey).ToList();
        var grid = rows.Select(_ => new List<Cell?>()).ToList();
        var repeated = 0;
        var heads = 0;
        foreach (var (index, (row, part)) in rows.Index())
        {
            var cells = Cells(row, survey).ToList();
            if (
                heads == index
                && cells.Count > 0
                && (part == "thead" || (part != "tfoot" && cells.All(cell => cell.LocalName == "th") && cells.Count > 1))
            )
                heads++;
            var alone = cells.Count == 1; // a row of one cell is a title within the table, however wide
            var column = 0;
            foreach (var cell in cells)
            {
                while (column < grid[index].Count && grid[index][column] is not null)
                    column++;
                var content = read(cell);
                var across = alone ? 1 : Math.Clamp(Span(cell, "colspan"), 1, 1000);
                var down = Span(cell, "rowspan") is > 0 and var asked ? asked : int.MaxValue;
                Put(grid[index], column, content);
                var cost = 1 + Length(content) / 100;
                for (var below = index; below < rows.Count && below - index < down && rows[below].Part == part; below++)
                {
                    if (repeated + cost >= MostRepeated)
                        break;
                    var from = below == index ? column + 1 : column;
                    for (var right = from; right < column + across && repeated + cost < MostRepeated; right++, repeated += cost)
                        Put(grid[below], right, content);
                }
            }
        }
        return new Table([.. grid.Select(row => (IReadOnlyList<Cell>)[.. row.Select(cell => cell ?? [])])], heads < rows.Count ? heads : 0);
    }

    private static void Put(List<Cell?> row, int column, Cell content)
    {
        while (row.Count <= column)
            row.Add(null);
        row[column] ??= content;
    }

    private static int Length(Cell content) => content.Sum(inline => inline is Words words ? words.Text.Length : 20);

    private static int Span(IElement cell, string name) => int.TryParse(cell.GetAttribute(name), out var span) && span >= 0 ? span : 1;

    /// <summary>In the order in which they are shown: heads, bodies, feet.</summary>
    private static IEnumerable<(IElement Row, string Part)> Rows(IElement table, HtmlSurvey survey) =>
        table
            .Children.Where(part => !survey.IsHidden(part))
            .SelectMany(part =>
                part.LocalName == "tr" ? [(Row: part, Part: "tbody")]
                : part.LocalName is "thead" or "tbody" or "tfoot"
                    ? part
                        .Children.Where(row => row.LocalName == "tr" && !survey.IsHidden(row))
                        .Select(row => (Row: row, Part: part.LocalName))
                : []
            )
            .OrderBy(row =>
                row.Part is "thead" ? 0
                : row.Part is "tbody" ? 1
                : 2
            );

    private static IEnumerable<IElement> Cells(IElement row, HtmlSurvey survey) =>
        row.Children.Where(cell => cell.LocalName is "td" or "th" && !survey.IsHidden(cell));
}
