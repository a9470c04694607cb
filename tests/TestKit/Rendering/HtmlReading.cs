using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.TestKit.Rendering;

/// <summary>HTML as a browser's parser reads it: what it may hold at all, and what a reader sees of it.</summary>
public static class HtmlReading
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["p"] = ["dir"],
        ["h3"] = ["dir"],
        ["h4"] = ["dir"],
        ["h5"] = ["dir"],
        ["h6"] = ["dir"],
        ["ul"] = ["dir"],
        ["ol"] = ["dir", "start"],
        ["li"] = ["class"],
        ["pre"] = ["dir"],
        ["code"] = ["data-language"],
        ["table"] = ["dir"],
        ["thead"] = [],
        ["tbody"] = [],
        ["tr"] = [],
        ["th"] = ["class", "aria-hidden"],
        ["td"] = ["class", "aria-hidden"],
        ["blockquote"] = ["dir"],
        ["hr"] = [],
        ["br"] = [],
        ["strong"] = [],
        ["em"] = [],
        ["s"] = [],
        ["cite"] = [],
        ["a"] = ["href", "target", "rel"],
    };

    private static readonly string[] Classes = ["task", "center", "end", "meter"];

    /// <summary>What may not be there, or is written otherwise than a parser reads it; null where all is well.</summary>
    public static string? Fault(string html)
    {
        var body = Parse(html);
        foreach (var node in body.Descendants())
            if (node is not (IElement or IText))
                return $"a {node.NodeType}";
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (!Allowed.TryGetValue(element.LocalName, out var attributes) || element.NamespaceUri != body.NamespaceUri)
                return $"<{element.LocalName}>";
            if (element.Attributes.FirstOrDefault(attribute => !attributes.Contains(attribute.Name)) is { } foreign)
                return $"<{element.LocalName} {foreign.Name}>";
            if (element.GetAttribute("class") is { } look && !Classes.Contains(look))
                return $"class {look}";
            if (element.GetAttribute("dir") is { } direction && direction is not ("auto" or "ltr"))
                return $"dir {direction}";
            if (element.LocalName == "a" && FaultOfLink(element) is { } fault)
                return fault;
        }
        // A parser that mends nothing has understood what was written: no element moved, closed or opened by itself.
        return Same(body.InnerHtml) == Same(html) ? null : $"read as {body.InnerHtml}";
    }

    /// <summary>The characters of the text but white space, each with its look.</summary>
    public static IReadOnlyList<Seen> Of(string html)
    {
        var seen = new List<Seen>();
        foreach (var text in Parse(html).Descendants<IText>())
        {
            var marks = text.Ancestors<IElement>().Aggregate(Marks.None, (marks, element) => marks | MarkOf(element.LocalName));
            seen.AddRange(text.Data.Where(character => !char.IsWhiteSpace(character)).Select(character => new Seen(character, marks)));
        }
        return seen;
    }

    private static IElement Parse(string html) => new HtmlParser().ParseDocument("<!doctype html><body>" + html).Body!;

    private static string? FaultOfLink(IElement link) =>
        !Uri.TryCreate(link.GetAttribute("href"), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            ? $"href {link.GetAttribute("href")}"
        : link.GetAttribute("rel") != "noopener noreferrer" || link.GetAttribute("target") != "_blank" ? "a link that knows its opener"
        : link.QuerySelector("a") is not null ? "a link in a link"
        : null;

    /// <summary>Serializers of HTML write these otherwise.</summary>
    private static string Same(string html) => html.Replace("&quot;", "\"").Replace("\u00A0", "&nbsp;");

    private static Marks MarkOf(string name) =>
        name switch
        {
            "strong" or "h3" or "h4" or "h5" or "h6" => Marks.Bold,
            "em" => Marks.Italic,
            "s" => Marks.Struck,
            "code" => Marks.Code,
            _ => Marks.None,
        };
}
