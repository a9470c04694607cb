using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>What a page is called, without the name of the site behind it.</summary>
internal static class PageTitle
{
    private const string Separators = "|-–—·•:»\u203A/~";

    /// <param name="heading">The first heading of its content, if any.</param>
    /// <returns>Null where it names itself nowhere.</returns>
    public static string? Of(IDocument page, string? heading)
    {
        var title = Line(page.Title);
        var shared = Line(Property(page, "og:title"));
        if (title.Length == 0)
            return shared.Length > 0 ? shared : heading;
        if (heading is { Length: > 0 } && IsPart(heading, title))
            return heading;
        if (shared.Length > 0 && IsPart(shared, title))
            return shared;
        return
            Property(page, "og:site_name") is { } site && Line(site) is { Length: > 0 } name && Without(title, name) is { Length: > 0 } rest
            ? rest
            : title;
    }

    /// <summary>The same, or the same with something set off before or behind it.</summary>
    private static bool IsPart(string part, string title)
    {
        if (title.Equals(part, StringComparison.OrdinalIgnoreCase))
            return true;
        return Without(title, part) is not null;
    }

    /// <summary>What is left of a title when the part before or behind a separator goes; null where it is not set off so.</summary>
    private static string? Without(string title, string part)
    {
        if (title.StartsWith(part, StringComparison.OrdinalIgnoreCase))
        {
            var rest = title[part.Length..].TrimStart();
            return rest.Length > 0 && Separators.Contains(rest[0]) ? rest[1..].Trim() : null;
        }
        if (title.EndsWith(part, StringComparison.OrdinalIgnoreCase))
        {
            var rest = title[..^part.Length].TrimEnd();
            return rest.Length > 0 && Separators.Contains(rest[^1]) ? rest[..^1].Trim() : null;
        }
        return null;
    }

    private static string? Property(IDocument page, string name) =>
        page
            .Head?.Children.FirstOrDefault(element =>
                element.LocalName == "meta" && (element.GetAttribute("property") ?? element.GetAttribute("name")) == name
            )
            ?.GetAttribute("content");

    private static string Line(string? text) =>
        string.Join(' ', HtmlElements.Visible(text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
