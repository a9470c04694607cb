using System.Buffers;
using System.Collections.Frozen;
using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>What elements are by their names, as browsers show them by default.</summary>
internal static class HtmlElements
{
    /// <summary>Never part of what a page says: programs, styles, drawings, players, controls.</summary>
    private static readonly FrozenSet<string> Silent = FrozenSet.Create([
        .. "script style noscript template head svg canvas iframe frame object embed applet video audio map".Split(' '),
        .. "select textarea datalist option optgroup progress meter dialog rp rt rtc del s strike".Split(' '),
    ]);

    private static readonly FrozenSet<string> Blocks = FrozenSet.Create([
        .. "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer".Split(' '),
        .. "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre search".Split(' '),
        .. "section summary table caption thead tbody tfoot tr td th ul xmp".Split(' '),
    ]);

    private static readonly SearchValues<char> Unseen = SearchValues.Create("\u00AD\u200B\u2060\uFEFF");

    public static bool IsSilent(IElement element) => Silent.Contains(element.LocalName);

    public static bool IsBlock(IElement element) =>
        Blocks.Contains(element.LocalName) || element.GetAttribute("role") is "heading" or "tabpanel" or "listitem" or "row";

    /// <summary>From 1 to 6; 0 for what is no heading.</summary>
    public static int HeadingLevel(IElement element) =>
        element.LocalName is ['h', >= '1' and <= '6'] name ? name[1] - '0'
        : element.GetAttribute("role") == "heading"
            ? int.TryParse(element.GetAttribute("aria-level"), out var level) && level is >= 1 and <= 6 ? level
                : 2
        : 0;

    public static bool HasClass(IElement element, Func<string, bool> matches)
    {
        var classes = element.ClassName;
        if (string.IsNullOrEmpty(classes))
            return false;
        foreach (var name in classes.AsSpan().Split(' '))
        {
            if (matches(classes[name]))
                return true;
        }
        return false;
    }

    public static bool HasClass(IElement element, string name) => HasClass(element, name.Equals);

    /// <summary>Whether its own style says so; sheets of styles are not looked at.</summary>
    public static bool HasStyle(IElement element, string property, string value) =>
        element.GetAttribute("style") is { Length: > 0 } style
        && style
            .Split(';')
            .Any(rule =>
                rule.Split(':', 2) is [var name, var set]
                && name.Trim().Equals(property, StringComparison.OrdinalIgnoreCase)
                && set.Contains(value, StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>The text below a node on one line.</summary>
    public static string Line(INode root) => string.Join(' ', Text(root).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Without the signs that only tell where a word may be parted.</summary>
    public static string Visible(string text) =>
        text.AsSpan().ContainsAny(Unseen) ? string.Concat(text.Where(c => !Unseen.Contains(c))) : text;

    /// <summary>All the text below a node without what is silent or hidden; white space as written.</summary>
    public static string Text(INode root)
    {
        var text = new System.Text.StringBuilder();
        var open = new Stack<(INode Node, int Next)>();
        open.Push((root, 0));
        while (open.TryPop(out var place))
        {
            var (node, next) = place;
            if (next >= node.ChildNodes.Length)
                continue;
            open.Push((node, next + 1));
            var child = node.ChildNodes[next];
            if (child is IText words)
                text.Append(words.Data);
            else if (child is IElement element && !IsSilent(element) && !HiddenElements.SaysSo(element))
            {
                if (IsBlock(element) || element.LocalName == "br")
                    text.Append(' ');
                open.Push((element, 0));
            }
        }
        return text.ToString();
    }
}
