using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>A document's title: what it says of itself where that is one, else the largest heading of its first page.</summary>
internal static partial class PdfTitle
{
    /// <summary>Takes the heading that is the title out of the blocks, for it is no section of its own.</summary>
    public static string? Take(string? said, List<Block> blocks)
    {
        var title = Clean(said);
        var first = blocks.FindIndex(block => block is Heading);
        if (first < 0)
            return title;
        var page = blocks[0].Page;
        var level = blocks.Where(block => block.Page == page).OfType<Heading>().Select(heading => heading.Level).DefaultIfEmpty(0).Min();
        var at = blocks.FindIndex(block =>
            block is Heading heading
            && block.Page == page
            && (title is null ? heading.Level == level : Same(title, BlockWriter.Line(heading.Content)))
        );
        if (at < 0)
            return title;
        title ??= BlockWriter.Line(((Heading)blocks[at]).Content);
        // Headings before it, a company's name for instance, would otherwise stand over what follows the title.
        blocks.RemoveAt(at);
        return title;
    }

    /// <summary>Null where it names a file or a program, or is what a program fills in.</summary>
    private static string? Clean(string? said)
    {
        var title = Spaces().Replace(said ?? "", " ").Trim();
        return title.Length is 0 or > 300 || !title.Any(char.IsLetter) || title.Contains('\uFFFD') || Empty().IsMatch(title) ? null : title;
    }

    private static bool Same(string one, string other) => string.Equals(Letters(one), Letters(other), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit)]);

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"^(untitled.*|no title|title|document\s*\d*|presentation\s*\d*|powerpoint[ -]pr.sentation|slide \d+|"
            + @"book\d*|sheet\d*|about:blank|microsoft (word|excel|powerpoint) - .*|\S+\.(docx?|pptx?|xlsx?|odt|ods|"
            + @"odp|rtf|pdf|tex|dvi|html?|indd|qxd|txt|md|ps|eps|tmp|ai|fm|pages)|(https?|file):\S+|.*[\\/]\S+\.\w{2,5})$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Empty();
}
