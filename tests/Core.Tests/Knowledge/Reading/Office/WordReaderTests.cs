using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Office;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

public sealed class WordReaderTests
{
    [Fact]
    public async Task Headings_lists_and_tables_survive()
    {
        var document = Assert.Single(
            new WordReader().ReadBytes(
                "handbook.docx",
                Word(
                    Styled("Title", "Travel handbook"),
                    Styled("Heading1", "Booking"),
                    Styled(null, "Book early."),
                    Item("Ask your lead"),
                    Item("Keep receipts"),
                    Styled("berschrift2", "Hotels"),
                    new Table(Row("City", "Limit"), Row("Bonn", "120"))
                )
            )
        );
        Assert.Equal("Travel handbook", document.Title);
        Assert.Equal(["Booking", "Booking/Hotels"], document.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal("Book early.\n\n- Ask your lead\n- Keep receipts", document.Sections[0].Text);
        Assert.Equal("| City | Limit |\n| Bonn | 120 |", document.Sections[1].Text);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 9, 9, 9 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public async Task A_broken_file_is_refused_in_one_line(byte[] bytes)
    {
        var error = Assert.Throws<UnreadableDocumentException>(() => new WordReader().ReadBytes("broken.docx", bytes));
        Assert.Contains("is not a readable Word document", error.Message);
    }

    private static byte[] Word(params OpenXmlElement[] content)
    {
        using var stream = new MemoryStream();
        using (var word = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = word.AddMainDocumentPart();
            main.Document = new Document(new Body(content));
            main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(
                Style("Title", "Title"),
                Style("Heading1", "heading 1"),
                Style("berschrift2", "heading 2")
            );
        }
        return stream.ToArray();
    }

    private static Style Style(string id, string name) => new(new StyleName { Val = name }) { StyleId = id, Type = StyleValues.Paragraph };

    private static Paragraph Styled(string? style, string text) =>
        style is null
            ? new Paragraph(new Run(new Text(text)))
            : new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }), new Run(new Text(text)));

    private static Paragraph Item(string text) =>
        new(
            new ParagraphProperties(new NumberingProperties(new NumberingLevelReference { Val = 0 }, new NumberingId { Val = 1 })),
            new Run(new Text(text))
        );

    private static TableRow Row(params string[] cells) => new(cells.Select(cell => new TableCell(new Paragraph(new Run(new Text(cell))))));
}
