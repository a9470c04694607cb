namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>How a line stands to the one before it.</summary>
internal enum Next
{
    /// <summary>It goes on in the same paragraph.</summary>
    Same,

    /// <summary>The same paragraph, on a line of its own: an address, a contents list.</summary>
    Break,

    /// <summary>Something else begins.</summary>
    New,
}

/// <summary>Decides where a paragraph ends, by the distance of its lines, their indents, and whether the next word had fitted.</summary>
internal sealed class Continuation(Typography type)
{
    /// <param name="open">The lines of the paragraph so far.</param>
    /// <param name="samePage">Whether the line stands on the page of the last of them.</param>
    public Next Of(IReadOnlyList<TextLine> open, TextLine line, bool samePage, bool isItem)
    {
        var last = open[^1];
        if (Math.Abs(line.Size - last.Size) > 0.08 * Math.Max(line.Size, last.Size))
            return Next.New;
        var goesOn =
            Prose.GoesOn(last.Text, line.Text)
            || (last.Text.Length > 1 && Vocabulary.IsHyphen(last.Text[^1]) && char.IsLetter(last.Text[^2]));
        var room = Right(open, line) - last.Right;
        var needed = line.Pieces[0].FirstWord + 0.3 * line.Size;
        var full = room < needed + 0.5 * line.Size;
        if (last.Bold != line.Bold)
            return goesOn && full && samePage && (open.Count > 1 || !last.Bold) ? Next.Same : Next.New;
        if (!samePage || !Below(last, line))
            return goesOn || (full && open.Count > 1 && !Prose.EndsSentence(last.Text) && !IsHeading(last)) ? Next.Same : Next.New;
        var distance = last.Baseline - line.Baseline;
        if (IsHeading(last))
            return distance <= 1.6 * line.Size && (goesOn || full || line.Size > 1.15 * type.Body) && !Headings.IsNumbered(line.Text)
                ? Next.Same
                : Next.New;
        var pitch = type.Pitch(line.Size);
        if (distance > (goesOn ? 1.6 : 1.2) * pitch + 0.5)
            return Next.New;
        if (IsContents(last.Text))
            return Next.Break;
        if (goesOn)
            return Next.Same;
        if (Indents(open, line, isItem))
            return Next.New;
        if (Prose.EndsSentence(last.Text))
            return full ? Next.Same : Next.New;
        return room > needed + 0.25 * line.Column.Width ? Next.Break : Next.Same;
    }

    private bool IsHeading(TextLine line) => line.Size > 1.15 * type.Body || (line.Bold && !type.BodyIsBold);

    private static bool IsContents(string text) =>
        text.Contains(".....", StringComparison.Ordinal) || text.Contains(". . . .", StringComparison.Ordinal);

    /// <summary>The right edge of the paragraph, where it has lines enough to show it, else that of the column.</summary>
    private static double Right(IReadOnlyList<TextLine> open, TextLine line) =>
        open.Count >= 3
            ? Math.Max(open.Skip(open.Count - 4).Max(above => above.Right), line.Right)
            : Math.Max(open[^1].Column.Right, line.Right);

    private static bool Below(TextLine last, TextLine line) =>
        line.Baseline < last.Baseline
        && Math.Min(last.Right, line.Right) > Math.Max(last.Left, line.Left) - 2 * line.Size
        && last.Baseline - line.Baseline < 4 * line.Size;

    /// <summary>An indent that starts a paragraph, or the end of one that stood indented.</summary>
    private static bool Indents(IReadOnlyList<TextLine> open, TextLine line, bool isItem)
    {
        var last = open[^1];
        if (isItem)
            return line.Left < last.Left - 0.6 * line.Size && open.Count > 1
                || (open.Count == 1 && line.Left <= last.Left + 0.2 * line.Size && Prose.EndsSentence(last.Text));
        if (line.Left > last.Left + 0.8 * line.Size)
            return Prose.EndsSentence(last.Text) && line.Left < last.Left + 6 * line.Size;
        return line.Left < last.Left - 0.8 * line.Size && open.Count > 1;
    }
}
