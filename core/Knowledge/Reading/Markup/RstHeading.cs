namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>A title with a line of signs below it, or above and below.</summary>
internal sealed record RstHeading(string Text, char Sign, bool Over)
{
    public static bool At(IReadOnlyList<string> lines, int at, out RstHeading heading, out int length)
    {
        (heading, length) = (null!, 0);
        if (
            IsAdornment(lines[at])
            && lines[at].Length >= 3
            && at + 2 < lines.Count
            && lines[at + 2] == lines[at]
            && lines[at + 1].Length > 0
        )
        {
            (heading, length) = (new RstHeading(lines[at + 1].Trim(), lines[at][0], Over: true), 3);
            return true;
        }
        if (at + 1 >= lines.Count || !IsAdornment(lines[at + 1]) || IsAdornment(lines[at]))
            return false;
        var under = lines[at + 1];
        // Two dots are a comment, and a colon and a rule are text: short lines only count where they are as long as the title.
        if (under.Length < lines[at].Length && under.Length < 4)
            return false;
        (heading, length) = (new RstHeading(lines[at].Trim(), under[0], Over: false), 2);
        return true;
    }

    /// <summary>A line of one sign of punctuation.</summary>
    public static bool IsAdornment(string line) =>
        line.Length > 1
        && line[0] < 128
        && (char.IsPunctuation(line[0]) || char.IsSymbol(line[0]))
        && line is not (".." or "::" or "--")
        && !line.AsSpan().ContainsAnyExcept(line[0]);
}
