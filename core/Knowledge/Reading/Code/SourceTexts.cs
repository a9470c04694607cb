namespace ChatBot.Knowledge.Reading.Code;

/// <summary>Passes over texts and comments in languages with braces, line by line.</summary>
internal sealed class SourceTexts(string language)
{
    private readonly bool _isHashComment = language is "bash" or "powershell" or "hcl" or "php" or "r" or "graphql" or "ruby";
    private readonly bool _isSlashComment = language is not ("bash" or "powershell" or "r" or "graphql");

    /// <summary>What closes the text or comment that is open at the end of a line; null where none is.</summary>
    private string? _open;

    /// <summary>A here-document ends with a line of its own.</summary>
    private string? _untilLine;

    public bool IsOpen => _open is not null || _untilLine is not null;

    /// <summary>The signs of a line that are code.</summary>
    public IEnumerable<char> Code(string line)
    {
        if (_untilLine is not null)
        {
            if (line.Trim().TrimEnd(';') == _untilLine)
                _untilLine = null;
            yield break;
        }
        var before = '\0';
        for (var at = 0; at < line.Length; at++)
        {
            if (_open is not null)
            {
                var close = Closing(line, at, _open);
                if (close < 0)
                    yield break;
                at = close + _open.Length - 1;
                _open = null;
                continue;
            }
            var c = line[at];
            var next = at + 1 < line.Length ? line[at + 1] : '\0';
            if (c == '#' && _isHashComment && (at == 0 || char.IsWhiteSpace(line[at - 1])) || c == '/' && next == '/' && _isSlashComment)
                yield break;
            if (c == '/' && next == '*' && _isSlashComment)
            {
                _open = "*/";
                at++;
                continue;
            }
            if (c == '<' && next == '<' && language is "bash" or "php" or "hcl" && HereDocument(line, at + 2) is { } word)
            {
                _untilLine = word;
                yield break;
            }
            if (c is '"' or '\'' or '`')
            {
                at = Text(line, at, c);
                before = c;
                continue;
            }
            // A pattern of JavaScript stands where a value can begin.
            if (
                c == '/'
                && language is "javascript" or "typescript"
                && before is '(' or ',' or '=' or ':' or '[' or '!' or '&' or '|' or '?' or '{' or ';' or '\0'
                && Pattern(line, at) is > 0 and var end
            )
            {
                at = end;
                before = '/';
                continue;
            }
            yield return c;
            if (!char.IsWhiteSpace(c))
                before = c;
        }
    }

    /// <returns>The last sign of the text, or of the line where the text goes on below.</returns>
    private int Text(string line, int at, char quote)
    {
        if (quote == '"' && line.AsSpan(at).StartsWith("\"\"\""))
        {
            var length = line.AsSpan(at).IndexOfAnyExcept('"');
            var marks = new string('"', length < 0 ? line.Length - at : length);
            var close = line.IndexOf(marks, at + marks.Length, StringComparison.Ordinal);
            if (close >= 0)
                return close + marks.Length - 1;
            _open = marks;
            return line.Length;
        }
        var spans =
            quote == '`' && language is "javascript" or "typescript" or "go"
            || (quote != '`' && language is "bash" or "php" or "powershell" or "r")
            || (quote == '"' && at > 0 && (line[at - 1] == '@' || at > 1 && line[at - 2] == '@'));
        if (quote == '\'' && language is "rust" or "c" or "cpp" or "csharp" or "java" or "go" or "kotlin" or "scala" or "swift")
        {
            // One sign, or a lifetime, a number's separator, an apostrophe.
            var sign = line.IndexOf('\'', Math.Min(at + (at + 1 < line.Length && line[at + 1] == '\\' ? 3 : 2), line.Length));
            return sign > 0 && sign - at <= 10 && (line[at + 1] == '\\' || sign - at <= 3) ? sign : at;
        }
        var end = Closing(line, at + 1, quote.ToString());
        if (end >= 0)
            return end;
        if (!spans)
            return quote == '"' ? line.Length : at;
        _open = quote.ToString();
        return line.Length;
    }

    private static int Closing(string line, int from, string close)
    {
        if (close.Length > 1)
            return line.IndexOf(close, from, StringComparison.Ordinal);
        for (var at = from; at < line.Length; at++)
        {
            if (line[at] == '\\')
                at++;
            else if (line[at] == close[0])
                return at;
        }
        return -1;
    }

    private static int Pattern(string line, int at)
    {
        var set = false;
        for (var i = at + 1; i < line.Length; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] == '[')
                set = true;
            else if (line[i] == ']')
                set = false;
            else if (line[i] == '/' && !set)
                return i;
        }
        return -1;
    }

    private static string? HereDocument(string line, int at)
    {
        while (at < line.Length && line[at] is '-' or '~' or '<' or ' ' or '\'' or '"')
            at++;
        var end = at;
        while (end < line.Length && (char.IsLetterOrDigit(line[end]) || line[end] == '_'))
            end++;
        return end > at && !char.IsDigit(line[at]) ? line[at..end] : null;
    }
}
