using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>Web pages: their main content, in sections by its headings.</summary>
public sealed partial class HtmlReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".html", ".htm", ".xhtml"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var text = HtmlCharset.Text(file);
        if (text.StartsWith("<?xml", StringComparison.Ordinal) || file.Name.EndsWith(".xhtml", StringComparison.OrdinalIgnoreCase))
            text = Empty().Replace(text, "<$1$2></$1>");
        using var page = new HtmlParser().ParseDocument(text);
        cancel.ThrowIfCancellationRequested();
        if (page.Body is not { } body)
            yield break;
        var blocks = MainContent.Of(body);
        var headings = blocks.OfType<Heading>().ToList();
        // Of several headings of the first level none is the document's title.
        var (heading, sections) = Outline.Of(blocks, titled: headings.Count(one => one.Level == 1) > 1);
        if (sections.Count == 0)
            yield break;
        var first = headings.Count > 0 ? BlockWriter.Line(headings[0].Content) : null;
        var title = PageTitle.Of(page, heading ?? first) ?? Titles.FromFileName(file.Name);
        yield return new SourceDocument(file.Uri, title, sections, Names: heading is null || heading == title ? "" : heading);
    }

    /// <summary>XHTML may write an element without content as one tag; read as HTML it would never end.</summary>
    [GeneratedRegex(
        """<(a|b|code|div|em|i|iframe|li|p|pre|script|span|strong|style|td|textarea|th|title|ul)(\s[^<>]*)?/>""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Empty();
}
