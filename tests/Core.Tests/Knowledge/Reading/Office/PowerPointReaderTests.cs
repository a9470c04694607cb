using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Office;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

public sealed class PowerPointReaderTests
{
    private const string Names =
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
        + "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

    [Fact]
    public void Slides_are_sections_under_their_titles_with_their_numbers_as_pages()
    {
        var document = Assert.Single(
            Read(
                Slide(Shape("ctrTitle", 0, 0, "Annual plan"), Shape("subTitle", 0, 3, "Bonn, May")),
                Slide(Shape("title", 0, 0, "Costs"), Shape("body", 0, 3, "Rent rises", "Heating falls", "\tby a third")),
                Slide(Shape("", 0, 3, "A picture without a title."))
            )
        );
        Assert.Equal("Annual plan", document.Title);
        Assert.Equal(["", "Costs", "Slide 3"], document.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal([1, 2, 3], document.Sections.Select(section => section.Page));
        Assert.Equal("- Rent rises\n- Heating falls\n  - by a third", document.Sections[1].Text);
    }

    [Fact]
    public void Boxes_are_read_by_their_place_not_as_they_were_drawn()
    {
        var document = Assert.Single(
            Read(
                Slide(
                    Shape("", 5, 3, "second"),
                    Shape("", 0, 6, "third"),
                    Group(5, Shape("", 0, 4, "fifth"), Shape("", 0, 3, "fourth")),
                    Shape("", 0, 3, "first"),
                    Shape("title", 0, 0, "Order")
                )
            )
        );
        Assert.Equal("first\n\nsecond\n\nthird\n\nfourth\n\nfifth", document.Whole());
    }

    [Fact]
    public void Furniture_and_hidden_slides_are_left_out()
    {
        var leftOut = new List<string>();
        var document = Assert.Single(
            Read(
                leftOut,
                Slide(
                    Shape("title", 0, 0, "Safety"),
                    Shape("", 0, 3, "Wear a helmet."),
                    Shape("ftr", 0, 9, "ACME internal"),
                    Shape("sldNum", 5, 9, "1"),
                    Shape("dt", 8, 9, "May")
                ),
                Slide(Shape("title", 0, 0, "Draft")).Replace("<p:sld ", "<p:sld show=\"0\" ")
            )
        );
        Assert.Equal("Wear a helmet.", document.Whole());
        Assert.Equal("hidden slides were not read: 2", Assert.Single(leftOut));
    }

    [Fact]
    public void Tables_numbers_links_and_raised_signs_are_kept()
    {
        var table =
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"9\" name=\"t\"/><p:cNvGraphicFramePr/><p:nvPr/>"
            + "</p:nvGraphicFramePr><p:xfrm><a:off x=\"0\" y=\"3000\"/><a:ext cx=\"900\" cy=\"900\"/></p:xfrm>"
            + "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr "
            + "firstRow=\"1\"/><a:tblGrid/>"
            + TableRow(TableCell("City"), TableCell("Limit"))
            + TableRow(TableCell("Bonn", "rowSpan=\"2\""), TableCell("120"))
            + TableRow(TableCell("", "vMerge=\"1\""), TableCell("90"))
            + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>";
        var list = Body(
            0,
            5,
            "<a:p><a:pPr><a:buAutoNum type=\"arabicPeriod\" startAt=\"3\"/></a:pPr><a:r><a:t>Write 10</a:t></a:r>"
                + "<a:r><a:rPr baseline=\"30000\"/><a:t>6</a:t></a:r></a:p>"
                + "<a:p><a:pPr><a:buAutoNum type=\"arabicPeriod\" startAt=\"3\"/></a:pPr><a:r><a:rPr><a:hlinkClick r:id=\"rLink\"/>"
                + "</a:rPr><a:t>See the list</a:t></a:r><a:r><a:rPr strike=\"sngStrike\"/><a:t> of old</a:t></a:r></a:p>"
        );
        var document = Assert.Single(Read(Slide(Shape("title", 0, 0, "Limits"), table, list)));
        Assert.Equal(
            "| City | Limit |\n| --- | --- |\n| Bonn | 120 |\n| Bonn | 90 |\n\n3. Write 10⁶\n4. [See the list](https://example.com/list)",
            document.Whole()
        );
    }

    [Fact]
    public void Speaker_notes_stand_below_their_slide()
    {
        var package = Package([Slide(Shape("title", 0, 0, "Plan"), Shape("", 0, 3, "Build a gate."))])
            .Part(
                "ppt/notesSlides/notes1.xml",
                "presentationml.notesSlide",
                $"<p:notes {Names}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/>"
                    + $"</p:nvGrpSpPr><p:grpSpPr/>{Shape("body", 0, 0, "Mention the budget.")}{Shape("sldNum", 0, 0, "1")}</p:spTree>"
                    + $"</p:cSld></p:notes>"
            )
            .Relation("ppt/slides/slide1.xml", "rNotes", "notesSlide", "../notesSlides/notes1.xml");
        Assert.Equal(
            "Build a gate.\n\nNotes: Mention the budget.",
            Assert.Single(new PowerPointReader().ReadBytes("a.pptx", package.Bytes())).Whole()
        );
    }

    [Fact]
    public void Old_presentations_say_what_to_do() =>
        Assert.Equal(
            "is in an old binary format: save it as PowerPoint presentation (.pptx) and ingest it again",
            Assert
                .Throws<UnreadableDocumentException>(() =>
                    new PowerPointReader().ReadBytes("old.ppt", [0xD0, 0xCF, 0x11, 0xE0, .. new byte[600]])
                )
                .Message
        );

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 9, 9, 9 })]
    public void A_broken_file_is_refused_in_one_line(byte[] bytes) =>
        Assert.Contains(
            "is not a readable PowerPoint presentation",
            Assert.Throws<UnreadableDocumentException>(() => new PowerPointReader().ReadBytes("broken.pptx", bytes)).Message
        );

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        MutatedFiles.Read(
            new PowerPointReader(),
            "a.pptx",
            Package([Slide(Shape("title", 0, 0, "Plan"), Shape("body", 0, 3, "One", "Two"))]).Bytes(),
            400
        );

    private static IReadOnlyList<SourceDocument> Read(params string[] slides) => Read([], slides);

    private static IReadOnlyList<SourceDocument> Read(List<string> leftOut, params string[] slides) =>
        new PowerPointReader().ReadBytes("plan.pptx", Package(slides).Bytes(), leftOut);

    private static string Slide(params string[] shapes) =>
        $"<p:sld {Names}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/>"
        + $"</p:nvGrpSpPr><p:grpSpPr/>{string.Concat(shapes)}</p:spTree></p:cSld></p:sld>";

    /// <param name="kind">Of a placeholder; empty for a text box.</param>
    /// <param name="paragraphs">Each tab in front is a level.</param>
    private static string Shape(string kind, int x, int y, params string[] paragraphs)
    {
        var text = new StringBuilder();
        foreach (var paragraph in paragraphs)
            text.Append($"<a:p><a:pPr lvl=\"{paragraph.Count(c => c == '\t')}\"/><a:r><a:t>{paragraph.Trim('\t')}</a:t></a:r></a:p>");
        return Body(x, y, text.ToString(), kind);
    }

    private static string Body(int x, int y, string paragraphs, string kind = "") =>
        $"<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"s\"/><p:cNvSpPr/><p:nvPr>{(kind.Length > 0 ? $"<p:ph type=\"{kind}\"/>" : "")}</p:nvPr>"
        + $"</p:nvSpPr>"
        + $"<p:spPr><a:xfrm><a:off x=\"{x * 1000}\" y=\"{y * 1000}\"/><a:ext cx=\"4000\" cy=\"900\"/></a:xfrm>"
        + $"</p:spPr><p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>";

    private static string Group(int down, params string[] shapes) =>
        $"<p:grpSp><p:nvGrpSpPr><p:cNvPr id=\"7\" name=\"g\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>"
        + $"<a:xfrm><a:off x=\"0\" y=\"{down * 1000 + 3000}\"/><a:ext cx=\"9000\" cy=\"9000\"/>"
        + $"<a:chOff x=\"0\" y=\"3000\"/><a:chExt cx=\"9000\" cy=\"9000\"/></a:xfrm></p:grpSpPr>{string.Concat(shapes)}</p:grpSp>";

    private static string TableRow(params string[] cells) => $"<a:tr h=\"1\">{string.Concat(cells)}</a:tr>";

    private static string TableCell(string text, string span = "") =>
        $"<a:tc {span}><a:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>";

    private static TestPackage Package(string[] slides)
    {
        var package = new TestPackage()
            .Relation("", "rId1", "officeDocument", "ppt/presentation.xml")
            .Part(
                "ppt/presentation.xml",
                "presentationml.presentation.main",
                $"<p:presentation {Names}><p:sldIdLst>"
                    + $"{string.Concat(slides.Select((_, i) => $"<p:sldId id=\"{256 + i}\" r:id=\"rId{i + 1}\"/>"))}</p:sldIdLst>"
                    + $"</p:presentation>"
            );
        foreach (var (i, slide) in slides.Index())
            package
                .Part($"ppt/slides/slide{i + 1}.xml", "presentationml.slide", slide)
                .Relation("ppt/presentation.xml", $"rId{i + 1}", "slide", $"slides/slide{i + 1}.xml")
                .Relation($"ppt/slides/slide{i + 1}.xml", "rLink", "hyperlink", "https://example.com/list");
        return package;
    }
}
