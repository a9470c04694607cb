namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Reads a tag as JSX writes it; HTML's are a part of that.</summary>
internal static class JsxTag
{
    /// <summary>Beyond it an open bracket is taken for a sign, not for a tag that nobody closed.</summary>
    private const int Longest = 8000;

    /// <summary>The tag that starts at <paramref name="at"/>; null where there is none.</summary>
    /// <param name="after">First UTF-16 unit after it.</param>
    public static Tag? Read(string text, int at, int end, out int after)
    {
        after = at;
        end = Math.Min(end, at + Longest);
        var i = at + 1;
        var closes = i < end && text[i] == '/';
        if (closes)
            i++;
        if (i >= end || !char.IsAsciiLetter(text[i]))
            return null;
        var start = i;
        while (i < end && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or '-' or '_'))
            i++;
        var name = text[start..i];
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            var before = i;
            i = Space(text, i, end);
            if (i >= end)
                return null;
            if (text[i] == '>')
            {
                after = i + 1;
                return new Tag(name, closes ? TagKind.Close : TagKind.Open, attributes);
            }
            if (text[i] == '/' && i + 1 < end && text[i + 1] == '>' && !closes)
            {
                after = i + 2;
                return new Tag(name, TagKind.Whole, attributes);
            }
            if (closes || i == before)
                return null;
            i = Attribute(text, i, end, attributes);
            if (i < 0)
                return null;
        }
    }

    /// <summary>Where the braces that open at <paramref name="at"/> are closed, and one further; -1 where they are not.</summary>
    public static int Balanced(string text, int at, int end)
    {
        var depth = 0;
        for (var i = at; i < end; i++)
        {
            switch (text[i])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return i + 1;
                case '"' or '\'' or '`':
                    var close = text.IndexOf(text[i], i + 1, end - i - 1);
                    i = close < 0 ? i : close; // an apostrophe among words closes nothing
                    break;
            }
        }
        return -1;
    }

    private static int Attribute(string text, int i, int end, Dictionary<string, string> attributes)
    {
        if (text[i] == '{')
        {
            attributes["..."] = "{";
            return Balanced(text, i, end);
        }
        var start = i;
        while (i < end && (char.IsLetterOrDigit(text[i]) || text[i] is '-' or '_' or ':' or '@' or '.' or '#'))
            i++;
        if (i == start)
            return -1;
        var name = text[start..i];
        var equals = Space(text, i, end);
        if (equals >= end || text[equals] != '=')
        {
            attributes.TryAdd(name, "");
            return i;
        }
        i = Space(text, equals + 1, end);
        if (i >= end)
            return -1;
        start = i;
        if (text[i] is '"' or '\'')
        {
            var close = text.IndexOf(text[i], i + 1, end - i - 1);
            if (close < 0)
                return -1;
            attributes.TryAdd(name, System.Net.WebUtility.HtmlDecode(text[(i + 1)..close]));
            return close + 1;
        }
        if (text[i] == '{')
        {
            i = Balanced(text, i, end);
            if (i > 0)
                attributes.TryAdd(name, Expression(text[start..i]));
            return i;
        }
        while (i < end && !char.IsWhiteSpace(text[i]) && text[i] is not ('>' or '"' or '\'' or '=' or '<' or '`'))
            i++;
        attributes.TryAdd(name, text[start..i].TrimEnd('/'));
        return i == start ? -1 : i;
    }

    /// <summary>{"text"} is a text like "text".</summary>
    private static string Expression(string braces)
    {
        var inner = braces[1..^1].Trim();
        return inner.Length > 1 && inner[0] is '"' or '\'' or '`' && inner.IndexOf(inner[0], 1) == inner.Length - 1 ? inner[1..^1] : braces;
    }

    private static int Space(string text, int i, int end)
    {
        while (i < end && char.IsWhiteSpace(text[i]))
            i++;
        return i;
    }
}
