using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>One walk in document order that fills frames; an element that is a structure has a frame of its own.</summary>
/// <param name="leftOut">Elements to leave out, with all they hold.</param>
/// <param name="depth">How many structures stand around this one.</param>
internal sealed class HtmlWalk(HtmlSurvey survey, Func<IElement, bool> leftOut, int depth)
{
    /// <summary>Structures within structures; deeper ones are text. Nobody nests that far, and whoever writes blocks recurses.</summary>
    private const int Deepest = 24;

    private readonly Stack<BlockFrame> _frames = new([new BlockFrame(FrameKind.Flow, (_, _) => { })]);
    private readonly HashSet<IElement> _titles = [];
    private readonly HtmlLists _lists = new();
    private string _mark = "";
    private int _level;

    private BlockFrame Top => _frames.Peek();

    private bool IsLine => Top.Kind == FrameKind.Line;

    public IReadOnlyList<Block> Of(INode root)
    {
        var open = new Stack<(INode Node, int Next, bool Framed)>();
        Open(root, framed: false);
        while (open.TryPop(out var place))
        {
            var (node, next, framed) = place;
            if (next >= node.ChildNodes.Length)
            {
                Leave(node, framed);
                continue;
            }
            open.Push((node, next + 1, framed));
            var child = node.ChildNodes[next];
            if (child is IText words)
                Top.Add(new Words(HtmlElements.Visible(words.Data)));
            else if (child is IElement inner && IsRead(inner) && !ReadWhole(inner))
                Open(inner, Enter(inner));
        }
        return Top.Take();

        void Open(INode node, bool framed)
        {
            open.Push((node, 0, framed));
            // What a component is drawn with stands in its shadow.
            if (node is IElement { ShadowRoot: { } shadow })
                open.Push((shadow, 0, false));
        }
    }

    private bool IsRead(IElement element) =>
        !HtmlElements.IsSilent(element)
        && !leftOut(element)
        && !survey.IsHidden(element)
        && !survey.IsTabList(element)
        && !HtmlElements.HasStyle(element, "text-decoration", "line-through")
        && (element.LocalName != "button" || survey.IsOpener(element));

    /// <summary>Elements whose content is no flow of blocks.</summary>
    private bool ReadWhole(IElement element)
    {
        switch (element.LocalName)
        {
            case "br":
                Top.Break();
                return true;
            case "hr":
                Top.EndBlock();
                return true;
            case "wbr" or "col" or "colgroup":
                return true;
            case "img":
                if (element.GetAttribute("alt") is { Length: > 0 } alt && !IsFileName(alt))
                    Top.Add(new Words($" {alt} "));
                return true;
            case "input":
                if (element.GetAttribute("type") == "checkbox" && element.ParentElement is { LocalName: "li" or "p" or "label" })
                    Top.Add(new Words(element.HasAttribute("checked") ? "[x] " : "[ ] "));
                return true;
            case "math":
                foreach (var sign in HtmlMath.Of(element))
                    Top.Add(sign);
                return true;
            case "pre" or "xmp" or "listing" or "plaintext":
            case "code" when !IsLine && survey.HoldsBreak(element):
                if (HtmlCode.Of(element) is { } code)
                    Top.Add(code);
                return true;
            case "code" or "kbd" or "samp" or "tt":
                Top.Add(new CodeSpan(HtmlElements.Line(element)));
                return true;
            case "sup":
                if (!HtmlNotes.IsMark(element))
                    Top.Add(new Superscript(HtmlElements.Line(element)));
                return true;
            case "sub":
                Top.Add(new Subscript(HtmlElements.Line(element)));
                return true;
            case "a":
                return HtmlNotes.IsAnchor(element);
            case "table" when !IsLine && depth + _frames.Count < Deepest && !HtmlTable.IsLayout(element, survey):
                if (HtmlTable.Caption(element) is { } caption && IsRead(caption))
                    Top.Add(new Paragraph(Line(caption)));
                Top.Add(HtmlTable.Of(element, survey, Line));
                return true;
            default:
                return false;
        }
    }

    /// <returns>Whether the element has a frame, to be closed behind its last child.</returns>
    private bool Enter(IElement element)
    {
        if (IsBlock(element))
            Top.EndBlock();
        if (element.LocalName == "q")
            Top.Add(new Words("“"));
        if (depth + _frames.Count >= Deepest)
            return false;
        if (element.LocalName == "a")
            return !survey.HoldsBlock(element)
                && Target(element) is { } target
                && Push(FrameKind.Line, (link, around) => around.Add(new Link(link.Line, target)));
        return !IsLine && EnterBlock(element);
    }

    private bool EnterBlock(IElement element)
    {
        if (Top.Kind == FrameKind.Titled && (element.LocalName is "dt" or "summary" || _titles.Contains(element)))
        {
            if (!Top.IsEmpty)
                Top.EndAside();
            return Push(
                FrameKind.Line,
                (title, around) => around.Title = around.Title.Count == 0 ? title.Line : [.. around.Title, new Words(", "), .. title.Line]
            );
        }
        if (HtmlElements.HeadingLevel(element) is > 0 and var level)
            return EnterHeading(level);
        switch (element.LocalName)
        {
            case "ul" or "ol" or "menu" or "dir" when !survey.HoldsHeading(element):
                return Push(FrameKind.List, CloseList);
            case "li" when Top.Kind == FrameKind.List:
                var mark = _lists.Mark(element);
                Top.EndItem();
                return Push(FrameKind.Flow, (item, list) => list.Items.Add(new ListItem(mark, item.Take())));
            case "li":
                _mark = _lists.Mark(element); // a list of sections: the number goes to the heading
                return false;
            case "blockquote" when !survey.HoldsHeading(element):
                return Push(FrameKind.Flow, (quote, around) => around.Add(new Quote(quote.Take())));
            case "dl" or "details" when !survey.HoldsHeading(element):
                return Push(FrameKind.Titled, CloseTitled);
            case "summary":
                return !survey.HoldsHeading(element) && EnterHeading(Math.Min(6, _level + 1));
        }
        if (survey.TabOf(element) is { } tab)
            return EnterTab(element, Line(tab));
        if (HtmlNotes.TitleOf(element) is { } name)
        {
            _titles.Add(name);
            return Push(FrameKind.Titled, CloseTitled);
        }
        return false;
    }

    private bool EnterHeading(int level)
    {
        _level = level;
        Push(FrameKind.Line, (title, around) => around.Add(new Heading(level, title.Line)));
        if (_mark.Length > 0)
            Top.Add(new Words(_mark + " "));
        _mark = "";
        return true;
    }

    private bool EnterTab(IElement panel, IReadOnlyList<Inline> title)
    {
        if (survey.HoldsHeading(panel))
        {
            Top.Add(new Heading(Math.Min(6, _level + 1), title));
            return false;
        }
        Push(FrameKind.Titled, CloseTitled);
        Top.Title = title;
        return true;
    }

    private bool Push(FrameKind kind, Action<BlockFrame, BlockFrame> close)
    {
        _frames.Push(new BlockFrame(kind, close));
        return true;
    }

    private void Leave(INode node, bool framed)
    {
        if (framed)
        {
            var frame = _frames.Pop();
            frame.Close(Top);
        }
        if (node is not IElement element)
            return;
        if (element.LocalName == "q")
            Top.Add(new Words("”"));
        if (IsBlock(element))
            Top.EndBlock();
    }

    private static void CloseList(BlockFrame list, BlockFrame around)
    {
        list.EndItem();
        if (list.Items.Count > 0)
            around.Add(new ListBlock(list.Items));
    }

    private static void CloseTitled(BlockFrame titled, BlockFrame around)
    {
        foreach (var block in titled.TakeAsides())
            around.Add(block);
    }

    /// <summary>Whether it stands apart from what is before and behind it.</summary>
    private bool IsBlock(IElement element) => HtmlElements.IsBlock(element) || (survey.IsOpener(element) && !survey.IsInSentence(element));

    private IReadOnlyList<Inline> Line(IElement element) =>
        Inlines.Of(new HtmlWalk(survey, leftOut, depth + _frames.Count + 1).Of(element));

    private string? Target(IElement link)
    {
        var href = link.GetAttribute("href")?.Trim();
        if (string.IsNullOrEmpty(href) || href[0] == '#')
            return null;
        if (
            href.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            || href.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            || href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
        )
            return href;
        return survey.Base is { } address && Uri.TryCreate(address, href, out var target) && target.Scheme is "http" or "https"
            ? target.AbsoluteUri
            : null;
    }

    private static bool IsFileName(string alt) =>
        alt.LastIndexOf('.') is > 0 and var dot
        && alt[dot..].ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" or ".gif" or ".svg" or ".webp" or ".bmp" or ".avif";
}
