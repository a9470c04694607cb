using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ChatBot.Knowledge.Reading;

/// <summary>HTML pages: the main content as Markdown, without scripts, navigation and forms.</summary>
public sealed class HtmlReader : IDocumentReader
{
    private const string Furniture =
        "script, style, noscript, template, nav, footer, aside, form, button, svg, iframe, [hidden], [aria-hidden=true], [role=navigation]";

    public IReadOnlyCollection<string> Extensions { get; } = [".html", ".htm", ".xhtml"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var page = new HtmlParser().ParseDocument(file.Text());
        foreach (var part in page.QuerySelectorAll(Furniture))
            part.Remove();
        var main = page.QuerySelector("main, article, [role=main]") ?? page.Body;
        if (main is null || string.IsNullOrWhiteSpace(main.TextContent))
            return [];
        var (heading, sections) = MarkdownReader.Sections(HtmlMarkdown.Of(main));
        var title =
            new[] { page.Title, heading }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim()
            ?? Titles.FromFileName(file.Name);
        return [new SourceDocument(file.Uri, title, sections)];
    }
}

/// <summary>The readable part of an element as Markdown.</summary>
internal static class HtmlMarkdown
{
    public static string Of(IElement element)
    {
        var text = new StringBuilder();
        Children(element, text, indent: "");
        return text.ToString().Trim();
    }

    private static void Children(INode node, StringBuilder text, string indent)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words)
                Words(words.Data, text);
            else if (child is IElement element)
                Element(element, text, indent);
        }
    }

    private static void Element(IElement element, StringBuilder text, string indent)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Block(text).Append('#', element.LocalName[1] - '0').Append(' ').Append(Inline(element)).Append("\n\n");
                break;
            case "pre":
                var fence = element.TextContent.Contains("```", StringComparison.Ordinal) ? "~~~~" : "```";
                Block(text)
                    .Append(fence)
                    .Append('\n')
                    .Append(element.TextContent.Trim('\n', '\r').TrimEnd())
                    .Append('\n')
                    .Append(fence)
                    .Append("\n\n");
                break;
            case "ul" or "ol":
                Block(text, tight: indent.Length > 0);
                List(element, text, indent);
                text.Append('\n');
                break;
            case "table":
                Table(element, Block(text));
                break;
            case "br":
                text.Append('\n');
                break;
            case "code" or "kbd" or "samp" when !element.TextContent.Contains('`') && element.TextContent.Trim().Length > 0:
                text.Append('`').Append(element.TextContent.Trim()).Append('`');
                break;
            case "img":
                Words(element.GetAttribute("alt") ?? "", text);
                break;
            case "p"
            or "div"
            or "section"
            or "article"
            or "blockquote"
            or "dd"
            or "dt"
            or "dl"
            or "figure"
            or "figcaption"
            or "header"
            or "details"
            or "summary"
            or "hr"
            or "tr"
            or "li":
                Children(element, Block(text), indent);
                Block(text);
                break;
            default:
                Children(element, text, indent);
                break;
        }
    }

    private static void List(IElement list, StringBuilder text, string indent)
    {
        var number = 0;
        foreach (var item in list.Children.Where(child => child.LocalName == "li"))
        {
            var content = new StringBuilder();
            Children(item, content, indent + "  ");
            var lines = content.ToString().Trim().Replace("\n\n", "\n");
            text.Append(indent).Append(list.LocalName == "ol" ? $"{++number}. " : "- ").Append(lines).Append('\n');
        }
    }

    private static void Table(IElement table, StringBuilder text)
    {
        foreach (var row in table.QuerySelectorAll("tr"))
            text.Append("| ").AppendJoin(" | ", row.Children.Select(cell => Inline(cell).Replace("|", "/"))).Append(" |\n");
        text.Append('\n');
    }

    private static string Inline(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>White space in HTML is one space at most.</summary>
    private static void Words(string data, StringBuilder text)
    {
        foreach (var c in data)
        {
            if (!char.IsWhiteSpace(c))
                text.Append(c);
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
                text.Append(' ');
        }
    }

    private static StringBuilder Block(StringBuilder text, bool tight = false)
    {
        while (text.Length > 0 && char.IsWhiteSpace(text[^1]))
            text.Length--;
        return text.Length == 0 ? text : text.Append(tight ? "\n" : "\n\n");
    }
}
