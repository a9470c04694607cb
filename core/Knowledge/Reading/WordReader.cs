using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace ChatBot.Knowledge.Reading;

/// <summary>Word documents (DOCX): heading styles give sections, lists and tables stay lists and tables.</summary>
public sealed class WordReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".docx"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        try
        {
            using var word = WordprocessingDocument.Open(new MemoryStream(file.Bytes, writable: false), isEditable: false);
            var body = word.MainDocumentPart?.Document?.Body ?? throw new UnreadableDocumentException("holds no text body");
            var styles = word.MainDocumentPart.StyleDefinitionsPart?.Styles;
            string? title = null;
            var text = new StringBuilder();
            foreach (var element in body.ChildElements)
            {
                cancel.ThrowIfCancellationRequested();
                if (element is Paragraph paragraph)
                    title = Append(paragraph, styles, text) ?? title;
                else if (element is Table table)
                    Append(table, text);
            }
            var (heading, sections) = MarkdownReader.Sections(text.ToString(), titled: title is not null);
            title = new[] { title, word.PackageProperties.Title, heading }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim();
            IReadOnlyList<SourceDocument> documents =
                sections.Count == 0 ? [] : [new SourceDocument(file.Uri, title ?? Titles.FromFileName(file.Name), sections)];
            return documents;
        }
        catch (Exception error)
            when (error
                    is OpenXmlPackageException
                        or InvalidDataException
                        or FileFormatException
                        or System.Xml.XmlException
                        or InvalidOperationException
            )
        {
            throw new UnreadableDocumentException("is not a readable Word document (DOCX): open it in Word and save it again", error);
        }
    }

    /// <returns>The paragraph's text where it is the document's title.</returns>
    private static string? Append(Paragraph paragraph, Styles? styles, StringBuilder text)
    {
        var words = Text(paragraph).Trim();
        if (words.Length == 0)
            return null;
        var style = StyleName(paragraph, styles);
        if (style == "title")
            return words;
        if (style.StartsWith("heading ", StringComparison.Ordinal) && style[8..] is [>= '1' and <= '9'] level)
            text.Append('\n').Append('#', Math.Min(6, level[0] - '0')).Append(' ').Append(words.ReplaceLineEndings(" ")).Append("\n\n");
        else if (paragraph.ParagraphProperties?.NumberingProperties is { } numbering)
            text.Append(' ', 2 * (numbering.NumberingLevelReference?.Val?.Value ?? 0)).Append("- ").Append(words).Append('\n');
        else
            text.Append('\n').Append(words).Append("\n\n");
        return null;
    }

    private static void Append(Table table, StringBuilder text)
    {
        text.Append('\n');
        foreach (var row in table.Elements<TableRow>())
            text.Append("| ")
                .AppendJoin(
                    " | ",
                    row.Elements<TableCell>()
                        .Select(cell =>
                            string.Join(' ', cell.Descendants<Paragraph>().Select(paragraph => Text(paragraph).Trim()))
                                .ReplaceLineEndings(" ")
                                .Replace("|", "/")
                        )
                )
                .Append(" |\n");
        text.Append('\n');
    }

    /// <summary>The built-in name ("heading 1") behind the style's id, which differs by Word's language.</summary>
    private static string StyleName(Paragraph paragraph, Styles? styles)
    {
        var id = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
        if (id is null)
            return "";
        var name = styles?.Elements<Style>().FirstOrDefault(style => style.StyleId?.Value == id)?.StyleName?.Val?.Value;
        return (name ?? (id.StartsWith("Heading", StringComparison.OrdinalIgnoreCase) ? "heading " + id[7..] : id)).ToLowerInvariant();
    }

    private static string Text(Paragraph paragraph)
    {
        var text = new StringBuilder();
        foreach (var part in paragraph.Descendants())
        {
            if (part is Text words)
                text.Append(words.Text);
            else if (part is TabChar)
                text.Append(' ');
            else if (part is Break or CarriageReturn)
                text.Append('\n');
        }
        return text.ToString();
    }
}
