using System.Globalization;

namespace ChatBot.Knowledge;

/// <summary>
/// Where a piece of a document stands: the document's title, then the headings above the piece, outermost first. This is the only
/// place where the list becomes one text, for a column of the index and for people, and a list again.
/// </summary>
public static class HeadingPath
{
    private const string Separator = " › ";
    private const string PageWord = "page";

    /// <summary>Headings that say nothing are left out.</summary>
    public static IReadOnlyList<string> Of(string title, IEnumerable<string> headings) =>
        [.. headings.Prepend(title).Where(heading => heading.Length > 0)];

    public static string Join(IReadOnlyList<string> headings) => string.Join(Separator, headings);

    public static IReadOnlyList<string> Split(string joined) => joined.Length == 0 ? [] : joined.Split(Separator);

    /// <summary>The last heading of what stands on a page.</summary>
    public static string OfPage(int page) => $"{PageWord} {page}";

    /// <summary>The page that <see cref="OfPage"/> named, or null.</summary>
    public static int? PageOf(IReadOnlyList<string> headings) =>
        headings is [.., var last]
        && last.StartsWith(PageWord + ' ', StringComparison.Ordinal)
        && int.TryParse(last.AsSpan(PageWord.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? page
            : null;
}
