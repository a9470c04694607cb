namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>What is read after one another on a page.</summary>
internal abstract record Element;

internal sealed record TableElement(PdfTable Table) : Element;

/// <summary>A line of a column.</summary>
/// <param name="Pieces">From left to right.</param>
/// <param name="Column">What the column's lines take up together.</param>
internal sealed record TextLine(IReadOnlyList<Piece> Pieces, Box Column) : Element
{
    public string Mark => Pieces[0].Mark;
    public double Left => Pieces[0].Left;
    public double Right => Pieces[^1].Right;
    public double Baseline => Pieces[0].Baseline;
    public double Size { get; } = Pieces.MaxBy(piece => piece.Text.Length)!.Size;
    public bool Bold { get; } = Pieces.All(piece => piece.Bold);
    public bool FixedWidth { get; } = Pieces.All(piece => piece.FixedWidth);

    /// <summary>Without a mark that was drawn apart.</summary>
    public string Text { get; } =
        string.Join(' ', Pieces.Select((piece, i) => i > 0 && piece.Mark.Length > 0 ? $"{piece.Mark} {piece.Text}" : piece.Text));
}
