using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ChatBot.Bot.Channels.Rendering;

internal enum TagMeaning
{
    /// <summary>A look that begins or ends, or nothing that a chat could show.</summary>
    Look,
    Break,

    Picture,

    /// <summary>No tag of HTML: a placeholder such as <c>&lt;your-token&gt;</c>.</summary>
    Text,
}

/// <summary>What the HTML tags within a paragraph have said so far.</summary>
internal sealed class InlineTags
{
    private readonly List<(string Name, string? Address)> _open = [];

    public Marks Marks => _open.Aggregate(Marks.None, (marks, tag) => marks | MarkOf(tag.Name));

    public string? Address => _open.LastOrDefault(tag => tag.Address is not null).Address;

    public TagMeaning Read(string tag)
    {
        if (tag.StartsWith("<!--", StringComparison.Ordinal))
            return TagMeaning.Look;
        var isEnd = tag.StartsWith("</", StringComparison.Ordinal);
        var name = tag.Trim('<', '>', '/').Split((char[]?)null, 2)[0].ToLowerInvariant();
        if (name is "br" or "p" or "div" or "hr" or "blockquote" or "summary" or "details")
            return TagMeaning.Break;
        if (!isEnd && (name is "li" or "td" or "th"))
            return TagMeaning.Break;
        if (name == "img")
            return TagMeaning.Picture;
        if (!IsInline(name))
            return TagMeaning.Text;
        if (!isEnd && !tag.EndsWith("/>", StringComparison.Ordinal) && name != "wbr")
            _open.Add((name, name == "a" ? AddressOf(tag) : null));
        else if (_open.FindLastIndex(open => open.Name == name) is >= 0 and var at)
            _open.RemoveAt(at);
        return TagMeaning.Look;
    }

    /// <summary>What is raised stays a power: 10<sup>6</sup> is not 106.</summary>
    public string Change(string text) =>
        _open.Count == 0 || _open[^1].Name != "sup" ? text
        : text.All(char.IsAsciiDigit) ? Raised.Digits(text)
        : text.Length == 1 || text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '+') ? "^" + text
        : $"^({text})";

    private static Marks MarkOf(string name) =>
        name switch
        {
            "b" or "strong" => Marks.Bold,
            "i" or "em" or "cite" or "dfn" => Marks.Italic,
            "s" or "del" or "strike" => Marks.Struck,
            "code" or "samp" or "tt" => Marks.Code,
            _ => Marks.None,
        };

    private static bool IsInline(string name) =>
        MarkOf(name) != Marks.None
        || name
            is "a"
                or "li"
                or "ol"
                or "table"
                or "tbody"
                or "td"
                or "th"
                or "thead"
                or "tr"
                or "ul"
                or "abbr"
                or "big"
                or "font"
                or "ins"
                or "kbd"
                or "mark"
                or "q"
                or "small"
                or "span"
                or "sub"
                or "sup"
                or "u"
                or "wbr";

    /// <summary>What an <c>img</c> is said to show.</summary>
    public static string LabelOf(string tag) => Element(tag, "img")?.GetAttribute("alt")?.Trim() ?? "";

    private static string? AddressOf(string tag) => WebAddress.Of(Element(tag, "a")?.GetAttribute("href"));

    private static IElement? Element(string tag, string name) => new HtmlParser().ParseDocument(tag).QuerySelector(name);
}
