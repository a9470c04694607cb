using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>What stands before the items of a list.</summary>
internal static partial class ListMarks
{
    /// <summary>The whole text is a mark.</summary>
    public static bool IsMark(string text) => Alone().IsMatch(text);

    /// <summary>The mark and the text after it; null where the line starts with none.</summary>
    public static (string Mark, int Length)? At(string line)
    {
        if (line.Length > 2 && (Signs.IsBullet(line[0]) || line[0] is '-' or '–' or '*') && line[1] == ' ')
            return ("", 2);
        if (line.Length > 1 && Signs.IsBullet(line[0]) && line[0] != '·')
            return ("", 1);
        return Start().Match(line) is { Success: true } found ? (found.Groups[1].Value, found.Length) : null;
    }

    public static bool IsBullet(string mark) => mark.Length == 1 && !char.IsLetterOrDigit(mark[0]);

    /// <summary>The number of "3." or "3)"; null for letters and bullets.</summary>
    public static int? Number(string mark) => int.TryParse(mark.Trim('(', ')', '.'), out var number) ? number : null;

    [GeneratedRegex(
        @"^([•◦▪▫●○■□‣⁃➢➤❖✓✔►▶·*–-]|\(?(\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z])[.)]|\d{1,2}(\.\d{1,2}){1,3}\.?)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Alone();

    [GeneratedRegex(@"^(\d{1,3}[.)]|\([a-z0-9]{1,3}\)|[a-z]\)|[ivx]{1,5}\.)\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
