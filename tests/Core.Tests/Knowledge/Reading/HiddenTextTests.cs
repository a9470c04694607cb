using ChatBot.Core.Tests.Knowledge.Reading.Office;
using ChatBot.Core.Tests.Knowledge.Reading.Pdf;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Html;
using ChatBot.Knowledge.Reading.Mail;
using ChatBot.Knowledge.Reading.Markdown;
using ChatBot.Knowledge.Reading.Office;
using ChatBot.Knowledge.Reading.Pdf;

namespace ChatBot.Core.Tests.Knowledge.Reading;

/// <summary>What people do not see on a page is not what the page says; what a click opens is.</summary>
public sealed class HiddenTextTests
{
    private const string Secret = "Wombat";

    public static TheoryData<string> Hidden =>
        [
            "<p hidden>Wombat pays.</p>",
            "<p hidden=hidden>Wombat pays.</p>",
            "<div style='display:none'><p>Wombat <b>pays</b>.</p></div>",
            "<div style='DISPLAY : NONE !important; color:red'>Wombat pays.</div>",
            "<p style='visibility: hidden'>Wombat pays.</p>",
            "<table><tr><th>A</th><th>B</th></tr><tr style='visibility:collapse'><td>Wombat</td><td>2</td></tr></table>",
            "<p style='font-size:0'>Wombat pays.</p>",
            "<p style='font-size: 0px;'>Wombat pays <span>at night</span>.</p>",
            "<p style='font-size:0.1pt'>Wombat pays.</p>",
            "<div style='max-height:0;overflow:hidden'>Wombat pays.</div>",
            "<div style='width:0px; height:0px; overflow: hidden'>Wombat pays.</div>",
            "<div style='mso-hide:all'>Wombat pays.</div>",
            "<textarea>Wombat pays.</textarea>",
            "<template><p>Wombat pays.</p></template>",
            "<noscript><p>Wombat pays.</p></noscript>",
            "<!-- Wombat pays. -->",
            "<input type=hidden value='Wombat pays.'>",
            "<img src=a.png alt='Wombat pays.' style='display:none'>",
            "<img src=a.png alt='Wombat pays.' width=1 height=1>",
            "<img src=a.png alt='Wombat pays.' hidden>",
            "<pre>code <span style='display:none'>Wombat</span></pre>",
            "<code>code <span hidden>Wombat</span></code>",
            "<table><tr><th>A</th><th>B</th></tr><tr hidden><td>Wombat</td><td>2</td></tr><tr><td>1</td><td>2</td></tr></table>",
        ];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void Hidden_text_of_a_page_is_not_read(string html)
    {
        var body = $"<p>Everybody pays.</p>{html}<p>So it is.</p>";
        AssertUnread(new HtmlReader().ReadText("a.html", $"<html><body><h1>Pay</h1>{body}</body></html>"));
        AssertUnread(new MarkdownReader().ReadText("a.md", $"# Pay\n\nEverybody pays.\n\n{html}\n\nSo it is.\n"));
        AssertUnread(
            new MailReader().ReadText("a.eml", $"From: a@example.org\nSubject: Pay\nMIME-Version: 1.0\nContent-Type: text/html\n\n{body}")
        );
    }

    [Theory]
    [InlineData("Everybody pays. <span style=\"display:none\">Wombat</span> So it is.")]
    [InlineData("Everybody pays. <span hidden>**Wombat** pays</span> So it is.")]
    [InlineData("Everybody pays.\n\n<div style=\"display:none\">\n\nThe *Wombat* pays.\n\n- Wombat\n\n</div>\n\nSo it is.")]
    [InlineData("Everybody pays.\n\n| A | B |\n|---|---|\n| 1 <span hidden>Wombat</span> | 2 |\n\nSo it is.")]
    [InlineData("Everybody pays.\n\n[//]: # (Wombat pays)\n\nSo it is.")]
    public void Markdown_within_hidden_html_is_not_read(string text) =>
        AssertUnread(new MarkdownReader().ReadText("a.md", "# Pay\n\n" + text));

    [Theory]
    [InlineData("<button aria-expanded=false>Who pays?</button><div hidden>Wombat pays.</div>")]
    [InlineData("<button aria-controls=p>Who pays?</button><div id=p style='display:none'>Wombat pays.</div>")]
    [InlineData("<button aria-controls=p>Who pays?</button><div id=p style='max-height:0;overflow:hidden'>Wombat pays.</div>")]
    [InlineData("<details><summary>Who pays?</summary>Wombat pays.</details>")]
    [InlineData("<div role=tabpanel hidden>Wombat pays.</div>")]
    [InlineData("<div hidden=until-found>Wombat pays.</div>")]
    [InlineData("<h3>A</h3><div style='display:none'>Wombat</div><h3>B</h3><div style='display:none'>pays</div>")]
    [InlineData("<p aria-hidden=true>Wombat pays every month.</p>")]
    [InlineData("<div style='font-size:0'><p style='font-size:14px'>Wombat pays.</p></div>")]
    [InlineData("<td style='font-size:0'><div style='font: 14px Arial'>Wombat pays.</div></td>")]
    [InlineData("<div style='opacity:0'>Wombat pays.</div>")]
    [InlineData("<div style='overflow:hidden;height:100px'>Wombat pays.</div>")]
    [InlineData("<p style='font-size:0.9em'>Wombat pays.</p>")]
    public void What_a_click_or_a_script_shows_is_read(string html)
    {
        var page = $"<html><body><h1>Pay</h1><p>Everybody pays.</p>{html}<p>So it is.</p></body></html>";
        Assert.Contains(Secret, new HtmlReader().ReadText("a.html", page)[0].Whole());
    }

    [Fact]
    public void Hidden_and_tiny_runs_of_a_word_document_are_not_read() =>
        AssertUnread(
            new WordReader().ReadBytes(
                "a.docx",
                WordFile.Of(
                    WordFile.Paragraph(WordFile.Run("Everybody pays. ") + WordFile.Run("Wombat", "<w:vanish/>"))
                        + WordFile.Paragraph(WordFile.Run("Wombat", "<w:rStyle w:val=\"secret\"/>") + WordFile.Run(" So it is."))
                        + WordFile.Paragraph(
                            WordFile.Run("Wombat", "<w:sz w:val=\"1\"/>") + WordFile.Run(" At once.", "<w:sz w:val=\"20\"/>")
                        ),
                    WordFile.Style("secret", "Secret", "<w:rPr><w:vanish/></w:rPr>", "character")
                )
            )
        );

    [Fact]
    public void Hidden_rows_columns_and_sheets_of_a_workbook_are_not_read()
    {
        const string Names = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        static string Cell(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
        var visible =
            $"<worksheet {Names}><cols><col min=\"3\" max=\"3\" width=\"0\"/><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData>"
            + $"<row r=\"1\">{Cell("A1", "Who")}{Cell("B1", "Pays")}{Cell("C1", "Wombat")}{Cell("D1", "Wombat")}</row>"
            + $"<row r=\"2\">{Cell("A2", "Everybody pays")}{Cell("B2", "yes")}{Cell("C2", "Wombat")}{Cell("D2", "Wombat")}</row>"
            + $"<row r=\"3\" ht=\"0\">{Cell("A3", "Wombat")}</row><row r=\"4\" hidden=\"1\">{Cell("A4", "Wombat")}</row>"
            + "</sheetData></worksheet>";
        AssertUnread(
            new ExcelReader().ReadBytes(
                "a.xlsx",
                new TestPackage()
                    .Part(
                        "xl/workbook.xml",
                        "spreadsheetml.sheet.main",
                        $"<workbook {Names} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                            + "<sheet name=\"Pay\" sheetId=\"1\" r:id=\"rId1\"/>"
                            + "<sheet name=\"More\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId2\"/>"
                            + "</sheets></workbook>"
                    )
                    .Part("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet", visible)
                    .Part(
                        "xl/worksheets/sheet2.xml",
                        "spreadsheetml.worksheet",
                        $"<worksheet {Names}><sheetData><row r=\"1\">{Cell("A1", "Wombat pays")}</row></sheetData></worksheet>"
                    )
                    .Relation("", "rId1", "officeDocument", "xl/workbook.xml")
                    .Relation("xl/workbook.xml", "rId1", "worksheet", "worksheets/sheet1.xml")
                    .Relation("xl/workbook.xml", "rId2", "worksheet", "worksheets/sheet2.xml")
                    .Bytes()
            )
        );
    }

    [Fact]
    public void Text_of_a_pdf_that_is_not_painted_or_tiny_is_not_read() =>
        AssertUnread(
            new PdfReader().ReadBytes(
                "a.pdf",
                new TestPdf()
                    .Text(50, 700, "Everybody pays at the end of the month.")
                    .Text(50, 680, "Wombat pays twice.", mode: 3)
                    .Text(50, 660, "Wombat pays twice.", size: 0.5)
                    .Text(50, 640, "So it is in every year of the plan.")
                    .Bytes()
            )
        );

    private static void AssertUnread(IReadOnlyList<SourceDocument> documents)
    {
        var text = string.Join('\n', documents.Select(document => document.Title + document.Whole() + document.Names));
        Assert.Contains("Everybody pays", text);
        Assert.DoesNotContain(Secret, text);
    }
}
