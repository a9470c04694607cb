namespace ChatBot.Knowledge.Reading.Office;

/// <summary>The names of a table's columns, found in its first rows.</summary>
internal static class ColumnNames
{
    private const int LongestName = 80;

    /// <summary>The names by column, and how many rows they take; null where no row names the columns.</summary>
    /// <param name="rows">The first rows of a part of the sheet, without its title lines.</param>
    /// <param name="first">The sheet has no names yet; later ones need more to be believed.</param>
    public static (Dictionary<int, string> Names, int Rows)? Of(IReadOnlyList<SheetRow> rows, SheetLayout layout, bool first)
    {
        if (rows.Count < 2 || !CouldName(rows[0]))
            return null;
        var two = IsUpperOfTwo(rows, layout);
        var lower = rows[two ? 1 : 0];
        var below = rows.Skip(two ? 2 : 1).ToList();
        var widest = below.Max(row => row.Cells.Count);
        if (lower.Cells.Count < 2 || lower.Cells.Count < 0.5 * widest || !(two || Speaks(lower, below, layout, first)))
            return null;
        var names = lower.Cells.ToDictionary(cell => cell.Column, cell => cell.Text.TrimEnd(':', ' '));
        if (two)
            foreach (var cell in rows[0].Cells)
                for (var column = cell.Column; column < cell.Column + layout.Span(rows[0].Number, cell.Column); column++)
                    names[column] = !names.TryGetValue(column, out var under) || under == cell.Text ? cell.Text : $"{cell.Text} {under}";
        return (names, two ? 2 : 1);
    }

    /// <summary>Keys in the first of two columns, their values in the second.</summary>
    public static bool AreKeys(IReadOnlyList<SheetRow> rows)
    {
        if (rows.Count < 2 || rows.Any(row => row.Cells.Count > 2) || rows.Count(row => row.Cells.Count == 2) < 0.7 * rows.Count)
            return false;
        var column = rows.Min(row => row.Cells[0].Column);
        var keys = rows.Where(row => row.Cells[0].Column == column).Select(row => row.Cells[0]).ToList();
        return keys.All(key => key.IsText && key.Text.Length <= LongestName)
            && keys.Select(key => key.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count() == keys.Count;
    }

    private static bool CouldName(SheetRow row) =>
        row.Cells.All(cell => cell.IsText && cell.Text.Length <= LongestName)
        && row.Cells.Select(cell => cell.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 0.7 * row.Cells.Count;

    /// <summary>Names that span columns stand over the names of these.</summary>
    private static bool IsUpperOfTwo(IReadOnlyList<SheetRow> rows, SheetLayout layout) =>
        rows.Count > 2
        && rows[0].Cells.Any(cell => layout.Span(rows[0].Number, cell.Column) > 1)
        && rows[1].Cells.Count > rows[0].Cells.Count(cell => layout.Span(rows[0].Number, cell.Column) > 0) - 1
        && rows[1].Cells.All(cell => cell.IsText && cell.Text.Length <= LongestName);

    private static bool Speaks(SheetRow row, List<SheetRow> below, SheetLayout layout, bool first)
    {
        var keys = below
            .Where(other => other.Cells[0].Column == row.Cells[0].Column)
            .Select(other => other.Cells[0])
            .Append(row.Cells[0])
            .ToList();
        if (
            row.Cells.Count == 2
            && (keys.Count(key => key.Text.EndsWith(':')) > keys.Count / 2 || (keys.TrueForAll(key => key.Bold) && !row.Cells[1].Bold))
        )
            return false; // a form: what is asked for on the left
        if (row.Cells.All(cell => cell.Bold) && !below.TrueForAll(other => other.Cells.All(cell => cell.Bold)))
            return true;
        if (first && layout.NamesColumns)
            return true;
        var numbers = row.Cells.Count(cell =>
            below.Count(other => other.Cells.Any(value => value.Column == cell.Column && !value.IsText)) > 0.6 * below.Count
        );
        if (numbers > 0 && (row.Cells.Count > 2 || below.Count > 1))
            return true;
        if (!first)
            return false;
        return row.Cells.Count > 2 || Letters(below, row.Cells[1].Column) > 2.5 * row.Cells[1].Text.Length;
    }

    private static double Letters(List<SheetRow> rows, int column) =>
        rows.SelectMany(row => row.Cells)
            .Where(cell => cell.Column == column)
            .Select(cell => (double)cell.Text.Length)
            .DefaultIfEmpty(0)
            .Average();
}
