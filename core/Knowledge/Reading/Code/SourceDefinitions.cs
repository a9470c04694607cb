using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>Finds what a source file defines, and where each definition begins and ends.</summary>
internal static class SourceDefinitions
{
    private const int LongestLine = 500;

    public static IReadOnlyList<Definition> Of(SourceLanguage language, string[] lines)
    {
        var found = new List<Definition>();
        var braces = language.Scope == Scope.Braces ? SourceBraces.Of(language.Name, lines) : null;
        var quoted = language.Name == "python" ? PythonLines.Quoted(lines) : null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length is 0 or > LongestLine || braces?.IsText(i) == true || quoted?[i] == true)
                continue;
            var match = language.Definition.Match(lines[i]);
            if (!match.Success)
                match = BraceMembers.Match(language, lines, i);
            if (!match.Success)
                continue;
            var start = i;
            while (start > 0 && language.Comment.IsMatch(lines[start - 1]))
                start--;
            if (found.Count > 0 && start <= found[^1].Line)
                start = i;
            var name = match.Groups["name"].Value.Replace("\" \"", ".").Trim(' ', '"', '`', '[', ']', '<');
            var kind = Kind(match.Groups["kind"].Value, language.Kind);
            found.Add(new Definition(start, i, lines.Length, Indent(lines[i]), kind, name, Signature(lines[i], match, name)));
        }
        return [.. found.Select((definition, at) => definition with { End = EndOf(language, lines, braces, found, at) })];
    }

    public static int Indent(string line) => line.Length - line.AsSpan().TrimStart().Length;

    private static int EndOf(SourceLanguage language, string[] lines, SourceBraces? braces, List<Definition> all, int at)
    {
        var own = all[at];
        // The next one that is not within it, by how far in it begins: where nothing closes it, that ends it.
        var next = at + 1;
        while (next < all.Count && language.Scope != Scope.Next && all[next].Indent > own.Indent)
            next++;
        var latest = next < all.Count ? all[next].Start : lines.Length;
        var end = language.Scope switch
        {
            Scope.Indent => PythonLines.EndOf(lines, own, latest),
            Scope.Words => Closing(lines, own, latest),
            Scope.Braces => braces!.EndOf(own.Line, latest),
            _ => latest,
        };
        while (end > own.Line + 1 && lines[end - 1].AsSpan().IsWhiteSpace())
            end--;
        return end;
    }

    private static int Closing(string[] lines, Definition own, int latest)
    {
        for (var i = own.Line + 1; i < latest; i++)
            if (Indent(lines[i]) <= own.Indent && lines[i].AsSpan().TrimStart().StartsWith("end"))
                return i + 1;
        return latest;
    }

    private static string Kind(string keyword, string otherwise) =>
        keyword.Trim() switch
        {
            "" => otherwise,
            "def" or "func" or "function" or "function*" or "fn" or "fun" or "const" or "let" or "var" => "function",
            var other => other.ToLowerInvariant(),
        };

    /// <summary>Name and parameters, where they close on the same line.</summary>
    private static string Signature(string line, Match match, string name)
    {
        var after = match.Groups["name"].Index + match.Groups["name"].Length;
        if (after >= line.Length || line[after] != '(' || line.IndexOf(')', after) is not (> 0 and var close) || close - after > 80)
            return name;
        return name + line[after..(close + 1)];
    }
}
