using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>
/// What stands on a page to find the way about it. What an element is counts first, then how many of its words are links; names
/// alone decide little.
/// </summary>
internal sealed class Furniture(HtmlSurvey survey, TextCounts counts)
{
    /// <summary>From this share of its words on an element is made of links.</summary>
    private const double MostlyLinks = 0.5;

    /// <summary>Elements below <paramref name="root"/> to leave out, and how many words stay.</summary>
    /// <param name="strict">False: only what says itself that it is furniture.</param>
    public (HashSet<IElement> LeftOut, int Words) In(IElement root, bool strict)
    {
        var leftOut = new HashSet<IElement>();
        var words = counts[root].Words;
        var titled = !survey.HoldsHeading(root);
        var open = new Stack<(INode Node, int Next, bool InArticle)>();
        open.Push((root, 0, IsArticle(root)));
        while (open.TryPop(out var place))
        {
            var (node, next, inArticle) = place;
            if (next >= node.ChildNodes.Length)
                continue;
            open.Push((node, next + 1, inArticle));
            if (node.ChildNodes[next] is not IElement element || counts[element] is not { Words: > 0 } count)
                continue;
            titled |= HtmlElements.HeadingLevel(element) > 0;
            if (SaysSo(element, count, inArticle) || (strict && LooksSo(element, count, inArticle, titled)))
            {
                leftOut.Add(element);
                words -= count.Words;
            }
            else
                open.Push((element, 0, inArticle || IsArticle(element)));
        }
        return (leftOut, words);
    }

    private static bool IsArticle(IElement element) =>
        element.LocalName is "main" or "article" or "section" || element.GetAttribute("role") is "main" or "article";

    private bool SaysSo(IElement element, TextCount count, bool inArticle)
    {
        if (element.GetAttribute("role") is "navigation" or "menu" or "menubar" or "search" or "toolbar" or "contentinfo")
            return true;
        switch (element.LocalName)
        {
            case "nav" or "search":
                return count.Words < 50 || count.LinkDensity > 0.3;
            case "header":
                return !inArticle && !survey.HoldsHeading(element) && (count.Words < 50 || count.LinkDensity > 0.3);
            case "footer":
                return element.ParentElement is not { LocalName: "blockquote" or "figure" }
                    && (!inArticle || count.Words < 8 || count.LinkDensity > 0.3 || HtmlElements.Line(element).Contains('©'));
            case "aside":
                return count.LinkDensity >= MostlyLinks || (!inArticle && (count.LinkDensity > 0.3 || IsNamed(element, "sidebar")));
            case "form":
                return count.Controls > 0 && count.Words < 60 && !survey.HoldsHeading(element);
            case "a":
                return TextCounts.IsShare(element) || element.GetAttribute("rel") is "prev" or "next" or "up" or "edit";
            default:
                return element.GetAttribute("role") == "banner" && !survey.HoldsHeading(element);
        }
    }

    private bool LooksSo(IElement element, TextCount count, bool inArticle, bool titled)
    {
        if (count is { Ways: > 1, Words: < 20 } && !survey.HoldsHeading(element))
            return true;
        if (element.LocalName == "table")
            return !inArticle && IsMenu(element, count) && HtmlTable.IsLayout(element, survey);
        if (HtmlElements.HeadingLevel(element) > 0 || element.LocalName is "td" or "th" or "tr" or "tbody")
            return false;
        if (element.LocalName == "a" || !HtmlElements.IsBlock(element))
            return IsEditLink(element, count)
                || (element.LocalName == "a" && count.IsInPage && !HtmlNotes.IsOpener(element) && StandsAlone(element));
        if (survey.HoldsHeading(element) && count.LinkDensity < MostlyLinks)
            return IsNotice(element, count);
        return count.IsInPage && !HoldsOpener(element)
            || (count.Buttons > 1 && count.Words <= 8 + count.Buttons && !HoldsOpener(element))
            || (!titled && IsTrail(element, count))
            || IsNotice(element, count)
            || (count.LinkDensity >= MostlyLinks && IsNamed(element, Places))
            || (!inArticle && (IsNamed(element, "footer") || IsMenu(element, count)));
    }

    private readonly Dictionary<INode, bool> _sentences = [];

    private static readonly string[] Places =
    [
        "breadcrumb",
        "breadcrumbs",
        "sidebar",
        "toc",
        "pagination",
        "pager",
        "share",
        "social",
        "menu",
        "navbar",
        "nav",
        "navigation",
        "skip",
    ];

    /// <summary>Short links and nearly nothing else.</summary>
    private static bool IsMenu(IElement element, TextCount count) =>
        count is { Links: > 2, LinkDensity: >= 0.8 }
        && count.LinkWords <= 4 * count.Links
        && (element.LocalName != "p" || count.LinkWords == count.Words);

    /// <summary>The way down to the page, "Home » Documents » Leave", above the title.</summary>
    private static bool IsTrail(IElement element, TextCount count) =>
        count is { Links: > 0, Words: < 20 }
        && HtmlElements.Line(element).Split(' ').Count(word => word is ">" or "»" or "\u203A" or "/" or "→" or "|" or "::")
            is > 0
                and var signs
        && signs >= count.Links;

    private bool IsNotice(IElement element, TextCount count) =>
        count.Words < 150
        && !element.Children.Any(child => child.LocalName == "h1")
        && IsNamed(element, "cookie", "cookies", "consent", "gdpr", "cookiebanner")
        && (count.Buttons + count.Controls > 0 || count.Links > 0);

    private static bool IsEditLink(IElement element, TextCount count) =>
        element.LocalName == "a"
        && element.GetAttribute("href") is { Length: > 0 } href
        && (href.Contains("/edit/", StringComparison.Ordinal) || href.Contains("action=edit", StringComparison.Ordinal))
        && count.Words < 8
        && HtmlElements.Line(element) == HtmlElements.Line(element.ParentElement!);

    /// <summary>A link that is not part of a sentence: the elements around it hold the page's text.</summary>
    private bool StandsAlone(IElement link)
    {
        if (link.ParentElement is not { LocalName: "body" or "div" or "main" or "form" or "section" or "article" } around)
            return false;
        if (!_sentences.TryGetValue(around, out var isSentence))
            _sentences[around] = isSentence = around.ChildNodes.Any(child =>
                child is IText { Data: var text } && text.Any(char.IsLetterOrDigit)
            );
        return !isSentence;
    }

    private bool HoldsOpener(IElement element)
    {
        var open = new Stack<INode>([element]);
        while (open.TryPop(out var node))
        {
            if (node is IElement inner && (survey.IsOpener(inner) || HtmlNotes.IsOpener(inner)))
                return true;
            foreach (var child in node.ChildNodes)
                open.Push(child);
        }
        return false;
    }

    /// <summary>One of the words that its id and its classes are made of.</summary>
    private static bool IsNamed(IElement element, params ReadOnlySpan<string> names)
    {
        foreach (var given in (ReadOnlySpan<string?>)[element.Id, element.ClassName, element.GetAttribute("aria-label")])
        {
            if (string.IsNullOrEmpty(given) || given.Length > 300)
                continue;
            foreach (var word in given.ToLowerInvariant().Split([' ', '-', '_', ':', '.'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (names.Contains(word))
                    return true;
            }
        }
        return false;
    }
}
