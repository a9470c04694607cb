namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Tables without lines: cells that stand below one another in at least three rows.</summary>
internal static class AlignedTables
{
    public const int FewestRows = 3;

    /// <summary>Share of a column's cells that start, end or have their middle at the same place.</summary>
    private const double Alignment = 0.6;

    /// <param name="rows">Pieces of a band, row by row, from left to right.</param>
    /// <param name="gutters">What stays free in every row.</param>
    /// <returns>Null where it is no table.</returns>
    public static PdfTable? Of(IReadOnlyList<IReadOnlyList<Piece>> rows, IReadOnlyList<(double From, double To)> gutters)
    {
        var edges = gutters.Select(gutter => (gutter.From + gutter.To) / 2).ToList();
        var cells = rows.Where(row => row.Count > 0).Select(row => Cells(row, edges)).ToList();
        var full = cells.Count(row => row.Count(cell => cell.Count > 0) >= Math.Max(2, (edges.Count + 2) / 2));
        if (full < FewestRows || full < 0.4 * cells.Count)
            return null;
        var columns = Enumerable
            .Range(0, edges.Count + 1)
            .Select(i => cells.Select(row => (IReadOnlyList<Piece>)row[i]).Where(cell => cell.Count > 0).ToList())
            .ToList();
        // Gaps between words of justified lines come together by chance; what stands beside them does not.
        if (columns.Exists(column => column.Count > 0 && Prose.Aligned(column) < Alignment))
            return null;
        var flowing = columns.Count(Prose.Flows);
        if (flowing >= Math.Max(2, (columns.Count + 1) / 2) || columns[0].Count == 0)
            return null;
        var whole = Wrapped(cells);
        if (whole.Count < 2)
            return null;
        return new PdfTable(
            Box.Around(rows.SelectMany(row => row).Select(piece => piece.Box)),
            whole,
            [.. columns.Select(column => column.Count == 0 ? 0 : column.Min(cell => cell[0].Left))]
        );
    }

    private static List<List<Piece>> Cells(IReadOnlyList<Piece> row, List<double> edges)
    {
        var cells = Enumerable.Range(0, edges.Count + 1).Select(_ => new List<Piece>()).ToList();
        foreach (var piece in row)
            cells[edges.Count(edge => edge < (piece.Left + piece.Right) / 2)].Add(piece);
        return cells;
    }

    /// <summary>A row without a first cell, close below another, goes on in the cells of that one.</summary>
    private static List<IReadOnlyList<IReadOnlyList<Piece>>> Wrapped(List<List<List<Piece>>> rows)
    {
        var whole = new List<List<List<Piece>>>();
        var bottom = double.MaxValue;
        foreach (var row in rows)
        {
            var pieces = row.SelectMany(cell => cell).ToList();
            var (top, size) = (pieces.Max(piece => piece.Baseline), pieces[0].Size);
            if (whole.Count > 0 && row[0].Count == 0 && bottom - top < 1.5 * size)
                foreach (var (i, cell) in row.Index())
                    whole[^1][i].AddRange(cell);
            else
                whole.Add(row);
            bottom = pieces.Min(piece => piece.Baseline);
        }
        return [.. whole.Select(row => (IReadOnlyList<IReadOnlyList<Piece>>)[.. row.Select(cell => (IReadOnlyList<Piece>)cell)])];
    }
}
