using ChatBot.Knowledge.Reading.Blocks;
using Parsed = Markdig.Extensions.Tables;

namespace ChatBot.Knowledge.Reading.Markdown;

internal static class MarkdownTable
{
    /// <param name="content">What a cell holds.</param>
    public static Table Of(Parsed.Table table, Func<Parsed.TableCell, IReadOnlyList<Inline>> content)
    {
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        var header = 0;
        foreach (var row in table.OfType<Parsed.TableRow>())
        {
            var cells = new List<IReadOnlyList<Inline>>();
            foreach (var cell in row.OfType<Parsed.TableCell>())
                cells.AddRange(Enumerable.Repeat(content(cell), Math.Clamp(cell.ColumnSpan, 1, 100)));
            // GitHub has no tables without a header; an empty one says that there is none.
            if (row.IsHeader && rows.Count == header && cells.Any(cell => BlockWriter.Line(cell).Length > 0))
                header++;
            if (cells.Count > 0 && !(row.IsHeader && rows.Count >= header))
                rows.Add(cells);
        }
        return new Table(rows, header);
    }
}
