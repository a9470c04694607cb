namespace ChatBot.Knowledge.Reading.Code;

/// <summary>What lines of Python are: within a text in triple quotes, within a definition.</summary>
internal static class PythonLines
{
    /// <summary>For each line, whether it begins within triple quotes.</summary>
    public static bool[] Quoted(string[] lines)
    {
        var quoted = new bool[lines.Length];
        string? open = null;
        for (var i = 0; i < lines.Length; i++)
        {
            quoted[i] = open is not null;
            var line = lines[i];
            for (var at = 0; at < line.Length; at++)
            {
                if (open is not null)
                {
                    at = line.IndexOf(open, at, StringComparison.Ordinal);
                    if (at < 0)
                        break;
                    at += 2;
                    open = null;
                    continue;
                }
                if (line[at] == '#')
                    break;
                if (line[at] is not ('"' or '\''))
                    continue;
                var three = new string(line[at], 3);
                if (line.AsSpan(at).StartsWith(three))
                {
                    open = three;
                    at += 2;
                    continue;
                }
                var close = at + 1;
                while (close < line.Length && line[close] != line[at])
                    close += line[close] == '\\' ? 2 : 1;
                at = close;
            }
        }
        return quoted;
    }

    /// <summary>The line behind the last one that stands further in; comments and texts further out do not end it.</summary>
    public static int EndOf(string[] lines, Definition own, int latest)
    {
        var end = own.Line + 1;
        var depth = Brackets(lines[own.Line]);
        while (end < latest && depth > 0)
            depth += Brackets(lines[end++]);
        var last = end;
        string? open = null;
        for (var i = end; i < latest; i++)
        {
            var line = lines[i].AsSpan().Trim();
            if (open is null && !line.IsEmpty && line[0] != '#' && SourceDefinitions.Indent(lines[i]) <= own.Indent)
                break;
            if (!line.IsEmpty && (line[0] != '#' || SourceDefinitions.Indent(lines[i]) > own.Indent || open is not null))
                last = i + 1;
            foreach (var three in (ReadOnlySpan<string>)["\"\"\"", "'''"])
                if ((open is null || open == three) && line.Count(three) % 2 == 1)
                    open = open is null ? three : null;
        }
        return last;
    }

    private static int Brackets(string line) => line.Count(c => c is '(' or '[' or '{') - line.Count(c => c is ')' or ']' or '}');
}
