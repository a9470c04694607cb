namespace ChatBot.Knowledge.Reading.Code;

/// <summary>Where braces open and close in a source file, outside of texts and comments.</summary>
internal sealed class SourceBraces
{
    private readonly List<(int Line, int Close)> _braces = [];
    private readonly List<(int Line, bool IsFirst)> _semicolons = [];
    private readonly bool[] _isText;

    private SourceBraces(int lines) => _isText = new bool[lines];

    /// <summary>Whether a line begins within a text or a comment of several lines.</summary>
    public bool IsText(int line) => _isText[line];

    /// <summary>The line behind the brace that a definition opens, or behind its semicolon where it has no body.</summary>
    public int EndOf(int line, int latest)
    {
        var brace = _braces.FindIndexFrom(line);
        var semicolon = _semicolons.FindIndexFrom(line);
        if (
            brace is var (opened, close)
            && opened < latest
            && (semicolon is not var (ended, isFirst) || opened < ended || (opened == ended && !isFirst))
        )
            return close >= 0 && close < latest ? close + 1 : latest;
        return semicolon is var (last, _) && last < latest ? last + 1 : latest;
    }

    public static SourceBraces Of(string language, string[] lines)
    {
        var found = new SourceBraces(lines.Length);
        var open = new Stack<int>();
        var texts = new SourceTexts(language);
        for (var i = 0; i < lines.Length; i++)
        {
            found._isText[i] = texts.IsOpen;
            var opened = false;
            var parentheses = 0;
            foreach (var c in texts.Code(lines[i]))
            {
                switch (c)
                {
                    case '{':
                        open.Push(found._braces.Count);
                        found._braces.Add((i, -1));
                        opened = true;
                        break;
                    case '}' when open.TryPop(out var at):
                        found._braces[at] = (found._braces[at].Line, i);
                        break;
                    case '(':
                        parentheses++;
                        break;
                    case ')':
                        parentheses--;
                        break;
                    case ';' when parentheses <= 0:
                        found._semicolons.Add((i, !opened));
                        break;
                }
            }
        }
        return found;
    }
}

internal static class LineSearch
{
    /// <summary>The first entry at or behind a line; entries are in the order of their lines.</summary>
    public static (int Line, T)? FindIndexFrom<T>(this List<(int Line, T)> entries, int line)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Line < line)
                low = middle + 1;
            else
                high = middle;
        }
        return low < entries.Count ? entries[low] : null;
    }
}
