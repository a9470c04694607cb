using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>The HTML that Teams sends of a message: what it quotes, and its words as text.</summary>
internal static class MessageHtml
{
    /// <summary>The content type of the attachment that holds it.</summary>
    public const string Type = "text/html";

    private static readonly string[] Blocks = ["p", "div", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "ul", "ol", "table"];

    /// <summary>The words of all of it, a line a paragraph.</summary>
    public static string Text(string html) => Text(Body(html));

    /// <summary>Messages that it quotes or forwards, each with who wrote it in front where that is told.</summary>
    public static IEnumerable<(string Author, string Text)> Quoted(string html) =>
        from quote in Body(html).QuerySelectorAll("blockquote[itemtype]")
        where quote.GetAttribute("itemtype") is { } type && (Names(type, "Reply") || Names(type, "Forward"))
        let preview = quote.QuerySelector("[itemprop=preview]") ?? quote.QuerySelector("[itemprop=copy]")
        let author = Text(quote.QuerySelector("[itemprop=mri]"))
        select (author, preview is null ? WithoutHead(quote) : Text(preview));

    /// <summary>Pictograms stand as pictures, the sign itself in their alternative text.</summary>
    public static string Pictograms(string html) =>
        string.Concat(
            Body(html)
                .QuerySelectorAll("emoji, img[itemtype]")
                .Where(element => element.LocalName == "emoji" || Names(element.GetAttribute("itemtype")!, "Emoji"))
                .Select(element => element.GetAttribute("alt"))
        );

    public static bool HasSticker(string html) =>
        Body(html)
            .QuerySelectorAll("img[itemtype]")
            .Any(element => element.GetAttribute("itemtype") is { } type && (Names(type, "Giphy") || Names(type, "Sticker")));

    private static IHtmlElement Body(string html) => new HtmlParser().ParseDocument(html).Body!;

    private static bool Names(string itemtype, string kind) => itemtype.EndsWith('/' + kind, StringComparison.OrdinalIgnoreCase);

    /// <summary>An older quote has no preview: who wrote it and when stand before its words.</summary>
    private static string WithoutHead(IElement quote)
    {
        foreach (var head in quote.QuerySelectorAll("[itemprop=mri], [itemprop=time]").ToList())
            head.Remove();
        return Text(quote);
    }

    private static string Text(INode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return string.Join(
            '\n',
            text.Replace('\u00A0', ' ').ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)
        );
    }

    private static void Write(INode? node, StringBuilder text)
    {
        switch (node)
        {
            case IText words:
                text.Append(words.ParentElement?.LocalName == "pre" ? words.Data : words.Data.ReplaceLineEndings(" "));
                return;
            case IElement { LocalName: "br" }:
                text.Append('\n');
                return;
            case IElement { LocalName: "img" or "emoji" } picture:
                text.Append(picture.GetAttribute("alt"));
                return;
            case IElement { LocalName: "script" or "style" }:
                return;
        }
        var isBlock = node is IElement element && Blocks.Contains(element.LocalName);
        if (isBlock)
            text.Append('\n');
        foreach (var child in node?.ChildNodes ?? Enumerable.Empty<INode>())
            Write(child, text);
        if (isBlock)
            text.Append('\n');
    }
}
