using System.Xml.Linq;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

using Cell = IReadOnlyList<Inline>;

/// <summary>Tables with every merged cell repeated where it spans several places.</summary>
internal sealed class WordTables(WordStyles styles)
{
    private const int MostRepeated = 20_000;

    /// <summary>A frame to place things: one column, or tables within it.</summary>
    public static bool IsLayout(XElement table) =>
        Rows(table).All(row => Cells(row).Take(2).Count() < 2)
        || Rows(table).SelectMany(Cells).Any(cell => cell.Descendants().Any(part => part.Kind() == "tbl"));

    public static IEnumerable<XElement> AllCells(XElement table) => Rows(table).SelectMany(Cells);

    public Table Of(XElement table, Func<XElement, Cell> read)
    {
        var rows = Rows(table).ToList();
        var grid = new List<IReadOnlyList<Cell>>();
        var above = new Dictionary<int, Cell>();
        var repeated = 0;
        foreach (var row in rows)
        {
            var line = new List<Cell>();
            var cells = Cells(row).ToList();
            var properties = row.Child("trPr");
            for (var skipped = Math.Min(properties.Child("gridBefore").Number() ?? 0, 64); skipped > 0; skipped--)
                line.Add([]);
            foreach (var cell in cells)
            {
                var merge = cell.Child("tcPr").Child("vMerge");
                var content = read(cell);
                if (merge is not null && merge.Value() != "restart")
                    content = above.GetValueOrDefault(line.Count, content);
                if (merge is not null)
                    above[line.Count] = content;
                else
                    above.Remove(line.Count);
                // A row of one cell is a title within the table, however wide.
                var across = cells.Count == 1 ? 1 : Math.Clamp(cell.Child("tcPr").Child("gridSpan").Number() ?? 1, 1, 64);
                line.Add(content);
                for (; across > 1 && repeated < MostRepeated; across--, repeated++)
                    line.Add(content);
            }
            grid.Add(line);
        }
        return new Table(grid, HeaderRows(table, rows));
    }

    private int HeaderRows(XElement table, IReadOnlyList<XElement> rows)
    {
        var marked = rows.TakeWhile(row => row.Child("trPr").Switch("tblHeader") == true).Count();
        if (marked > 0)
            return marked < rows.Count ? marked : 0;
        var properties = table.Child("tblPr");
        var look = properties.Child("tblLook");
        var first =
            look.Value("firstRow") is "1" or "true" or "on"
            || (int.TryParse(look.Value(), System.Globalization.NumberStyles.HexNumber, null, out var bits) && (bits & 0x20) != 0);
        if (rows.Count < 2)
            return 0;
        return first && styles.HasHeaderRow(properties.Child("tblStyle").Value()) || (IsBold(rows[0]) && !IsBold(rows[1])) ? 1 : 0;
    }

    private static bool IsBold(XElement row)
    {
        var runs = row.Descendants().Where(part => part.Kind() == "r" && part.Elements().Any(text => text.Kind() == "t")).ToList();
        return runs.Count > 0 && runs.All(run => run.Child("rPr").Switch("b") == true);
    }

    private static IEnumerable<XElement> Rows(XElement table) =>
        Unwrapped(table, "tr", 0).Where(row => row.Child("trPr").Child("del") is null && row.Child("trPr").Child("moveFrom") is null);

    private static IEnumerable<XElement> Cells(XElement row) =>
        Unwrapped(row, "tc", 0).Where(cell => cell.Child("tcPr").Child("cellDel") is null);

    /// <summary>Rows and cells stand in content controls and other wrappers, too.</summary>
    private static IEnumerable<XElement> Unwrapped(XElement element, string name, int depth) =>
        element
            .Elements()
            .SelectMany(child =>
                child.Kind() == name ? [child]
                : depth < 16 && child.Kind() is "sdt" or "sdtContent" or "customXml" or "ins" or "moveTo"
                    ? Unwrapped(child, name, depth + 1)
                : []
            );
}
