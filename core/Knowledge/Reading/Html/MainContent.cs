using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>
/// What a page is about, without the site around it. A page that marks its content is believed; where little would be left, more
/// is read, up to all that it shows: furniture too much is a nuisance, a lost paragraph a wrong answer.
/// </summary>
internal static class MainContent
{
    /// <summary>Share of the page's words that marked content must hold to be taken for the whole of it.</summary>
    private const double MarkedShare = 0.3;

    /// <summary>The same for articles, which mark pieces as well as the whole.</summary>
    private const double ArticleShare = 0.7;

    /// <summary>With fewer words, and a smaller share of the page, the furniture was the content.</summary>
    private const int Little = 15;

    public static IReadOnlyList<Block> Of(IElement body)
    {
        var survey = HtmlSurvey.Of(body);
        var counts = TextCounts.Of(body, survey);
        var furniture = new Furniture(survey, counts);
        var (leftOut, words) = furniture.In(body, strict: true);
        if (words < Little && words < 0.5 * counts[body].Words)
            (leftOut, words) = furniture.In(body, strict: false);
        if (words < Little && words < 0.2 * counts[body].Words)
            (leftOut, words) = ([], counts[body].Words);
        var blocks = new List<Block>();
        foreach (var root in Marked(body, survey, counts, furniture, words) ?? [(body, leftOut)])
            blocks.AddRange(HtmlBlocks.Of(root.Root, survey, root.LeftOut.Contains));
        return blocks;
    }

    private static IReadOnlyList<(IElement Root, HashSet<IElement> LeftOut)>? Marked(
        IElement body,
        HtmlSurvey survey,
        TextCounts counts,
        Furniture furniture,
        int words
    )
    {
        var mains = Outermost(body, survey, counts, element => element.LocalName == "main" || element.GetAttribute("role") == "main");
        if (Take(mains, MarkedShare) is { } main)
            return main;
        var articles = Outermost(
            body,
            survey,
            counts,
            element => element.LocalName == "article" || element.GetAttribute("itemprop") == "articleBody"
        );
        return articles.Count == 0 ? null : Take([Around(articles)], ArticleShare);

        IReadOnlyList<(IElement, HashSet<IElement>)>? Take(IReadOnlyList<IElement> roots, double share)
        {
            var kept = roots.Select(root => (Root: root, Kept: furniture.In(root, strict: true))).ToList();
            var sum = kept.Sum(root => root.Kept.Words);
            return sum > 0 && sum >= share * words ? [.. kept.Select(root => (root.Root, root.Kept.LeftOut))] : null;
        }
    }

    private static IReadOnlyList<IElement> Outermost(IElement body, HtmlSurvey survey, TextCounts counts, Func<IElement, bool> matches)
    {
        var found = new List<IElement>();
        var open = new Stack<(INode Node, int Next)>();
        open.Push((body, 0));
        while (open.TryPop(out var place))
        {
            var (node, next) = place;
            if (next >= node.ChildNodes.Length)
                continue;
            open.Push((node, next + 1));
            if (node.ChildNodes[next] is not IElement element || counts[element].Words == 0 || survey.IsHidden(element))
                continue;
            if (matches(element))
                found.Add(element);
            else
                open.Push((element, 0));
        }
        return found;
    }

    /// <summary>The smallest element that holds them all.</summary>
    private static IElement Around(IReadOnlyList<IElement> elements)
    {
        if (elements.Count == 1)
            return elements[0];
        var path = Path(elements[0]);
        foreach (var element in elements.Skip(1))
        {
            var other = Path(element);
            var same = 0;
            while (same < path.Count && same < other.Count && path[same] == other[same])
                same++;
            path.RemoveRange(same, path.Count - same);
        }
        return path[^1];
    }

    /// <summary>From the outermost element to the one around it.</summary>
    private static List<IElement> Path(IElement element)
    {
        var path = new List<IElement>();
        for (var above = element.ParentElement; above is not null; above = above.ParentElement)
            path.Add(above);
        path.Reverse();
        return path;
    }
}
