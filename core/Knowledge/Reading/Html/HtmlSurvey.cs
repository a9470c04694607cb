using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>
/// What one walk over a page finds out beforehand: what holds what, what can be opened by a click (accordions and tabs, whose
/// panels are hidden but content), and what the tabs are called.
/// </summary>
internal sealed class HtmlSurvey
{
    private readonly HashSet<INode> _holdHeading = [];
    private readonly HashSet<INode> _holdTitle = [];
    private readonly HashSet<INode> _holdBlock = [];
    private readonly HashSet<INode> _holdTable = [];
    private readonly HashSet<INode> _holdBreak = [];
    private readonly HashSet<INode> _openers = [];
    private readonly HashSet<INode> _inSentences = [];
    private readonly HashSet<INode> _titleOpeners = [];
    private readonly HashSet<INode> _switched = [];
    private readonly HashSet<INode> _panels = [];
    private readonly Dictionary<(INode Around, string Title), List<IElement>> _folds = [];
    private readonly HashSet<INode> _tabLists = [];
    private readonly HashSet<string> _opened = [];
    private readonly Dictionary<string, IElement> _byId = [];
    private readonly Dictionary<string, IElement> _tabOf = [];
    private readonly Dictionary<INode, IElement> _titles = [];
    private (IElement? List, List<IElement> Tabs, int Next) _tabs = (null, [], 0);

    private HtmlSurvey() { }

    public Uri? Base { get; private init; }

    public static HtmlSurvey Of(INode root)
    {
        var survey = new HtmlSurvey { Base = BaseOf(root as IDocument ?? root.Owner) };
        var open = new Stack<(INode Node, int Next, IElement? Previous)>();
        open.Push((root, 0, null));
        while (open.TryPop(out var place))
        {
            var (node, next, previous) = place;
            if (next >= node.ChildNodes.Length)
                continue;
            var element = node.ChildNodes[next] as IElement;
            open.Push((node, next + 1, element ?? previous));
            if (element is null)
                continue;
            survey.Look(element, previous);
            open.Push((element, 0, null));
        }
        survey.LookAtFolds();
        return survey;
    }

    public bool HoldsHeading(INode node) => _holdHeading.Contains(node);

    public bool HoldsBlock(INode node) => _holdBlock.Contains(node);

    public bool HoldsTable(INode node) => _holdTable.Contains(node);

    public bool HoldsBreak(INode node) => _holdBreak.Contains(node);

    /// <summary>A button whose text names what it opens.</summary>
    public bool IsOpener(IElement element) => _openers.Contains(element);

    /// <summary>A button that a sentence speaks of.</summary>
    public bool IsInSentence(IElement element) => _inSentences.Contains(element);

    /// <summary>The row of tabs above panels that are named after them.</summary>
    public bool IsTabList(IElement element) => _tabLists.Contains(element);

    /// <summary>The tab that opens a panel.</summary>
    public IElement? TabOf(IElement panel)
    {
        if (panel.GetAttribute("aria-labelledby") is { } label && IsTabPanel(panel) && _byId.TryGetValue(label, out var named))
            return IsTab(named) ? named : null;
        return panel.Id is { Length: > 0 } id && _tabOf.TryGetValue(id, out var tab) ? tab : _titles.GetValueOrDefault(panel);
    }

    /// <summary>Not shown, and not shown by a click on a tab or a question either.</summary>
    public bool IsHidden(IElement element)
    {
        if (element.GetAttribute("role") is "dialog" or "alertdialog")
            return true;
        if (HtmlElements.HasClass(element, name => name is "sr-only" or "visually-hidden" or "screen-reader-text" or "visuallyhidden"))
            return true;
        return SaysHidden(element)
            && !IsTabPanel(element)
            && !_panels.Contains(element)
            && !(element.Id is { Length: > 0 } id && _opened.Contains(id));
    }

    /// <summary>What holds the page's title is shown by a program when it has started, or when a notice is closed.</summary>
    private bool SaysHidden(IElement element) =>
        HiddenElements.IsDecoration(element)
        || (HiddenElements.SaysSo(element) && (element.HasAttribute("hidden") || !_holdTitle.Contains(element)));

    private static bool IsTabPanel(IElement element) =>
        element.GetAttribute("role") == "tabpanel" || HtmlElements.HasClass(element, name => name is "tabbed-block" or "tab-pane");

    private static bool IsTab(IElement element) =>
        element.GetAttribute("role") == "tab"
        || (element.GetAttribute("data-toggle") ?? element.GetAttribute("data-bs-toggle")) is "tab" or "pill";

    private void Look(IElement element, IElement? previous)
    {
        if (HtmlElements.HeadingLevel(element) > 0)
            Mark(element, _holdHeading);
        if (element.LocalName is "h1" or "main")
            Mark(element, _holdTitle);
        if (HtmlElements.IsBlock(element))
            Mark(element, _holdBlock);
        if (element.LocalName == "table")
            Mark(element, _holdTable);
        if (element.LocalName == "br")
            Mark(element, _holdBreak);
        if (element.Id is { Length: > 0 } id)
            _byId.TryAdd(id, element);
        foreach (var target in Targets(element))
        {
            _opened.Add(target);
            if (IsTab(element))
                _tabOf.TryAdd(target, element);
        }
        LookForOpeners(element, previous);
        LookForTabs(element);
    }

    private static void Mark(IElement element, HashSet<INode> holders)
    {
        for (var above = element.Parent; above is not null && holders.Add(above); above = above.Parent) { }
    }

    /// <summary>The ids of what a click on it shows.</summary>
    private static IEnumerable<string> Targets(IElement element)
    {
        foreach (var name in (ReadOnlySpan<string>)["aria-controls", "data-target", "data-bs-target", "href"])
        {
            if (element.GetAttribute(name) is not { Length: > 0 } value)
                continue;
            if (name == "aria-controls")
                return value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (value.Length > 1 && value[0] == '#')
                return [value[1..]];
        }
        return [];
    }

    private void LookForOpeners(IElement element, IElement? previous)
    {
        if (IsButton(element) && (StandsInTitle(element) || Opens(element) || StandsInSentence(element)))
            _openers.Add(element);
        if (previous is { LocalName: "input" } && element.LocalName == "label")
            _switched.Add(element);
        if (previous is null || IsButton(element) || element.LocalName is "pre" || !HtmlElements.IsBlock(element))
            return;
        // A question above its answer: the button stands before the panel, alone or in a heading of its own.
        var asks = IsButton(previous) || IsLabelOfSwitch(previous) ? previous : null;
        if (_titleOpeners.Remove(previous))
            _panels.Add(element);
        if (asks is not null && HtmlElements.Text(asks).Trim().Contains(' '))
            _openers.Add(asks);
        if (asks is not null)
            _panels.Add(element);
        else if (IsTitle(previous) && element.Parent is { } around)
        {
            if (!_folds.TryGetValue((around, previous.LocalName), out var below))
                _folds[(around, previous.LocalName)] = below = [];
            below.Add(element);
        }
    }

    /// <summary>Titles with something hidden below each of them fold out, whatever program does it.</summary>
    private void LookAtFolds()
    {
        foreach (var below in _folds.Values.Where(below => below.Count > 1 && below.All(SaysHidden)))
            _panels.UnionWith(below);
    }

    private static bool IsTitle(IElement element) => HtmlElements.HeadingLevel(element) > 0 || element.LocalName is "dt" or "summary";

    private static bool IsButton(IElement element) => element.LocalName == "button" || element.GetAttribute("role") == "button";

    private bool IsLabelOfSwitch(IElement element) => element.LocalName == "label" && _switched.Contains(element);

    private static bool Opens(IElement button) =>
        button.HasAttribute("aria-expanded")
        || (button.GetAttribute("data-toggle") ?? button.GetAttribute("data-bs-toggle")) is "collapse" or "tab" or "pill";

    private bool StandsInTitle(IElement button)
    {
        var above = button.ParentElement;
        for (var steps = 0; above is not null && steps < 3; steps++, above = above.ParentElement)
        {
            if (IsTitle(above))
                return _titleOpeners.Add(above) || true;
        }
        return false;
    }

    private bool StandsInSentence(IElement button) =>
        button.ParentElement is { LocalName: "p" or "li" or "td" or "dd" } sentence
        && sentence.ChildNodes.Take(8).Any(child => child is IText { Data: var text } && text.Any(char.IsLetter))
        && _inSentences.Add(button);

    private void LookForTabs(IElement element)
    {
        if (element.GetAttribute("role") == "tablist" || HtmlElements.HasClass(element, "tabbed-labels"))
        {
            _tabs = (element, [], 0);
            return;
        }
        if (IsTab(element) || (element.LocalName == "label" && element.Parent == _tabs.List))
        {
            if (_tabs.List is not null)
                _tabs.Tabs.Add(element);
        }
        else if (IsTabPanel(element) && _tabs.List is { } list)
        {
            if (_tabs.Next < _tabs.Tabs.Count)
                _titles.TryAdd(element, _tabs.Tabs[_tabs.Next]);
            _tabs.Next++;
            if (TabOf(element) is not null && !IsWithin(element, list))
                _tabLists.Add(list);
        }
    }

    private static bool IsWithin(INode node, INode container)
    {
        var above = node.Parent;
        for (var steps = 0; above is not null && steps < 64; steps++, above = above.Parent)
        {
            if (above == container)
                return true;
        }
        return false;
    }

    private static Uri? BaseOf(IDocument? document)
    {
        var href = document?.Head?.Children.FirstOrDefault(element => element.LocalName == "base" && element.HasAttribute("href"));
        return Uri.TryCreate(href?.GetAttribute("href"), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : null;
    }
}
