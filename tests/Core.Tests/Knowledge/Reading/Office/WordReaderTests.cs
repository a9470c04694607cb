using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Office;
using static ChatBot.Core.Tests.Knowledge.Reading.Office.WordFile;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

public sealed class WordReaderTests
{
    [Theory]
    [InlineData(
        "d01-sdt.docx",
        "Visitor rules",
        "Visitors wear a green badge and sign the book.\n\nContractors wear a yellow badge.\n\n| Gate | Opens |\n| North | 06:30 |"
    )]
    [InlineData("d02-textbox.docx", "Lab safety", "Goggles are worn in the lab.\n\nThe eye shower is beside door three.")]
    [InlineData("d03-nobreakhyphen.docx", "Form list", "Use form HW-12 for hardware and the build 2024-05 or later.")]
    [InlineData("d07-footnote.docx", "Deadlines", "Claims are filed within ten days.\n\nCounted from the date of the invoice.")]
    [InlineData("d08-merged.docx", "Shift plan", "| Early | Anna line |\n| Early | Boiler line |")]
    public void A_document_is_read_as_its_author_meant_it(string name, string title, string text)
    {
        var document = Assert.Single(new WordReader().ReadBytes(name, Cases.Bytes(name)));
        Assert.Equal((title, text), (document.Title, document.Whole()));
    }

    [Fact]
    public void Headings_lists_and_tables_survive()
    {
        var document = Assert.Single(
            new WordReader().ReadBytes(
                "handbook.docx",
                Of(
                    Styled("Title", "Travel handbook")
                        + Styled("Heading1", "Booking")
                        + Text("Book early.")
                        + Item("Ask your lead")
                        + Item("Keep receipts")
                        + Styled("berschrift2", "Hotels")
                        + Table(Row(Cell("City"), Cell("Limit")), Row(Cell("Bonn"), Cell("120"))),
                    Style("Title", "Title") + Style("Heading1", "heading 1") + Style("berschrift2", "heading 2")
                )
            )
        );
        Assert.Equal("Travel handbook", document.Title);
        Assert.Equal(["Booking", "Booking/Hotels"], document.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal("Book early.\n\n- Ask your lead\n- Keep receipts", document.Sections[0].Text);
        Assert.Equal("| City | Limit |\n| Bonn | 120 |", document.Sections[1].Text);
    }

    [Fact]
    public void Headings_are_known_by_style_by_what_it_is_based_on_and_by_outline_level()
    {
        var styles =
            Style("H1", "heading 1", "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>")
            + Style("Mine", "Chapter of ours", "<w:basedOn w:val=\"H1\"/>")
            + Style("Body", "Looks like one", "<w:basedOn w:val=\"H1\"/><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr>")
            + Style("Loop", "loop", "<w:basedOn w:val=\"Loop\"/>");
        var document = Assert.Single(
            new WordReader().ReadBytes(
                "a.docx",
                Of(
                    Styled("Mine", "One")
                        + Styled("Body", "no heading")
                        + Text("Deeper", "<w:outlineLvl w:val=\"1\"/>")
                        + Styled("Loop", "text")
                        + Styled("Heading1", "Two")
                        + Text("end"),
                    styles
                )
            )
        );
        Assert.Equal(["One", "One/Deeper", "Two"], document.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal(["no heading", "text", "end"], document.Sections.Select(section => section.Text));
    }

    [Theory]
    [InlineData("<w:ins><w:r><w:t>now</w:t></w:r></w:ins><w:del><w:r><w:delText>then</w:delText></w:r></w:del>", "now")]
    [InlineData("<w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>b</w:t></w:r></w:moveTo>", "b")]
    [InlineData("<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>6</w:t></w:r>", "5")]
    [InlineData("<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:dstrike w:val=\"true\"/></w:rPr><w:t>6</w:t></w:r>", "5")]
    [InlineData("<w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>", "a")]
    [InlineData("<w:r><w:rPr><w:rStyle w:val=\"Hid\"/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>", "b")]
    [InlineData("<w:r><w:rPr><w:rStyle w:val=\"Hid\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>a</w:t></w:r>", "a")]
    [InlineData(
        "<w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>-</w:t></w:r>"
            + "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/><w:i/></w:rPr><w:t>3</w:t></w:r>",
        "10⁻³"
    )]
    [InlineData("<w:r><w:t>CO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"subscript\"/></w:rPr><w:t>2</w:t></w:r>", "CO₂")]
    [InlineData("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1\u20112 Donau</w:t><w:softHyphen/><w:t>dampf</w:t></w:r>", "A-1-2 Donaudampf")]
    [InlineData("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a b\nc\nd")]
    [InlineData(
        "<w:r><w:t>a</w:t><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/><w:t>b </w:t><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r>",
        "a→b ≥"
    )]
    [InlineData("<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>&#xF0FC;</w:t></w:r><w:r><w:t> done</w:t></w:r>", "✓ done")]
    [InlineData("<w:r><w:t>re</w:t></w:r><w:proofErr/><w:r><w:t>ad</w:t></w:r><w:bookmarkStart/><w:r><w:t>er</w:t></w:r>", "reader")]
    [InlineData("<w:hyperlink r:id=\"link\"><w:r><w:t>the form</w:t></w:r></w:hyperlink>", "[the form](https://example.org/form)")]
    [InlineData("<w:hyperlink w:anchor=\"x\"><w:r><w:t>below</w:t></w:r></w:hyperlink>", "below")]
    [InlineData("<w:fldSimple w:instr=\" DATE \"><w:r><w:t>1 May</w:t></w:r></w:fldSimple>", "1 May")]
    [InlineData(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> HYPERLINK \"https://a.example/\" </w:instrText>"
            + "<w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>here</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        "[here](https://a.example/)"
    )]
    [InlineData(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>XE \"a\"</w:instrText><w:fldChar w:fldCharType=\"end\"/><w:t>b</w:t></w:r>",
        "b"
    )]
    [InlineData("<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>IF </w:instrText></w:r><w:r><w:t>never closed</w:t></w:r>", "")]
    [InlineData("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>Ann</w:t></w:r></w:sdtContent></w:sdt>", "Ann")]
    [InlineData("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt>", "")]
    [InlineData(
        "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "漢"
    )]
    [InlineData("<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "x²")]
    [InlineData(
        "<w:r><w:t>Type </w:t></w:r><w:r><w:rPr><w:rFonts w:ascii=\"Consolas\"/></w:rPr><w:t>git log</w:t></w:r>",
        "Type `git log`"
    )]
    public void Runs_are_read_as_accepted_and_shown(string runs, string text) =>
        Assert.Equal(
            text.Length == 0 ? "end" : text + "\n\nend",
            Read(Paragraph(runs) + Text("end"), Style("Hid", "hid", "<w:rPr><w:vanish/></w:rPr>", "character"))
        );

    [Fact]
    public void A_paragraph_whose_end_is_deleted_goes_on_with_the_next() =>
        Assert.Equal("one two", Read(Paragraph(Run("one "), "<w:rPr><w:del/></w:rPr>") + Text("two")));

    [Fact]
    public void Lists_are_numbered_as_word_counts()
    {
        var numbering =
            List(1, Level(0, "decimal", "%1."), Level(1, "decimal", "%1.%2"), Level(2, "lowerLetter", "%3)"))
            + List(
                2,
                Level(0, "upperRoman", "%1.", start: 4),
                Level(1, "lowerRoman", "(%2)"),
                Level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
            )
            + List(3, Level(0, "bullet", "\u2022"), Level(1, "decimalZero", "%2"))
            + Instance(1, 1)
            + Instance(2, 1)
            + Instance(3, 1, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride>")
            + Instance(4, 2)
            + Instance(5, 3);
        Assert.Equal(
            "1. a\n2. b\n   2.1 c\n   2.2 d\n       a) e\n3. f\n   3.1 g",
            Read(
                Item("a") + Item("b") + Item("c", 1, 1) + Item("d", 1, 1) + Item("e", 1, 2) + Item("f") + Item("g", 1, 1),
                numbering: numbering
            )
        );
        Assert.Equal(
            "1. a\n\nbetween\n\n2. b\n7. c\n8. d",
            Read(Item("a") + Text("between") + Item("b", 2) + Item("c", 3) + Item("d", 3), numbering: numbering)
        );
        Assert.Equal(
            "IV. a\n    (i) b\n        4.1.1 c\nV. d",
            Read(Item("a", 4) + Item("b", 4, 1) + Item("c", 4, 2) + Item("d", 4), numbering: numbering)
        );
        Assert.Equal(
            "- a\n  01 b\n  02 c\n- d",
            Read(Item("a", 5) + Item("b", 5, 1) + Item("c", 5, 1) + Item("d", 5), numbering: numbering)
        );
        Assert.Equal("- a\n\nb", Read(Item("a", 99) + Item("b", 0), numbering: numbering));
    }

    [Fact]
    public void Headings_and_styles_are_numbered_too()
    {
        var numbering =
            List(
                1,
                Level(0, "decimal", "%1", "<w:pStyle w:val=\"Heading1\"/>"),
                Level(1, "decimal", "%1.%2", "<w:pStyle w:val=\"Heading2\"/>")
            )
            + List(2, Level(0, "decimal", "Step %1:"))
            + Instance(1, 1)
            + Instance(2, 2);
        var styles =
            Style("Heading1", "heading 1", "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>")
            + Style("Heading2", "heading 2", "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>")
            + Style("Steps", "Steps", "<w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr>");
        Assert.Equal(
            "# 1 Scope\n\nx\n\n# 1.1 Places\n\ny\n\n# 1.2 Times\n\nStep 1: a\nStep 2: b\n\n# 2 Duties\n\nz",
            Read(
                Styled("Heading1", "Scope")
                    + Text("x")
                    + Styled("Heading2", "Places")
                    + Text("y")
                    + Styled("Heading2", "Times")
                    + Styled("Steps", "a")
                    + Styled("Steps", "b")
                    + Styled("Heading1", "Duties")
                    + Text("z"),
                styles,
                numbering
            )
        );
    }

    [Fact]
    public void Merged_cells_are_repeated_and_rows_in_controls_are_rows()
    {
        var table = Table(
            "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + Cell("Site") + Cell("Hours", "<w:gridSpan w:val=\"2\"/>") + "</w:tr>",
            Row(Cell("Bonn", "<w:vMerge w:val=\"restart\"/>"), Cell("8"), Cell("17")),
            $"<w:sdt><w:sdtContent>{Row(Cell("", "<w:vMerge/>"), Cell("9"), Cell("18"))}</w:sdtContent></w:sdt>",
            "<w:tr><w:trPr><w:del/></w:trPr>" + Cell("gone") + Cell("0") + Cell("0") + "</w:tr>",
            Row(Cell("all closed in May", "<w:gridSpan w:val=\"3\"/>"))
        );
        Assert.Equal(
            "| Site | Hours | Hours |\n| --- | --- | --- |\n| Bonn | 8 | 17 |\n| Bonn | 9 | 18 |\n| all closed in May |",
            Read(table)
        );
    }

    [Fact]
    public void Tables_that_only_place_things_are_read_as_text()
    {
        var inner = Table(Row(Cell("a"), Cell("b")));
        Assert.Equal("left\n\n| a | b |\n\nend", Read(Table(Row(Cell("left"), $"<w:tc>{inner}<w:p/></w:tc>")) + Text("end")));
        Assert.Equal("one\n\ntwo", Read(Table(Row(Cell("one")), Row(Cell("two")))));
    }

    [Fact]
    public void A_table_of_contents_is_left_out()
    {
        const string Begin =
            "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC \\o</w:instrText><w:fldChar w:fldCharType=\"separate\"/></w:r>";
        Assert.Equal(
            "text",
            Read(
                Paragraph(Begin + Run("Scope 3"))
                    + Text("Duties 4")
                    + Paragraph("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>")
                    + Text("text")
            )
        );
        Assert.Equal("text", Read(Styled("TOC1", "Scope 3") + Text("text"), Style("TOC1", "toc 1")));
        Assert.Equal(
            "text",
            Read(
                "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr>"
                    + $"<w:sdtContent>{Text("Contents")}</w:sdtContent></w:sdt>{Text("text")}"
            )
        );
        Assert.Equal(
            "# Scope\n\ntext\n\n# More\n\nx",
            Read(Paragraph(Begin) + Styled("Heading1", "Scope") + Text("text") + Styled("Heading1", "More") + Text("x"))
        );
    }

    [Fact]
    public void Lines_in_typewriter_letters_are_a_listing()
    {
        var styles = Style("Code", "Source Code", "<w:rPr><w:rFonts w:ascii=\"Courier New\"/></w:rPr>");
        Assert.Equal(
            "before\n\n```\nfor x:\n    y()\n```\n\nafter",
            Read(Text("before") + Styled("Code", "for x:") + Styled("Code", "    y()") + Text("after"), styles)
        );
        Assert.Equal(
            "a\n\nb",
            Read(
                Text("a") + Text("b"),
                "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Courier New\"/></w:rPr></w:rPrDefault></w:docDefaults>"
            )
        );
    }

    [Fact]
    public void Notes_stand_below_the_paragraph_that_refers_to_them()
    {
        const string Note = "<w:footnote w:id=\"0\" w:type=\"separator\"><w:p/></w:footnote><w:footnote w:id=\"3\">";
        Assert.Equal(
            "- within ten days\n  Working days.\n- paid",
            Read(
                Paragraph(
                    Run("within ten days") + "<w:r><w:footnoteReference w:id=\"3\"/></w:r>",
                    "<w:numPr><w:numId w:val=\"1\"/></w:numPr>"
                ) + Item("paid"),
                footnotes: Note + Paragraph("<w:r><w:footnoteRef/></w:r>" + Run(" Working days.")) + "</w:footnote>"
            )
        );
    }

    [Fact]
    public void A_text_box_stands_by_itself_once_with_its_own_paragraphs()
    {
        var box = $"<w:txbxContent>{Text("In the box.")}{Item("also")}</w:txbxContent>";
        var shape = $"<v:shape><v:textbox>{box}</v:textbox></v:shape>";
        Assert.Equal(
            "before after\n\nIn the box.\n\n- also\n\nend",
            Read(
                Paragraph(
                    Run("before ")
                        + $"<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{shape}</mc:Choice>"
                        + $"<mc:Fallback><w:pict>{shape}</w:pict></mc:Fallback>"
                        + "</mc:AlternateContent></w:r>"
                        + Run("after")
                ) + Text("end")
            )
        );
        Assert.Equal("In the box.\n\n- also", Read(Paragraph($"<w:r><w:pict>{shape}</w:pict></w:r>")));
    }

    [Fact]
    public void The_strict_form_and_documents_with_macros_and_templates_are_read()
    {
        var body = Styled("Heading1", "Rules") + Paragraph(Run("See ") + $"<w:hyperlink r:id=\"link\">{Run("it")}</w:hyperlink>");
        Assert.Equal("See [it](https://example.org/form)", Read(body, strict: true));
        Assert.Equal("See [it](https://example.org/form)", Read(body, mainType: "application/vnd.ms-word.document.macroEnabled.main+xml"));
        Assert.Equal("See [it](https://example.org/form)", Read(body, link: "https://example.org/form"));
    }

    [Theory]
    [InlineData("http://[broken")]
    [InlineData("mailto:a@b@c,d:e")]
    [InlineData("file://\\\\server\\x y")]
    public void A_broken_address_costs_a_link_and_not_the_document(string address) =>
        Assert.Contains(
            "see it",
            BlankLinks(Read(Paragraph(Run("see ") + $"<w:hyperlink r:id=\"link\">{Run("it")}</w:hyperlink>"), link: address))
        );

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 9, 9, 9 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void A_broken_file_is_refused_in_one_line(byte[] bytes)
    {
        var error = Assert.Throws<UnreadableDocumentException>(() => new WordReader().ReadBytes("broken.docx", bytes));
        Assert.Contains("is not a readable Word document", error.Message);
    }

    [Fact]
    public void The_lock_of_an_open_document_is_no_document() =>
        Assert.Contains(
            "is the lock",
            Assert.Throws<UnreadableDocumentException>(() => new WordReader().ReadBytes("~$a.docx", [6])).Message
        );

    [Theory]
    [InlineData("EncryptedPackage", "is protected by a password")]
    [InlineData("WordDocument", "is a Word document of the old kind (DOC)")]
    public void What_word_must_save_first_says_so(string stream, string said)
    {
        byte[] bytes = [0xD0, 0xCF, 0x11, 0xE0, .. new byte[600], .. Encoding.Unicode.GetBytes(stream), .. new byte[64]];
        Assert.StartsWith(said, Assert.Throws<UnreadableDocumentException>(() => new WordReader().ReadBytes("a.doc", bytes)).Message);
    }

    [Theory]
    [InlineData("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")]
    [InlineData("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>")]
    [InlineData("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>")]
    public void Ten_thousand_things_within_each_other_do_no_harm(string open, string close) =>
        Assert.Contains(
            "end",
            Read(
                string.Concat(Enumerable.Repeat(open, 10_000))
                    + Text("deep")
                    + string.Concat(Enumerable.Repeat(close, 10_000))
                    + Text("end")
            )
        );

    [Fact]
    public void Broken_documents_are_read_or_refused()
    {
        foreach (var name in Cases.Names(".docx"))
            MutatedFiles.Read(new WordReader(), name, Cases.Bytes(name), variants: 60);
    }

    private static string BlankLinks(string text) => text.Replace("[it]", "it");

    private static string Read(
        string body,
        string styles = "",
        string numbering = "",
        string footnotes = "",
        string link = "https://example.org/form",
        bool strict = false,
        string mainType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    ) =>
        Assert
            .Single(
                new WordReader().ReadBytes(
                    "a.docx",
                    Of(body, styles, numbering, footnotes, System.Security.SecurityElement.Escape(link), strict, mainType)
                )
            )
            .Whole();
}
