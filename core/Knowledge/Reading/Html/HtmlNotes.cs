using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>Signs for readers who can click, and titles of notes.</summary>
internal static class HtmlNotes
{
    private static readonly string[] Kinds =
    [
        "admonition",
        "alert",
        "callout",
        "note",
        "tip",
        "warning",
        "caution",
        "important",
        "danger",
        "info",
        "hint",
    ];

    /// <summary>A raised sign that leads to a footnote; it would read as a power.</summary>
    public static bool IsMark(IElement raised) =>
        raised.Children is [{ LocalName: "a" } link] && IsWithin(link) && HtmlElements.Line(raised).Trim('[', ']', '(', ')').Length <= 3;

    /// <summary>A link within the page without words: the place of a heading, the way back from a footnote, a footnote's sign.</summary>
    public static bool IsAnchor(IElement link)
    {
        if (!IsWithin(link))
            return false;
        if (link.Children is [{ LocalName: "sup" } raised] && HtmlElements.Line(raised).Trim('[', ']', '(', ')').Length <= 3)
            return true;
        return !link.Children.Any(child => child.LocalName is "img") && !HtmlElements.Text(link).Any(char.IsLetterOrDigit);
    }

    /// <summary>The first child of a note that only says what kind of note it is; null for anything else.</summary>
    public static IElement? TitleOf(IElement element)
    {
        if (element.LocalName is not ("div" or "aside" or "section") || element.Children is not [var first, ..])
            return null;
        if (element.GetAttribute("role") != "note" && !HtmlElements.HasClass(element, IsKind))
            return null;
        if (HtmlElements.HasClass(first, name => name.Contains("title") || name.Contains("heading")))
            return first;
        return element.Children.Length > 1 && first.LocalName is "p" or "div" && HtmlElements.Line(first) is { Length: > 0 and < 20 }
            ? first
            : null;
    }

    private static bool IsKind(string name) =>
        Kinds.Contains(name.ToLowerInvariant())
        || name.Contains("admonition")
        || name.Contains("markdown-alert")
        || name.Contains("callout")
        || name.Contains("information-macro");

    /// <summary>A link that folds something out in its place.</summary>
    public static bool IsOpener(IElement link) =>
        link.HasAttribute("aria-expanded")
        || link.HasAttribute("aria-controls")
        || link.HasAttribute("data-toggle")
        || link.HasAttribute("data-bs-toggle");

    private static bool IsWithin(IElement link) => link.GetAttribute("href") is ['#', ..];
}
