namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>What of a page is kept until the whole document has been seen: its pieces of text and its lines, no letters.</summary>
/// <param name="Frames">The page as it is read most of all, then what stands turned on it.</param>
/// <param name="Height">Of the first frame, in points.</param>
/// <param name="HoldsImage">An image covers a good part of the page.</param>
internal sealed record PageContent(int Number, IReadOnlyList<Frame> Frames, double Height, bool HoldsImage)
{
    public bool HasText => Frames.Any(frame => frame.Pieces.Count > 0);
}

/// <summary>Text of one direction.</summary>
/// <param name="Pieces">From top to bottom, then from left to right.</param>
internal sealed record Frame(IReadOnlyList<Piece> Pieces, IReadOnlyList<Rule> Rules);

/// <summary>A straight line that was drawn, level or upright.</summary>
/// <param name="At">Its height where it is level, its distance from the left where it is upright.</param>
internal readonly record struct Rule(bool Level, double At, double From, double To);
