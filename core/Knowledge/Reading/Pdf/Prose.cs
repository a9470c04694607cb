namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Whether lines below one another are text that runs on, or things for themselves as in a table.</summary>
internal static class Prose
{
    /// <summary>Share of lines that go on in the next from which on they are prose.</summary>
    private const double Running = 0.3;

    /// <summary>Points by which places may differ that are meant to be the same.</summary>
    private const double Apart = 2.5;

    /// <param name="lines">The lines of one column from top to bottom, each with its pieces.</param>
    public static bool Flows(IReadOnlyList<IReadOnlyList<Piece>> lines)
    {
        if (lines.Count < 2)
            return false;
        var texts = lines.Select(line => string.Join(' ', line.Select(piece => piece.Text))).ToList();
        var words = texts.Average(text => text.AsSpan().Count(' ') + 1);
        if (words < 2.5 || lines.Count(IsParted) > 0.3 * lines.Count)
            return false;
        var going = 0;
        for (var i = 1; i < texts.Count; i++)
            if (GoesOn(texts[i - 1], texts[i]))
                going++;
        if (going >= Running * (texts.Count - 1))
            return true;
        // Lines of one width that fill it are set as prose, whatever they begin with.
        var (left, right) = (lines.Min(line => line[0].Left), lines.Max(line => line[^1].Right));
        return words >= 5
            && lines.Count >= 5
            && lines.Count(line => line[^1].Right - line[0].Left > 0.85 * (right - left)) > 0.6 * lines.Count;
    }

    /// <summary>A gap wider than any between words.</summary>
    private static bool IsParted(IReadOnlyList<Piece> line)
    {
        for (var i = 1; i < line.Count; i++)
            if (line[i].Left - line[i - 1].Right > 2.5 * line[i].Size)
                return true;
        return false;
    }

    /// <summary>Share of lines that agree in the place where they start, end or have their middle; the highest of the three.</summary>
    public static double Aligned(IReadOnlyList<IReadOnlyList<Piece>> lines) =>
        Math.Max(
            Agreeing(lines, line => line[0].Left),
            Math.Max(Agreeing(lines, line => line[^1].Right), Agreeing(lines, line => (line[0].Left + line[^1].Right) / 2))
        );

    /// <summary>Share of lines that start at one of the commonest three places: the column's edge, an indent, a list's text.</summary>
    public static double StartAligned(IReadOnlyList<IReadOnlyList<Piece>> lines)
    {
        var left = lines.ToList();
        var aligned = 0.0;
        for (var places = 0; places < (lines.Count > 6 ? 3 : 1) && left.Count > 0; places++)
        {
            var common = left.GroupBy(line => Math.Round(line[0].Left / Apart)).MaxBy(same => same.Count())!;
            aligned += common.Count();
            left = [.. left.Except(common)];
        }
        return aligned / lines.Count;
    }

    private static double Agreeing(IReadOnlyList<IReadOnlyList<Piece>> lines, Func<IReadOnlyList<Piece>, double> place)
    {
        var places = lines.Select(place).Order().ToList();
        var most = 0;
        for (int first = 0, last = 0; last < places.Count; last++)
        {
            while (places[last] - places[first] > Apart)
                first++;
            most = Math.Max(most, last - first + 1);
        }
        return places.Count == 0 ? 0 : most / (double)places.Count;
    }

    /// <summary>A sentence that the line does not end runs on into one that begins with a small letter.</summary>
    public static bool GoesOn(string line, string next) =>
        line.Length > 0 && next.Length > 0 && !EndsSentence(line) && char.IsLower(next[0]);

    public static bool EndsSentence(string line)
    {
        var end = line.AsSpan().TrimEnd(")]\"'”’»\u00B9\u00B2\u00B3 ");
        return end.Length > 0 && end[^1] is '.' or '!' or '?' or ':' or ';' or '…' or '。' or '！' or '？';
    }
}
