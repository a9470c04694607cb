using System.Text.Json.Nodes;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>
/// An answer's Markdown as elements of a card. A card's own text knows neither code nor quotes, and would obey whatever else
/// stands in it; here every run of text is plain, and its look comes from what Markdown made of it.
/// </summary>
internal static class AnswerText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static JsonArray Elements(string markdown)
    {
        var elements = new JsonArray();
        Add(elements, Markdown.Parse(markdown, Pipeline), "");
        return elements;
    }

    private static void Add(JsonArray elements, ContainerBlock blocks, string prefix)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ListBlock list:
                    AddList(elements, list, prefix);
                    break;
                case CodeBlock code:
                    elements.Add(Code(code));
                    break;
                case ContainerBlock inner:
                    Add(elements, inner, prefix);
                    break;
                case LeafBlock { Inline: { } inline } leaf:
                    elements.Add(
                        Paragraph(prefix, inline, new Style(Bold: leaf is HeadingBlock), elements.Count == 0 || prefix.Length > 0)
                    );
                    break;
            }
            if (prefix.Length > 0)
                prefix = new string('\u2003', 1 + Depth(prefix)); // what follows in the same item stands below its first line
        }
    }

    private static int Depth(string prefix) => prefix.TakeWhile(character => character == '\u2003').Count();

    private static void AddList(JsonArray elements, ListBlock list, string prefix)
    {
        var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
            Add(elements, item, $"{new string('\u2003', Depth(prefix))}{(list.IsOrdered ? $"{number++}." : "•")} ");
    }

    private static JsonObject Paragraph(string prefix, ContainerInline content, Style style, bool close)
    {
        var runs = new JsonArray();
        if (prefix.Length > 0)
            runs.Add(Run(prefix, style));
        AddRuns(runs, content, style);
        if (runs.Count == 0)
            runs.Add(Run(" ", style));
        return new JsonObject
        {
            ["type"] = "RichTextBlock",
            ["spacing"] = close ? "Small" : "Default",
            ["inlines"] = runs,
        };
    }

    private static void AddRuns(JsonArray runs, ContainerInline content, Style style)
    {
        foreach (var inline in content)
            switch (inline)
            {
                case LiteralInline literal:
                    runs.Add(Run(literal.Content.ToString(), style));
                    break;
                case CodeInline code:
                    runs.Add(Run(code.Content, style with { Code = true }));
                    break;
                case LineBreakInline:
                    runs.Add(Run(" ", style));
                    break;
                case LinkInline { IsImage: false } link:
                    AddRuns(runs, link, style with { Url = link.Url });
                    break;
                case AutolinkInline autolink:
                    runs.Add(Run(autolink.Url, style with { Url = autolink.Url }));
                    break;
                case EmphasisInline emphasis:
                    AddRuns(runs, emphasis, emphasis.DelimiterCount == 2 ? style with { Bold = true } : style with { Italic = true });
                    break;
                case HtmlEntityInline entity:
                    runs.Add(Run(entity.Transcoded.ToString(), style));
                    break;
                case ContainerInline inner:
                    AddRuns(runs, inner, style);
                    break;
            }
    }

    private static JsonObject Run(string text, Style style)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (style.Bold)
            run["weight"] = "Bolder";
        if (style.Italic)
            run["italic"] = true;
        if (style.Code)
            run["fontType"] = "Monospace";
        if (Uri.TryCreate(style.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            run["selectAction"] = new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = url.AbsoluteUri };
        return run;
    }

    /// <summary>A line is an element of its own, and its indentation is of spaces that no renderer drops.</summary>
    private static JsonObject Code(CodeBlock code)
    {
        var lines = code.Lines.ToString().TrimEnd().Split('\n');
        return new JsonObject
        {
            ["type"] = "Container",
            ["style"] = "emphasis",
            ["spacing"] = "Small",
            ["items"] = new JsonArray([
                .. lines.Select(line =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["type"] = "RichTextBlock",
                            ["spacing"] = "None",
                            ["inlines"] = new JsonArray(Run(Indented(line.TrimEnd('\r')), new Style(Code: true))),
                        }
                ),
            ]),
        };
    }

    private static string Indented(string line)
    {
        var content = line.TrimStart();
        return content.Length == 0 ? "\u00A0" : new string('\u00A0', line.Length - content.Length) + content;
    }

    private sealed record Style(bool Bold = false, bool Italic = false, bool Code = false, string? Url = null);
}
