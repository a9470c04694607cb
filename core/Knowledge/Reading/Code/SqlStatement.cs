using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>A statement with what it is called by.</summary>
/// <param name="Code">As written; with the comments above it where they are longer than <paramref name="Comment"/> tells.</param>
/// <param name="Kind">"table", "view", "function"; empty for statements that make or change none.</param>
/// <param name="Name">Of what it makes or changes; empty where it names nothing.</param>
/// <param name="Title">"create table sales.orders", "insert into orders"; empty for what changes nothing.</param>
/// <param name="Comment">The comment right above it, in words.</param>
/// <param name="Head">A comment above that one that stands by itself: it speaks of the file.</param>
internal sealed partial record SqlStatement(string Code, string Kind, string Name, string Title, bool Makes, string Comment, string Head)
{
    private const int LongComment = 1200;

    public static SqlStatement Of(string code)
    {
        var at = 0;
        var comments = new List<string> { "" };
        while (TakeComment(code, ref at, comments)) { }
        var first = Opening().Match(code.Length - at > 600 ? code.Substring(at, 600) : code[at..]);
        var name = Trimmed(first.Groups["name"].Value);
        var kind = first.Groups["kind"].Value.ToLowerInvariant();
        var verb = string.Join(
            ' ',
            first.Groups["verb"].Value.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        var comment = comments[^1];
        var head = string.Join(' ', comments[..^1].Where(part => part.Length > 0));
        var isTold = comment.Length <= LongComment && head.Length <= LongComment;
        return new SqlStatement(
            isTold ? code[at..].TrimStart() : code,
            kind,
            name,
            name.Length == 0 ? "" : string.Join(' ', new[] { verb, kind, name }.Where(part => part.Length > 0)),
            verb == "create" && name.Length > 0,
            Bounded(comment),
            Bounded(head)
        );
    }

    /// <summary>Takes one comment, or the empty lines that part it from the next.</summary>
    private static bool TakeComment(string code, ref int at, List<string> comments)
    {
        var start = at;
        while (at < code.Length && char.IsWhiteSpace(code[at]))
            at++;
        if (code.AsSpan(start, at - start).Count('\n') > 1 && comments[^1].Length > 0)
            comments.Add("");
        string said;
        if (code.AsSpan(at).StartsWith("--") || code.AsSpan(at).StartsWith("#"))
        {
            var end = code.IndexOf('\n', at) is >= 0 and var found ? found : code.Length;
            said = code[at..end].Trim('-', '#', '=', '*', ' ', '\r');
            at = end;
        }
        else if (code.AsSpan(at).StartsWith("/*"))
        {
            var end = code.IndexOf("*/", at, StringComparison.Ordinal) is >= 0 and var found ? found + 2 : code.Length;
            said = string.Join(
                ' ',
                code[at..end]
                    .Trim('/', '*')
                    .Split('\n')
                    .Select(line => line.Trim().Trim('*', '=', '-').Trim())
                    .Where(line => line.Length > 0)
            );
            at = end;
        }
        else
        {
            return false;
        }
        comments[^1] =
            comments[^1].Length == 0 ? said
            : said.Length == 0 ? comments[^1]
            : $"{comments[^1]} {said}";
        return true;
    }

    private static string Bounded(string comment) =>
        comment.Length <= LongComment ? comment : comment[..Math.Max(comment.LastIndexOf(' ', LongComment), 1)] + " …";

    private static string Trimmed(string name) => string.Join('.', name.Split('.').Select(part => part.Trim(' ', '"', '`', '[', ']')));

    private const string Part = """(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|[\w$\#@{}]+)""";

    private const string Named = $"(?<name>{Part}(?:\\s*\\.\\s*{Part})*)";

    [GeneratedRegex(
        $$"""
            ^\s*(?:
                (?<verb>create)\s+(?:or\s+(?:replace|alter)\s+)?
                  (?:(?:force|editionable|global|local|temp|temporary|unlogged|unique|clustered|nonclustered|materialized|external
                    |transient|dynamic|recursive|secure|foreign|virtual|event|public|constraint
                    |definer\s*=\s*\S+|algorithm\s*=\s*\S+|sql\s+security\s+\w+)\s+)*
                  (?<kind>table|view|function|procedure|proc|index|trigger|schema|database|type|domain|sequence|role|user|extension
                    |policy|package(?:\s+body)?|synonym|stage|stream|task|pipe|warehouse|model|macro|aggregate|operator|server
                    |publication|subscription|rule|event)\s+
                  (?:concurrently\s+)?(?:if\s+not\s+exists\s+)?{{Named}}
              | (?<verb>alter|drop|truncate|comment\s+on|refresh)\s+(?:(?:materialized|external|foreign|event)\s+)*
                  (?<kind>table|view|function|procedure|proc|index|trigger|schema|database|type|domain|sequence|role|user|extension
                    |policy|package|column|constraint)?\s*
                  (?:(?:concurrently|only)\s+)?(?:if\s+exists\s+)?{{Named}}
              | (?<verb>insert\s+(?:overwrite\s+|ignore\s+)?(?:into)?|replace\s+into|update(?!\s+statistics)|delete\s+from
                  |merge\s+(?:into)?|copy(?:\s+into)?|lock\s+tables?)\s+(?:(?:table|only)\s+)?{{Named}}
              | (?<verb>grant|revoke)\s[^;]*?\son\s+(?:table\s+|schema\s+|all\s+\w+\s+in\s+schema\s+)?{{Named}}
            )
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant
    )]
    private static partial Regex Opening();
}
