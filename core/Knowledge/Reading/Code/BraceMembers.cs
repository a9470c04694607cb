using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>
/// Functions that no word announces: C's, Java's and C#'s without modifiers, methods of JavaScript. They are known by their shape,
/// a name, parameters, and a brace behind them.
/// </summary>
internal static class BraceMembers
{
    /// <summary>Lines that parameters may take.</summary>
    private const int LongParameters = 12;

    private static readonly FrozenSet<string> Languages = FrozenSet.Create(
        "c",
        "cpp",
        "java",
        "csharp",
        "javascript",
        "typescript",
        "groovy"
    );

    /// <summary>Words of these languages that stand before a parenthesis or a value, never before a name that is defined.</summary>
    private static readonly FrozenSet<string> Statements = (
        "if for foreach while switch catch return new throw else do using lock fixed await yield case assert sizeof typeof "
        + "with delete function super this base print import export try finally goto default"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly Regex Shape = new(
        @"^\s*(?<before>([\w$<>\[\],.?:*&@]+[\s*&]+)*)(?<name>~?[#\w$]+(::~?\w+)*)\s*\((?<parameters>[^""'`=;]*)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    public static Match Match(SourceLanguage language, string[] lines, int at)
    {
        if (!Languages.Contains(language.Name) || !lines[at].Contains('('))
            return System.Text.RegularExpressions.Match.Empty;
        var match = Shape.Match(lines[at]);
        if (!match.Success || Statements.Contains(match.Groups["name"].Value))
            return System.Text.RegularExpressions.Match.Empty;
        var before = match.Groups["before"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (before.Any(Statements.Contains))
            return System.Text.RegularExpressions.Match.Empty;
        var isScript = language.Name is "javascript" or "typescript";
        // Without a type before it, only methods of scripts and constructors are definitions; others are calls.
        if (
            before.Length == 0
            && !isScript
            && !(language.Name is "c" or "cpp" && match.Groups["name"].Index == 0)
            && !(language.Name is "java" or "csharp" or "cpp" or "groovy" && char.IsUpper(match.Groups["name"].Value[0]))
            && !match.Groups["name"].Value.Contains("::", StringComparison.Ordinal)
        )
            return System.Text.RegularExpressions.Match.Empty;
        return HasBody(lines, at) ? match : System.Text.RegularExpressions.Match.Empty;
    }

    /// <summary>Whether the parentheses close and a brace opens behind them, before anything ends.</summary>
    private static bool HasBody(string[] lines, int at)
    {
        var depth = 0;
        var closed = false;
        for (var i = at; i < Math.Min(lines.Length, at + LongParameters); i++)
        {
            foreach (var c in lines[i])
            {
                switch (c)
                {
                    case '(':
                        depth++;
                        break;
                    case ')':
                        depth--;
                        closed |= depth == 0;
                        break;
                    case '{' when depth == 0:
                        return closed;
                    case ';' or '}' or '=' or '"' when depth == 0:
                        return false;
                }
            }
        }
        return false;
    }
}
