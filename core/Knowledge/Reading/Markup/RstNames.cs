using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>What a text of reStructuredText names at some place and refers to at another.</summary>
internal sealed partial class RstNames
{
    public Dictionary<string, string> Targets { get; } = [];
    public Dictionary<string, string> Substitutions { get; } = [];

    public static RstNames In(IReadOnlyList<string> lines)
    {
        var names = new RstNames();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].AsSpan().TrimStart().ToString();
            if (!line.StartsWith(".. ", StringComparison.Ordinal))
                continue;
            if (Target().Match(line) is { Success: true } target)
                names.Targets.TryAdd(RstText.Name(target.Groups["name"].Value.Trim('`')), target.Groups["address"].Value.Trim());
            else if (Substitution().Match(line) is { Success: true } substitution)
                names.Substitutions.TryAdd(
                    RstText.Name(substitution.Groups["name"].Value),
                    substitution.Groups["kind"].Value switch
                    {
                        "replace" => substitution.Groups["text"].Value + Continued(lines, i),
                        "unicode" => Unicode(substitution.Groups["text"].Value),
                        "image" => Alt(lines, i),
                        _ => "",
                    }
                );
        }
        return names;
    }

    private static string Continued(IReadOnlyList<string> lines, int at)
    {
        var indent = Indentation.Of(lines[at]);
        var text = "";
        for (var i = at + 1; i < Math.Min(lines.Count, at + 20) && lines[i].Length > 0 && Indentation.Of(lines[i]) > indent; i++)
            text += " " + lines[i].Trim();
        return text;
    }

    private static string Alt(IReadOnlyList<string> lines, int at)
    {
        for (var i = at + 1; i < Math.Min(lines.Count, at + 10) && lines[i].Length > 0; i++)
            if (lines[i].Trim() is var option && option.StartsWith(":alt:", StringComparison.Ordinal))
                return Markdown.ImageText.Of(option[5..], lines[at][(lines[at].LastIndexOf(' ') + 1)..]);
        return "";
    }

    private static string Unicode(string codes) =>
        string.Concat(
            codes
                .Split(".. ")[0]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(code =>
                    Code().Match(code) is { Success: true } match
                    && int.TryParse(match.Groups[1].ValueSpan, System.Globalization.NumberStyles.HexNumber, null, out var point)
                    && System.Text.Rune.IsValid(point)
                        ? new System.Text.Rune(point).ToString()
                        : code
                )
        );

    [GeneratedRegex(@"^\.\. _(?<name>`[^`]+`|(?:\\.|[^:\\])+):(?:\s+(?<address>\S.*))?$")]
    private static partial Regex Target();

    [GeneratedRegex(@"^\.\. \|(?<name>[^|]+)\|\s+(?<kind>\w+)::\s*(?<text>.*)$")]
    private static partial Regex Substitution();

    [GeneratedRegex(@"^(?:0x|x|\\x|U\+|u|\\u)([0-9A-Fa-f]{2,6})$")]
    private static partial Regex Code();
}
