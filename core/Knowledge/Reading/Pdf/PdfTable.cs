namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>A table of a page.</summary>
/// <param name="Cells">By rows; a cell holds its lines from top to bottom.</param>
/// <param name="Columns">The places where columns start, to know a table by that goes on over the page.</param>
internal sealed record PdfTable(Box Box, IReadOnlyList<IReadOnlyList<IReadOnlyList<Piece>>> Cells, IReadOnlyList<double> Columns)
{
    /// <summary>1 where the first row names the columns, else 0.</summary>
    public int HeaderRows
    {
        get
        {
            if (Cells.Count < 2 || Cells[0].Any(cell => cell.Count == 0) && Cells[0].Count(cell => cell.Count > 0) < Cells[0].Count - 1)
                return 0;
            if (Cells[0].Any(IsNumber) || Cells[0].Any(cell => Letters(cell) > 80))
                return 0;
            if (IsBold(Cells[0]) && !Cells.Skip(1).All(IsBold))
                return 1;
            // The first column names the rows where it alone is bold.
            if (Cells.All(row => row[0].Count == 0 || IsBold([row[0]])) && !IsBold(Cells[0]))
                return 0;
            var numbers = Enumerable
                .Range(0, Cells[0].Count)
                .Any(column => Cells.Skip(1).Count(row => column < row.Count && IsNumber(row[column])) > (Cells.Count - 1) / 2);
            return numbers || Cells[0].Count > 2 ? 1 : 0;
        }
    }

    private static bool IsBold(IReadOnlyList<IReadOnlyList<Piece>> row) =>
        row.Any(cell => cell.Count > 0) && row.All(cell => cell.All(piece => piece.Bold));

    private static int Letters(IReadOnlyList<Piece> cell) => cell.Sum(piece => piece.Text.Length);

    private static bool IsNumber(IReadOnlyList<Piece> cell)
    {
        if (cell is not [{ Text: var text }])
            return false;
        var digits = text.Count(char.IsAsciiDigit);
        return digits > 0 && digits >= text.Count(char.IsLetter);
    }
}
