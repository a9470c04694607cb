using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Pdf;

namespace ChatBot.Core.Tests.Knowledge.Reading.Pdf;

public sealed class PdfReaderTests
{
    [Fact]
    public void A_hyphen_at_a_line_end_stays_where_the_word_has_one()
    {
        var document = Assert.Single(new PdfReader().ReadBytes("p01-hyphen.pdf", Cases.Bytes("p01-hyphen.pdf")));
        Assert.Equal("Key policy 2024", document.Title);
        Assert.EndsWith("Keys live in a well-known store and are renewed each year by the on-call engineer of the day.", document.Whole());
    }

    [Fact]
    public void Running_heads_and_feet_are_left_out_and_a_sentence_goes_on_over_the_page()
    {
        var document = Assert.Single(new PdfReader().ReadBytes("p02-header-footer.pdf", Cases.Bytes("p02-header-footer.pdf")));
        var section = Assert.Single(document.Sections);
        Assert.Equal("The sampling rate of the north meter is twelve readings per hour in winter.", section.Text);
        Assert.Equal(1, section.Page);
    }

    [Fact]
    public void Columns_are_read_one_after_the_other()
    {
        var document = Assert.Single(new PdfReader().ReadBytes("p03-columns.pdf", Cases.Bytes("p03-columns.pdf")));
        Assert.Equal(
            "Left column says the crane is tested in April and needs two people.\n\nRight column says the lift "
                + "is tested in September and needs one person.",
            document.Whole()
        );
    }

    [Theory]
    [InlineData("The data base holds it. A data-", "base needs care, says the database team.", "A database needs")]
    [InlineData("Every long-term plan counts. A long-", "term plan is better.", "A long-term plan")]
    [InlineData("Our customers are re-", "imbursed within ten days.", "are reimbursed within")]
    [InlineData("It follows a pub-", "lic rule.", "a public rule")]
    [InlineData("Ask the non-", "EU office.", "the non-EU office")]
    [InlineData("Rooms 12-", "14 are closed.", "Rooms 12-14 are")]
    public void The_documents_own_words_decide_what_a_hyphen_is(string first, string second, string expected) =>
        Assert.Contains(expected, Text(new TestPdf().Lines(60, 700, 14, first, second)));

    [Fact]
    public void A_head_that_differs_from_left_to_right_pages_is_left_out_and_a_number_that_does_not_count_stays()
    {
        var pdf = new TestPdf();
        for (var page = 1; page <= 6; page++)
            pdf.Page()
                .Text(60, 810, page % 2 == 0 ? "Handbook of meters" : "Chapter one", 9)
                .Text(60, 700, $"Text of page number {page} stands here.")
                .Text(60, 60, $"Rate: {page * page + 40}")
                .Text(300, 30, $"- {page} -", 9);
        var text = Text(pdf);
        Assert.DoesNotContain("Handbook", text);
        Assert.DoesNotContain("Chapter", text);
        Assert.DoesNotContain("- 3 -", text);
        Assert.Contains("Rate: 49", text);
    }

    [Fact]
    public void Headings_are_known_by_size_and_weight_and_the_largest_is_the_title()
    {
        var document = Read(
            new TestPdf { Title = "Microsoft Word - handbook_v3.docx" }
                .Text(60, 780, "Travel handbook", 22, "F2")
                .Text(60, 740, "1 Booking", 15, "F2")
                .Lines(
                    60,
                    715,
                    14,
                    "Book early, and ask your lead before you book anything that costs",
                    "more than the limit of the city that you travel to."
                )
                .Text(60, 670, "1.1 Hotels", 11, "F2")
                .Lines(60, 652, 14, "Hotels are booked by the desk.")
        );
        Assert.Equal("Travel handbook", document.Title);
        Assert.Equal(["1 Booking", "1 Booking/1.1 Hotels"], document.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.StartsWith("Book early, and ask your lead before you book anything that costs more", document.Sections[0].Text);
    }

    [Fact]
    public void A_list_keeps_its_numbers_and_its_wrapped_lines()
    {
        var text = Text(
            new TestPdf()
                .Lines(60, 760, 14, "Do it in this order:")
                .Text(70, 740, "3.")
                .Text(90, 740, "Open the lid and wait until the lamp of the")
                .Text(90, 726, "meter is green.")
                .Text(70, 712, "4.")
                .Text(90, 712, "Close it.")
                .Text(90, 698, "\u0095")
                .Text(104, 698, "Gently")
        );
        Assert.Equal(
            "Do it in this order:\n\n3. Open the lid and wait until the lamp of the meter is green.\n4. Close it.\n   - Gently",
            text
        );
    }

    [Fact]
    public void A_ruled_table_has_rows_and_cells_with_their_wrapped_lines()
    {
        var pdf = new TestPdf().Page();
        foreach (var y in (double[])[760, 740, 705, 685])
            pdf.Rule(60, y, 360, y);
        foreach (var x in (double[])[60, 160, 260, 360])
            pdf.Rule(x, 685, x, 760);
        pdf.Text(64, 746, "Meter", font: "F2").Text(164, 746, "Price", font: "F2").Text(264, 746, "Stock", font: "F2");
        pdf.Text(64, 726, "North, by").Text(64, 713, "the gate").Text(164, 726, "12.50").Text(264, 726, "3");
        pdf.Text(64, 691, "South").Text(164, 691, "8.00").Text(264, 691, "14");
        Assert.Equal(
            "| Meter | Price | Stock |\n| --- | --- | --- |\n| North, by the gate | 12.50 | 3 |\n| South | 8.00 | 14 |",
            Text(pdf)
        );
    }

    [Fact]
    public void Columns_of_cells_are_a_table_without_lines_too()
    {
        var pdf = new TestPdf().Page();
        string[][] rows =
        [
            ["Place", "Manager", "Phone"],
            ["Bonn", "Ada Jones", "123"],
            ["Ulm", "Bob Stone", "456"],
            ["Kiel", "Cleo Hart", "789"],
        ];
        foreach (var (i, row) in rows.Index())
        foreach (var (j, cell) in row.Index())
            pdf.Text(60 + 120 * j, 760 - 16 * i, cell);
        Assert.Equal(
            "| Place | Manager | Phone |\n| --- | --- | --- |\n| Bonn | Ada Jones | 123 |\n| Ulm | Bob Stone | "
                + "456 |\n| Kiel | Cleo Hart | 789 |",
            Text(pdf)
        );
    }

    [Fact]
    public void Raised_and_lowered_signs_ligatures_and_links_are_kept()
    {
        var text = Text(
            new TestPdf()
                .Text(60, 700, "Write 10")
                .Text(101.2, 704.5, "6", 7)
                .Text(108, 700, "or CO")
                .Text(137.6, 697.5, "2", 7)
                .Text(144.5, 700, "as it stands, see the list.")
                .Link(226, 698, 290, 712, "https://example.com/list")
        );
        Assert.Equal("Write 10⁶ or CO₂ as it stands, see [the list.](https://example.com/list)", text);
    }

    [Fact]
    public void Text_drawn_twice_is_read_once_and_turned_text_by_itself()
    {
        var text = Text(
            new TestPdf()
                .Text(60, 700, "Danger")
                .Text(60.3, 700, "Danger")
                .Text(110, 700, "of death.")
                .Text(30, 300, "Edition of May", matrix: "0 1 -1 0")
        );
        Assert.Equal("Danger of death.\n\nEdition of May", text);
    }

    [Fact]
    public void A_footnote_does_not_part_the_sentence_that_goes_on_over_the_page()
    {
        var document = Read(
            new TestPdf()
                .Page()
                .Lines(
                    60,
                    700,
                    14,
                    "The rate of the north meter and of all others that were built in after",
                    "the year of the flood is at all times and for everybody who reads it"
                )
                .Text(60, 80, "1", 6)
                .Text(64, 77, "Measured in May.", 8)
                .Page()
                .Lines(60, 760, 14, "twelve readings per hour.")
        );
        Assert.Equal(
            "The rate of the north meter and of all others that were built in after the year of the flood is at "
                + "all times and for everybody who reads it twelve readings per hour.\n\n¹Measured in May.",
            Assert.Single(document.Sections).Text
        );
    }

    [Fact]
    public void Code_keeps_its_lines_and_indents()
    {
        var text = Text(
            new TestPdf()
                .Lines(60, 700, 14, "Read it with this:")
                .Text(60, 670, "def read(meter):", 9, "F3")
                .Text(81.6, 659, "return meter.value", 9, "F3")
                .Lines(60, 630, 14, "It is as easy as that.")
        );
        Assert.Equal("Read it with this:\n\n```\ndef read(meter):\n    return meter.value\n```\n\nIt is as easy as that.", text);
    }

    [Fact]
    public void What_is_scanned_is_told_by_page()
    {
        var leftOut = new List<string>();
        var document = Assert.Single(
            new PdfReader().ReadBytes(
                "partly.pdf",
                new TestPdf().Page().Text(60, 700, "Only this page has text.").Page().Scan().Page().Scan().Bytes(),
                leftOut
            )
        );
        Assert.Equal("Only this page has text.", document.Whole());
        Assert.Equal("pages 2, 3 hold only images: run text recognition (OCR) over the file to have them read", Assert.Single(leftOut));
    }

    [Fact]
    public void Invisible_text_is_read_where_it_lies_over_a_scan_only()
    {
        Assert.Equal("Recognised words.", Text(new TestPdf().Page().Scan().Text(60, 700, "Recognised words.", mode: 3)));
        Assert.Equal("Seen words.", Text(new TestPdf().Text(60, 700, "Seen words.").Text(60, 600, "Hidden words.", mode: 3)));
    }

    [Fact]
    public void A_scan_says_what_to_do()
    {
        var error = Assert.Throws<UnreadableDocumentException>(() => Read(new TestPdf().Page().Scan()));
        Assert.Equal("holds no text, only images: run text recognition (OCR) over it first", error.Message);
    }

    [Fact]
    public void A_protected_pdf_says_what_to_do()
    {
        var key = new string('a', 32);
        var pdf = new TestPdf
        {
            Encryption = $"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({key}) /U ({key}) /P -4 >> /ID [(aaaa) (aaaa)]",
        }.Text(60, 700, "Secret.");
        Assert.Equal(
            "is protected by a password: save it without one",
            Assert.Throws<UnreadableDocumentException>(() => Read(pdf)).Message
        );
    }

    [Theory]
    [InlineData("%PDF-1.4 nothing more")]
    [InlineData("")]
    [InlineData("not a pdf")]
    public void A_broken_pdf_is_refused_in_one_line(string content)
    {
        var error = Assert.Throws<UnreadableDocumentException>(() => new PdfReader().ReadText("broken.pdf", content));
        Assert.StartsWith("is not a readable PDF", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        foreach (var name in Cases.Names(".pdf"))
            MutatedFiles.Read(new PdfReader(), name, Cases.Bytes(name), 100);
    }

    private static SourceDocument Read(TestPdf pdf) => Assert.Single(new PdfReader().ReadBytes("test.pdf", pdf.Bytes()));

    private static string Text(TestPdf pdf) => Read(pdf).Whole();
}
