using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>What a heading looks like beside the text it stands over; levels are known when the whole document has been read.</summary>
internal sealed partial class Headings(Typography type)
{
    /// <summary>Of the body's size from which on letters are large.</summary>
    private const double Large = 1.14;

    private const int MostWords = 25,
        MostBoldWords = 14;

    private readonly List<(int Block, (int Size, bool Bold) Style, int Depth)> _found = [];

    public bool Is(IReadOnlyList<TextLine> lines, string text)
    {
        var words = text.AsSpan().Count(' ') + 1;
        if (!text.Any(char.IsLetter) || text.Length < 2 || lines.Count > 4)
            return false;
        if (lines.All(line => line.Size >= Large * type.Body))
            return words <= MostWords && (words <= 8 || text[^1] is not ('.' or ';' or ','));
        return !type.BodyIsBold
            && lines.Count <= 2
            && words <= MostBoldWords
            && lines.All(line => line.Bold && line.Size >= 0.95 * type.Body)
            && text[^1] is not ('.' or ';' or ',' or ':');
    }

    /// <summary>Remembers the heading that becomes a block.</summary>
    /// <param name="block">Its place among the blocks.</param>
    public void Add(int block, TextLine line, string text) =>
        _found.Add(
            (
                block,
                (Typography.Key(line.Size), line.Bold),
                Number().Match(text) is { Success: true } number ? number.Value.Count('.') + 1 : 0
            )
        );

    public void SetLevels(List<Block> blocks)
    {
        var styles = _found
            .Select(heading => heading.Style)
            .Distinct()
            .OrderByDescending(style => style.Size)
            .ThenByDescending(style => style.Bold)
            .ToList();
        // Sections numbered "1" and "1.1" may look alike.
        var least = _found
            .Where(heading => heading.Depth > 0)
            .GroupBy(heading => heading.Style)
            .ToDictionary(style => style.Key, style => style.Min(heading => heading.Depth));
        foreach (var (block, style, depth) in _found)
        {
            var level = 1 + styles.IndexOf(style) + (depth > 0 ? depth - least[style] : 0);
            blocks[block] = ((Heading)blocks[block]) with { Level = Math.Clamp(level, 1, 6) };
        }
    }

    public static bool IsNumbered(string text) => Number().IsMatch(text);

    [GeneratedRegex(@"^\d{1,2}(\.\d{1,2})*(?=\.?\s+\p{L})", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
