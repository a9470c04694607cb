using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>What an element shows, by number: its words, how many of them are links, what can be operated.</summary>
/// <param name="InPageWords">Words of links to places of the same page.</param>
/// <param name="Ways">Links that share the page, or lead to the one before or behind it.</param>
internal readonly record struct TextCount(int Words, int Links, int LinkWords, int InPageWords, int Controls, int Buttons, int Ways)
{
    public static TextCount operator +(TextCount a, TextCount b) =>
        new(
            a.Words + b.Words,
            a.Links + b.Links,
            a.LinkWords + b.LinkWords,
            a.InPageWords + b.InPageWords,
            a.Controls + b.Controls,
            a.Buttons + b.Buttons,
            a.Ways + b.Ways
        );

    /// <summary>Share of its words that lead somewhere else.</summary>
    public double LinkDensity => Words == 0 ? 0 : (double)LinkWords / Words;

    /// <summary>Nothing but links to places of the same page: a table of contents, "skip to content", "back to top".</summary>
    public bool IsInPage => Words > 0 && InPageWords >= 0.9 * Words;
}

/// <summary>Counts every element of a page in one walk, without what is hidden.</summary>
internal sealed class TextCounts
{
    private static readonly string[] ShareTargets =
    [
        "facebook.com/sharer",
        "twitter.com/intent",
        "twitter.com/share",
        "x.com/intent",
        "linkedin.com/share",
        "linkedin.com/sharing",
        "reddit.com/submit",
        "t.me/share",
        "api.whatsapp.com/send",
        "pinterest.com/pin/create",
        "mailto:?",
    ];

    private readonly Dictionary<INode, TextCount> _counts = [];

    public TextCount this[INode node] => _counts.GetValueOrDefault(node);

    public static TextCounts Of(INode root, HtmlSurvey survey)
    {
        var counts = new TextCounts();
        var open = new Stack<(INode Node, int Next, TextCount Sum)>();
        open.Push((root, 0, default));
        while (open.TryPop(out var place))
        {
            var (node, next, sum) = place;
            if (next >= node.ChildNodes.Length)
            {
                sum = Whole(node, sum);
                counts._counts[node] = sum;
                if (open.TryPop(out var around))
                    open.Push(around with { Sum = around.Sum + sum });
                continue;
            }
            var child = node.ChildNodes[next];
            if (child is IText text)
                sum += new TextCount(Words(text.Data), 0, 0, 0, 0, 0, 0);
            open.Push((node, next + 1, sum));
            if (child is IElement element && IsSeen(element, survey))
                open.Push((element, 0, default));
        }
        return counts;
    }

    public static bool IsShare(IElement link) =>
        link.GetAttribute("href") is { Length: > 0 } href
        && ShareTargets.Any(target => href.Contains(target, StringComparison.OrdinalIgnoreCase));

    /// <summary>To the page before or behind, or up: pages of a book.</summary>
    public static bool IsWay(IElement link) =>
        link.GetAttribute("rel") is "prev" or "next" or "up" or "index" or "start" or "contents"
        || link.GetAttribute("accesskey") is "p" or "n" or "u" or "h";

    private static bool IsSeen(IElement element, HtmlSurvey survey) =>
        element.LocalName is "input" or "select" or "textarea"
            ? element.GetAttribute("type") is not ("hidden" or "submit" or "button" or "image" or "reset" or "checkbox" or "radio")
            : !HtmlElements.IsSilent(element) && !survey.IsHidden(element) && !survey.IsTabList(element);

    private static TextCount Whole(INode node, TextCount sum) =>
        node is not IElement element
            ? sum
            : element.LocalName switch
            {
                "a" when HtmlNotes.IsOpener(element) => sum,
                "a" when element.GetAttribute("href") is { Length: > 0 } href => sum with
                {
                    Links = 1,
                    LinkWords = sum.Words,
                    InPageWords = href[0] == '#' ? sum.Words : 0,
                    Ways = IsWay(element) || IsShare(element) ? 1 : 0,
                },
                "button" => sum with { Buttons = 1 },
                "input" or "select" or "textarea" => new TextCount(0, 0, 0, 0, 1, 0, 0),
                _ => sum,
            };

    /// <summary>Runs of letters and digits; where a script writes no spaces, its signs.</summary>
    private static int Words(string text)
    {
        var (words, within) = (0, false);
        foreach (var c in text)
        {
            var counts = char.IsLetterOrDigit(c);
            if (counts && (!within || c >= '\u2E80'))
                words++;
            within = counts || (within && c is '\'' or '’' or '-' or '.');
        }
        return words;
    }
}
