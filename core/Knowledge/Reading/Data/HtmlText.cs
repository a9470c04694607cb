using AngleSharp.Html.Parser;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>HTML within data: entries of feeds, mails.</summary>
internal static class HtmlText
{
    /// <summary>The words on one line: titles.</summary>
    public static string Line(string html)
    {
        using var page = new HtmlParser().ParseDocument(html);
        return BlockWriter.Line([new Words(page.Body is { } body ? HtmlElements.Line(body) : "")]);
    }

    /// <param name="without">Selects what is left out.</param>
    public static IReadOnlyList<Block> Blocks(string html, string without = "script, style, noscript, template")
    {
        using var page = new HtmlParser().ParseDocument(html);
        foreach (var part in page.QuerySelectorAll(without))
            part.Remove();
        return page.Body is null ? [] : HtmlBlocks.Of(page.Body);
    }
}
