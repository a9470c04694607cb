namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Tables whose cells are ruled on the page.</summary>
internal static class RuledTables
{
    /// <summary>Points by which lines may miss each other where they are meant to meet.</summary>
    private const double Near = 3;

    /// <summary>The tables, and the pieces that stand in none.</summary>
    public static (IReadOnlyList<PdfTable> Tables, IReadOnlyList<Piece> Others) Of(Frame frame)
    {
        var tables = new List<PdfTable>();
        var others = frame.Pieces;
        foreach (var grid in Grids(frame.Rules))
        {
            var (inside, outside) = Part(others, grid.Box);
            if (Read(grid, inside) is { } table)
            {
                tables.Add(table);
                others = outside;
            }
        }
        return (tables, others);
    }

    private sealed record Grid(IReadOnlyList<Rule> Rules, Box Box);

    /// <summary>Lines that cross or touch one another, the smallest first so that a table within a frame is found.</summary>
    private static IEnumerable<Grid> Grids(IReadOnlyList<Rule> rules)
    {
        if (rules.Count is < 6 or > 1500)
            return [];
        var group = Enumerable.Range(0, rules.Count).ToArray();
        var level = Enumerable.Range(0, rules.Count).Where(i => rules[i].Level).ToList();
        foreach (var upright in Enumerable.Range(0, rules.Count).Where(i => !rules[i].Level))
        foreach (var other in level)
            if (Meet(rules[other], rules[upright]))
                group[Root(other)] = Root(upright);
        return
        [
            .. Enumerable
                .Range(0, rules.Count)
                .GroupBy(Root)
                .Where(lines => lines.Count() >= 5)
                .Select(lines => lines.Select(i => rules[i]).ToList())
                .Select(lines => new Grid(lines, BoxOf(lines)))
                .OrderBy(grid => grid.Box.Width * grid.Box.Height),
        ];

        int Root(int i)
        {
            while (group[i] != i)
                i = group[i] = group[group[i]];
            return i;
        }
    }

    private static bool Meet(Rule level, Rule upright) =>
        upright.At >= level.From - Near
        && upright.At <= level.To + Near
        && level.At >= upright.From - Near
        && level.At <= upright.To + Near;

    private static Box BoxOf(List<Rule> rules)
    {
        var (levels, uprights) = (rules.Where(rule => rule.Level).ToList(), rules.Where(rule => !rule.Level).ToList());
        return levels.Count == 0 || uprights.Count == 0
            ? default
            : new Box(
                Math.Min(uprights.Min(rule => rule.At), levels.Min(rule => rule.From)),
                Math.Min(levels.Min(rule => rule.At), uprights.Min(rule => rule.From)),
                Math.Max(uprights.Max(rule => rule.At), levels.Max(rule => rule.To)),
                Math.Max(levels.Max(rule => rule.At), uprights.Max(rule => rule.To))
            );
    }

    private static (List<Piece> Inside, List<Piece> Outside) Part(IReadOnlyList<Piece> pieces, Box box)
    {
        var (inside, outside) = (new List<Piece>(), new List<Piece>());
        foreach (var piece in pieces)
            (box.Holds((piece.Left + piece.Right) / 2, piece.Baseline + 0.2 * piece.Size) ? inside : outside).Add(piece);
        return (inside, outside);
    }

    private static PdfTable? Read(Grid grid, List<Piece> pieces)
    {
        var columns = Distinct([.. grid.Rules.Where(rule => !rule.Level).Select(rule => rule.At), grid.Box.Left, grid.Box.Right]);
        var rows = Distinct([.. grid.Rules.Where(rule => rule.Level).Select(rule => rule.At), grid.Box.Bottom, grid.Box.Top]);
        rows.Reverse();
        if (columns.Count < 3 || rows.Count < 3 || pieces.Count < 3 || (long)columns.Count * rows.Count > 100_000)
            return null;
        var cells = new List<Piece>[rows.Count - 1, columns.Count - 1];
        // What cells hold stands in their first place; those places that no line parts are one cell.
        foreach (var piece in pieces)
        {
            var row = Math.Clamp(rows.FindIndex(y => y < piece.Baseline + 0.2 * piece.Size) - 1, 0, rows.Count - 2);
            var column = Math.Clamp(columns.FindLastIndex(x => x <= piece.Left + 0.3 * piece.Size), 0, columns.Count - 2);
            var (top, left) = Origin(row, column);
            (cells[top, left] ??= []).Add(piece);
        }
        var found = new List<IReadOnlyList<IReadOnlyList<Piece>>>();
        for (var row = 0; row < rows.Count - 1; row++)
        {
            var line = new List<IReadOnlyList<Piece>>();
            for (var column = 0; column < columns.Count - 1; column++)
            {
                var (top, left) = Origin(row, column);
                line.Add(cells[top, left] ?? []);
            }
            if (line.Any(cell => cell.Count > 0))
                found.Add(line);
        }
        var used = Enumerable.Range(0, columns.Count - 1).Where(column => found.Any(row => row[column].Count > 0)).ToList();
        // One cell that fills everything is a box around text.
        if (used.Count < 2 || found.Count < 2 || found.Max(row => row.Max(cell => cell.Sum(piece => piece.Text.Length))) > 3000)
            return null;
        return new PdfTable(
            grid.Box,
            [.. found.Select(row => (IReadOnlyList<IReadOnlyList<Piece>>)[.. used.Select(column => row[column])])],
            [.. used.Select(column => columns[column])]
        );

        (int Row, int Column) Origin(int row, int column)
        {
            while (column > 0 && !IsRuled(false, columns[column], (rows[row] + rows[row + 1]) / 2))
                column--;
            while (row > 0 && !IsRuled(true, rows[row], (columns[column] + columns[column + 1]) / 2))
                row--;
            return (row, column);
        }

        bool IsRuled(bool level, double at, double along) =>
            grid.Rules.Any(rule => rule.Level == level && Math.Abs(rule.At - at) <= Near && rule.From - 1 <= along && rule.To + 1 >= along);
    }

    private static List<double> Distinct(List<double> places)
    {
        places.Sort();
        var distinct = new List<double>();
        foreach (var place in places)
            if (distinct.Count == 0 || place - distinct[^1] > Near)
                distinct.Add(place);
        return distinct;
    }
}
