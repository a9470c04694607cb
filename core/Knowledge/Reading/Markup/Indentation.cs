namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>Lines and how far they are indented, which is what structure is made of here.</summary>
internal static class Indentation
{
    private const int Tab = 8;

    /// <summary>Lines without tabs and without space at their ends.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
            lines.Add(Expanded(line.TrimEnd().ToString()));
        return lines;
    }

    public static int Of(string line)
    {
        var indent = line.AsSpan().IndexOfAnyExcept(' ');
        return indent < 0 ? 0 : indent;
    }

    /// <summary>The lines from <paramref name="at"/> on that are blank or indented at least so far, as if they were not indented.</summary>
    /// <param name="next">The first line behind them.</param>
    public static List<string> Block(IReadOnlyList<string> lines, int at, int indent, out int next)
    {
        next = at;
        while (next < lines.Count && (lines[next].Length == 0 || Of(lines[next]) >= indent))
            next++;
        return Dedented(lines, at, next);
    }

    public static List<string> Dedented(IReadOnlyList<string> lines, int from, int to)
    {
        while (to > from && lines[to - 1].Length == 0)
            to--;
        var least = int.MaxValue;
        for (var i = from; i < to; i++)
            if (lines[i].Length > 0)
                least = Math.Min(least, Of(lines[i]));
        var block = new List<string>(to - from);
        for (var i = from; i < to; i++)
            block.Add(lines[i].Length == 0 ? "" : lines[i][least..]);
        return block;
    }

    private static string Expanded(string line)
    {
        if (!line.Contains('\t'))
            return line;
        var text = new System.Text.StringBuilder();
        foreach (var c in line)
        {
            if (c == '\t')
                text.Append(' ', Tab - text.Length % Tab);
            else
                text.Append(c);
        }
        return text.ToString();
    }
}
