using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>A table between |===; cells over several rows or columns are repeated in each.</summary>
internal static partial class AsciiDocTable
{
    private const int Widest = 200;

    /// <param name="cell">What the lines of a cell say.</param>
    public static Table Of(
        IReadOnlyList<string> lines,
        AsciiDocAttributes about,
        char sign,
        Func<IReadOnlyList<string>, IReadOnlyList<Inline>> cell
    )
    {
        var separator =
            about.Named("separator") is { Length: 1 } own ? own[0]
            : about.Named("format") == "csv" ? ','
            : about.Named("format") == "dsv" ? ':'
            : sign;
        var text = string.Join('\n', lines).Trim('\n');
        var first = text.Split('\n', 2);
        var cells = separator is '|' or '!' ? Cells(text, separator) : OfCsv(lines, separator);
        var columns = Columns(about.Named("cols"));
        if (columns == 0)
            columns = separator is '|' or '!'
                ? Cells(first[0], separator).Sum(found => found.Across * found.Times)
                : OfCsv([first[0]], separator).Count;
        columns = Math.Clamp(columns, 1, Widest);
        var header =
            about.Has("header") || about.Style == "header" || (!about.Has("noheader") && first.Length > 1 && first[1].StartsWith('\n'));
        return new Table(Rows(cells, columns, cell), header ? 1 : 0);
    }

    private static List<IReadOnlyList<IReadOnlyList<Inline>>> Rows(
        List<Cell> cells,
        int columns,
        Func<IReadOnlyList<string>, IReadOnlyList<Inline>> content
    )
    {
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        var spans = new (int Rows, IReadOnlyList<Inline> Content)[columns];
        var row = new List<IReadOnlyList<Inline>>();
        foreach (var cell in cells)
        {
            var said = content([.. cell.Text.Trim().Split('\n')]);
            for (var time = 0; time < cell.Times; time++)
            {
                FromAbove();
                for (var across = 0; across < cell.Across && row.Count < columns; across++)
                {
                    spans[row.Count] = (cell.Down - 1, said);
                    row.Add(said);
                }
                if (row.Count == columns)
                    Close();
            }
        }
        if (row.Count > 0)
            rows.Add(row);
        return rows;

        void FromAbove()
        {
            while (row.Count < columns && spans[row.Count].Rows > 0)
            {
                spans[row.Count].Rows--;
                row.Add(spans[row.Count].Content);
            }
            if (row.Count == columns)
                Close();
        }

        void Close()
        {
            rows.Add(row);
            row = [];
        }
    }

    private sealed record Cell(string Text, int Across = 1, int Down = 1, int Times = 1);

    private static List<Cell> Cells(string text, char separator)
    {
        var cells = new List<Cell>();
        var marks = (separator == '|' ? Bar() : Exclamation()).Matches(text);
        foreach (var (index, mark) in marks.Index())
        {
            var end = index + 1 < marks.Count ? marks[index + 1].Index : text.Length;
            var from = mark.Index + mark.Length;
            cells.Add(
                new Cell(
                    text[from..Math.Max(from, end)].Replace("\\" + separator, separator.ToString()),
                    mark.Groups["by"].Value == "+" ? Number(mark.Groups["across"]) : 1,
                    mark.Groups["by"].Value == "+" ? Number(mark.Groups["down"]) : 1,
                    mark.Groups["by"].Value == "*" ? Number(mark.Groups["across"]) : 1
                )
            );
        }
        return cells;
    }

    private static List<Cell> OfCsv(IReadOnlyList<string> lines, char separator) =>
        [
            .. lines
                .Where(line => line.Length > 0)
                .SelectMany(line =>
                    Regex.Matches(line + separator, $"(?:\"(?<text>(?:[^\"]|\"\")*)\"|(?<text>[^{separator}\"]*)){separator}")
                )
                .Select(match => new Cell(match.Groups["text"].Value.Replace("\"\"", "\""))),
        ];

    private static int Columns(string cols) =>
        cols.Length == 0
            ? 0
            : cols.Split(',', ';').Sum(column => Times().Match(column) is { Success: true } times ? Number(times.Groups[1]) : 1);

    private static int Number(Group group) => int.TryParse(group.ValueSpan, out var number) ? Math.Clamp(number, 1, Widest) : 1;

    [GeneratedRegex(
        @"(?<![^\s|])(?:(?<across>\d+)?(?:\.(?<down>\d+))?(?<by>[+*]))?[<^>]?(?:\.[<^>])?[aehlmdsv]?(?<!\\)\|",
        RegexOptions.None
    )]
    private static partial Regex Bar();

    [GeneratedRegex(@"(?<![^\s!])(?:(?<across>\d+)?(?:\.(?<down>\d+))?(?<by>[+*]))?[<^>]?(?:\.[<^>])?[aehlmdsv]?(?<!\\)!")]
    private static partial Regex Exclamation();

    [GeneratedRegex(@"^\s*(\d+)\*")]
    private static partial Regex Times();
}
