using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Reads a shortcode of Hugo ({{&lt; x &gt;}}, {{% x %}}) and a statement of Liquid, Markdoc or Jinja ({% x %}).</summary>
internal static partial class TemplateTag
{
    private const int Longest = 4000;

    public static Tag? Read(string text, int at, int end, Dialect dialect, out int after)
    {
        after = at;
        end = Math.Min(end, at + Longest);
        if (at + 4 >= end || text[at] != '{')
            return null;
        var hugo = text[at + 1] == '{' && text[at + 2] is '<' or '%';
        if (!hugo && text[at + 1] != '%')
            return null;
        var start = at + (hugo ? 3 : 2);
        var closing = hugo ? (text[at + 2] == '<' ? ">}}" : "%}}") : "%}";
        var close = text.IndexOf(closing, start, end - start, StringComparison.Ordinal);
        if (close < 0)
            return null;
        after = close + closing.Length;
        var inner = text[start..close].Trim().Trim('-').Trim();
        if (inner.StartsWith("/*", StringComparison.Ordinal))
            return new Tag("comment", TagKind.Whole, Tag.None);
        var closes = inner.StartsWith('/');
        var match = Name().Match(closes ? inner[1..].TrimStart() : inner);
        var name = match.Value.TrimEnd('/');
        if (!closes && !hugo && name.Length > 3 && name.StartsWith("end", StringComparison.Ordinal) && dialect.Closes(name[3..]))
            (name, closes) = (name[3..], true);
        if (closes)
            return new Tag(name, TagKind.Close, Tag.None);
        var whole = inner.EndsWith('/') || !dialect.Closes(name);
        return new Tag(name, whole ? TagKind.Whole : TagKind.Open, Attributes(inner[match.Length..], hugo || !IsLogic(name)));
    }

    private static Dictionary<string, string> Attributes(string inner, bool placed)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var place = 0;
        foreach (Match match in Argument().Matches(inner))
        {
            var value = match.Groups["value"].Value;
            if (value.Length > 1 && value[0] is '"' or '\'' or '`')
                value = value[1..^1];
            if (match.Groups["name"].Success)
                attributes.TryAdd(match.Groups["name"].Value, value);
            else if (placed)
                attributes.TryAdd((place++).ToString(System.Globalization.CultureInfo.InvariantCulture), value);
        }
        return attributes;
    }

    private static bool IsLogic(string name) =>
        name
            is "if"
                or "unless"
                or "for"
                or "case"
                or "when"
                or "elsif"
                or "elif"
                or "else"
                or "assign"
                or "set"
                or "capture"
                or "include"
                or "extends"
                or "import"
                or "link"
                or "with"
                or "macro"
                or "block"
                or "trans"
                or "data"
                or "raw"
                or "post_url"
                or "ifversion";

    [GeneratedRegex(@"^[\w./-]*")]
    private static partial Regex Name();

    [GeneratedRegex("""(?:(?<name>[\w-]+)\s?[=:]\s?)?(?<value>"[^"]*"|'[^']*'|`[^`]*`|[^\s"'`=/]+)""")]
    private static partial Regex Argument();
}
