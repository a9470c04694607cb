using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>What an image says to somebody who does not see it.</summary>
internal static partial class ImageText
{
    /// <summary>Its description; empty for badges and where the description is the file's name or the word "image".</summary>
    public static string Of(string alt, string? address)
    {
        alt = alt.Trim();
        return alt.Length == 0 || IsBadge(address ?? "") || SaysNothing().IsMatch(alt) || IsNameOf(address ?? "", alt) ? "" : alt;
    }

    private static bool IsBadge(string address) => Badge().IsMatch(address);

    private static bool IsNameOf(string address, string alt)
    {
        var path = address.AsSpan(0, address.IndexOfAny(['?', '#']) is >= 0 and var end ? end : address.Length);
        return Letters(Path.GetFileNameWithoutExtension(path)) is { Length: > 0 } name && name == Letters(alt);
    }

    private static string Letters(ReadOnlySpan<char> text) => string.Concat(text.ToString().Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex(@"shields\.io|badge|travis-ci|circleci\.com|codecov\.io|coveralls\.io|/actions/workflows/", RegexOptions.IgnoreCase)]
    private static partial Regex Badge();

    [GeneratedRegex(
        @"^(?:(?:image|img|picture|photo|screenshot|screen shot|figure|fig|logo|icon|banner|diagram|alt|alt text"
            + @"|untitled)[\s\d._:-]*(?:at [\d.]+)?|\S+\.(?:png|jpe?g|gif|svg|webp|bmp|avif))$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SaysNothing();
}
