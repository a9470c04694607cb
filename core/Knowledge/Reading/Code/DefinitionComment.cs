using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>What its comment says of a definition: the docstring below it, or the comment above.</summary>
internal static class DefinitionComment
{
    private const int Longest = 300;

    private static readonly Regex Marks = new(
        @"^(#+!?|///?!?|/\*+|\*+|--+|r?""""""|r?''')\s?|</?(summary|remarks|para)>",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    public static string Read(SourceLanguage language, string[] lines, Definition definition)
    {
        if (definition.Start < definition.Line && Paragraph(language, lines, definition.Start) is { Length: > 0 } above)
            return above;
        var below = definition.Line + 1;
        while (below < lines.Length && below < definition.Line + 12 && !lines[below - 1].TrimEnd().EndsWith(':'))
            below++; // parameters over several lines
        return language.Name == "python" && below < lines.Length && SourceLanguage.IsQuote(lines[below])
            ? Paragraph(language, lines, below)
            : "";
    }

    private static string Paragraph(SourceLanguage language, string[] lines, int line)
    {
        var words = new List<string>();
        var quoted = SourceLanguage.IsQuote(lines[line]);
        if (!quoted && !language.Comment.IsMatch(lines[line]))
            return "";
        for (var i = line; i < lines.Length && (quoted || language.Comment.IsMatch(lines[i])); i++)
        {
            var trimmed = lines[i].Trim();
            if (!quoted && trimmed.StartsWith('@') || trimmed.StartsWith('['))
                continue;
            var content = Marks.Replace(trimmed, "").Replace("*/", "").Replace("\"\"\"", "").Replace("'''", "").Trim();
            if (content.Length > 0)
                words.Add(content);
            if (
                content.Length == 0 && words.Count > 0
                || quoted
                    && i > line
                    && (trimmed.EndsWith("\"\"\"", StringComparison.Ordinal) || trimmed.EndsWith("'''", StringComparison.Ordinal))
                || quoted && i == line && trimmed.Length > 5 && trimmed.EndsWith("\"\"\"", StringComparison.Ordinal)
            )
                break;
        }
        var text = string.Join(' ', words);
        return text.Length <= Longest ? text : text[..Math.Max(1, text.LastIndexOf(' ', Longest))] + " …";
    }
}
