using Spectre.Console;

namespace ChatBot.Bot.Commands;

/// <summary>
/// The tables of a Markdown text with their columns padded, so that a terminal shows them as tables; they go on being Markdown.
/// </summary>
internal static class AlignedTables
{
    public static string In(string markdown)
    {
        if (!markdown.Contains("|-", StringComparison.Ordinal) && !markdown.Contains("| -", StringComparison.Ordinal))
            return markdown;
        var lines = markdown.Split('\n');
        for (var at = 0; at + 1 < lines.Length; at++)
        {
            if (!IsRow(lines[at]) || !IsRow(lines[at + 1]) || !Cells(lines[at + 1]).All(IsRule))
                continue;
            var end = at;
            while (end < lines.Length && IsRow(lines[end]))
                end++;
            Align(lines.AsSpan(at, end - at));
            at = end;
        }
        return string.Join('\n', lines);
    }

    private static bool IsRow(string line) => line.StartsWith('|') && line.TrimEnd().Length > 1 && line.TrimEnd().EndsWith('|');

    private static bool IsRule(string cell) => cell.Contains('-') && cell.All(sign => sign is '-' or ':');

    private static void Align(Span<string> lines)
    {
        var rows = new List<string[]>();
        foreach (var line in lines)
            rows.Add(Cells(line));
        var rules = rows[1];
        if (rows.Exists(row => row.Length != rules.Length))
            return;
        var widths = rules.Select((_, column) => rows.Where((_, row) => row != 1).Max(row => row[column].GetCellWidth())).ToList();
        for (var row = 0; row < rows.Count; row++)
            lines[row] =
                row == 1
                    ? $"|{string.Join('|', rules.Select((rule, column) => Rule(rule, widths[column] + 2)))}|"
                    : $"| {string.Join(" | ", rows[row].Select((cell, column) => Padded(cell, rules[column], widths[column])))} |";
    }

    private static string Rule(string rule, int width)
    {
        var (left, right) = (rule.StartsWith(':') ? ":" : "", rule.EndsWith(':') ? ":" : "");
        return left + new string('-', Math.Max(1, width - left.Length - right.Length)) + right;
    }

    private static string Padded(string cell, string rule, int width)
    {
        var blanks = new string(' ', width - cell.GetCellWidth());
        return rule.EndsWith(':') && !rule.StartsWith(':') ? blanks + cell : cell + blanks;
    }

    /// <summary>A bar behind a backslash is a sign of its cell.</summary>
    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var inner = line.TrimEnd()[1..^1];
        var from = 0;
        for (var at = 0; at <= inner.Length; at++)
            if (at == inner.Length || (inner[at] == '|' && (at == 0 || inner[at - 1] != '\\')))
            {
                cells.Add(inner[from..at].Trim());
                from = at + 1;
            }
        return [.. cells];
    }
}
