namespace ChatBot.Knowledge.Reading.Tables;

/// <summary>What stands above a table's data: title lines, and the row that names the columns.</summary>
/// <param name="Titles">Lines that belong to no column.</param>
/// <param name="Names">Of the columns; empty where no row names them.</param>
/// <param name="Length">How many of the first rows that is.</param>
internal sealed record TableHead(IReadOnlyList<string> Titles, IReadOnlyList<string> Names, int Length)
{
    /// <summary>Rows that are looked at.</summary>
    public const int Sample = 200;

    /// <summary>Characters of a name: it is written before every value of its column.</summary>
    private const int LongestName = 500;

    public IReadOnlyList<string> Names { get; } = [.. Names.Select(name => name.Length <= LongestName ? name : name[..LongestName] + "…")];

    private const int MostTitles = 20,
        FewTitles = 5;

    /// <param name="all">The first rows; empty ones part title lines from the table.</param>
    /// <param name="delimiter">What parts the cells of a title line that holds it.</param>
    public static TableHead Of(IReadOnlyList<string[]> all, char? delimiter)
    {
        var rows = all.Where(IsFilled).ToList();
        if (rows.Count == 0)
            return new([], [], 0);
        var width = rows.Select(Width).GroupBy(count => count).MaxBy(group => (group.Count(), group.Key))!.Key;
        var comments = rows.TakeWhile(row => row[0].StartsWith('#')).Count();
        var first = comments > 0 && comments < rows.Count ? comments : FirstOfTable(rows, width);
        // A line with commas above an empty one, and names below it.
        var above = all.SkipWhile(row => !IsFilled(row)).TakeWhile(IsFilled).Count();
        if (first == 0 && above < Math.Min(rows.Count - 1, FewTitles) && HeaderRow.SurelyNames(rows[above], rows[(above + 1)..]))
            first = above;
        var titles = rows.Take(first).Select(row => Title(row, delimiter)).Where(title => title.Length > 0).ToList();
        var table = rows.Skip(first).ToList();
        if (table.Count > 0 && HeaderRow.Names(table[0], table[1..]))
            return new(titles, Shifted(table), first + 1);
        // "#id,name": a comment that has a name for every column, above rows that have none.
        if (comments > 0 && first == comments && width > 1 && Width(rows[first - 1]) == width)
            return new(titles[..^1], [rows[first - 1][0].TrimStart('#', ' '), .. rows[first - 1][1..]], first);
        return new(titles, [], first);
    }

    public static bool IsFilled(string[] row) => Array.Exists(row, cell => cell.Length > 0);

    /// <summary>The first row that fills more than half of the columns; rows above it fill the first cell and few others.</summary>
    private static int FirstOfTable(IReadOnlyList<string[]> rows, int width)
    {
        if (width < 2)
            return 0;
        for (var i = 0; i < Math.Min(rows.Count, MostTitles); i++)
        {
            var filled = rows[i].Count(cell => cell.Length > 0);
            if (filled * 2 > width)
                return i;
            if (rows[i][0].Length == 0)
                return 0;
        }
        return 0;
    }

    /// <summary>Names for every column; a table of R leaves out the name of the first, which numbers the rows.</summary>
    private static string[] Shifted(List<string[]> table)
    {
        var names = table[0];
        return
            table.Count > 1
            && table[1..].All(row => row.Length == names.Length + 1 && row[^1].Length > 0)
            && names[0].Length > 0
            && names.Length > 1
            ? ["", .. names]
            : names;
    }

    private static string Title(string[] row, char? delimiter)
    {
        var between =
            delimiter is ',' or ';' ? $"{delimiter} "
            : delimiter == '|' ? " | "
            : " ";
        return string.Join(between, row.Where(cell => cell.Length > 0)).TrimStart('#').Trim();
    }

    /// <summary>Cells up to the last one that holds something.</summary>
    private static int Width(string[] row) => Array.FindLastIndex(row, cell => cell.Length > 0) + 1;
}
