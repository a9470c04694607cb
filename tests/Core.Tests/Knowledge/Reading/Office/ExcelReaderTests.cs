using System.Globalization;
using System.Security;
using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Office;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

public sealed class ExcelReaderTests
{
    private const string Bold = "1";

    [Fact]
    public void Rows_stand_under_the_names_of_their_columns_as_the_sheet_shows_them()
    {
        var document = Assert.Single(
            Read(
                Sheet(
                    "Parts",
                    Row(
                        1,
                        Text("A", "Part", Bold),
                        Text("B", "Price", Bold),
                        Text("C", "Since", Bold),
                        Text("D", "Share", Bold),
                        Text("E", "Sold", Bold)
                    ),
                    Row(2, Shared("A", 0), Number("B", 1234.5, 3), Number("C", 45730, 2), Number("D", 0.125, 4), Cell("E", "1", "b")),
                    Row(
                        3,
                        Text("A", "Seal & ring"),
                        Number("B", -3, 3),
                        Number("C", 45731.5, 5),
                        Cell("D", "#N/A", "e"),
                        Number("E", 0.30000000000000004)
                    )
                )
            )
        );
        Assert.Equal(["Parts"], Assert.Single(document.Sections).Headings);
        Assert.Equal(
            "- Part: Valve DN50; Price: 1,234.50 €; Since: 2025-03-14; Share: 12.50%; Sold: TRUE\n"
                + "- Part: Seal & ring; Price: -3.00 €; Since: 15.03.2025 12:00; Share: #N/A; Sold: 0.3",
            document.Sections[0].Text
        );
        Assert.Equal(PassageKind.Table, document.Sections[0].Kind);
        Assert.Equal("prices.xlsx Part Price Since Share Sold", document.Names);
    }

    [Fact]
    public void Title_lines_stand_above_the_rows_and_are_no_row()
    {
        var document = Assert.Single(
            Read(
                Sheet(
                    "Sheet1",
                    Row(1, Text("A", "Prices of spare parts, 2025")),
                    Row(2, Text("A", "All without tax.")),
                    Row(4, Text("A", "Part"), Text("B", "Price")),
                    Row(5, Text("A", "Valve"), Number("B", 12)),
                    Row(6, Text("A", "Seal"), Number("B", 3))
                )
            )
        );
        Assert.Equal(
            "# Prices of spare parts, 2025\n\nAll without tax.\n\n# Prices of spare parts, 2025\n\n- Part: Valve; "
                + "Price: 12\n- Part: Seal; Price: 3",
            document.Whole()
        );
    }

    [Fact]
    public void Hidden_rows_columns_and_sheets_are_left_out()
    {
        var leftOut = new List<string>();
        var document = Assert.Single(
            Read(
                leftOut,
                SheetWith(
                    "Staff",
                    "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>",
                    "",
                    Row(1, Text("A", "Name"), Text("B", "Salary"), Text("C", "Room"), Text("D", "Floor")),
                    Row(2, Text("A", "Ada"), Number("B", 1), Number("C", 12), Number("D", 1)),
                    Row(3, Text("A", "Old"), Number("B", 2), Number("C", 13), Number("D", 1)).Replace("<row ", "<row hidden=\"1\" "),
                    Row(4, Text("A", "Bob"), Number("B", 3), Number("C", 14), Number("D", 2))
                ),
                Sheet("Drafts", Row(1, Text("A", "nothing"))) with
                {
                    State = "hidden",
                }
            )
        );
        Assert.Equal("- Name: Ada; Room: 12; Floor: 1\n- Name: Bob; Room: 14; Floor: 2", Assert.Single(document.Sections).Text);
        Assert.Equal("the sheet \"Drafts\" is hidden and was not read", Assert.Single(leftOut));
    }

    [Fact]
    public void Merged_cells_stand_in_each_of_their_rows_and_over_each_of_their_columns()
    {
        var document = Assert.Single(
            Read(
                SheetWith(
                    "Sales",
                    "",
                    "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"A3:A4\"/></mergeCells>",
                    Row(1, Text("A", "Region"), Text("B", "2025")),
                    Row(2, Text("B", "Spring"), Text("C", "Autumn")),
                    Row(3, Text("A", "North"), Number("B", 1), Number("C", 2)),
                    Row(4, Number("B", 3), Number("C", 4))
                )
            )
        );
        Assert.Equal(
            "- Region: North; 2025 Spring: 1; 2025 Autumn: 2\n- Region: North; 2025 Spring: 3; 2025 Autumn: 4",
            document.Sections[0].Text
        );
    }

    [Fact]
    public void A_form_of_two_columns_is_one_record()
    {
        var document = Assert.Single(
            Read(
                Sheet(
                    "Project",
                    Row(1, Text("A", "Owner:"), Text("B", "Ada")),
                    Row(2, Text("A", "Budget:"), Number("B", 2500000)),
                    Row(3, Text("A", "City:"), Text("B", "Bonn"))
                )
            )
        );
        Assert.Equal("Owner: Ada\nBudget: 2500000\nCity: Bonn", document.Sections[0].Text);
    }

    [Fact]
    public void Rows_without_names_are_read_all_the_same()
    {
        var document = Assert.Single(
            Read(
                Sheet(
                    "Sheet1",
                    Row(1, Text("A", "Bonn"), Number("B", 12), Number("C", 1)),
                    Row(2, Text("A", "Ulm"), Number("B", 7), Number("C", 2))
                )
            )
        );
        Assert.Equal("- Bonn; 12; 1\n- Ulm; 7; 2", document.Sections[0].Text);
    }

    [Fact]
    public void A_second_table_below_has_names_of_its_own()
    {
        var document = Assert.Single(
            Read(
                Sheet(
                    "Sheet1",
                    Row(1, Text("A", "City", Bold), Text("B", "Staff", Bold)),
                    Row(2, Text("A", "Bonn"), Number("B", 12)),
                    Row(4, Text("A", "Closed places")),
                    Row(5, Text("A", "Town", Bold), Text("B", "Until", Bold)),
                    Row(6, Text("A", "Ulm"), Number("B", 2019))
                )
            )
        );
        Assert.Equal("- City: Bonn; Staff: 12\n\n# Closed places\n\n- Town: Ulm; Until: 2019", document.Whole());
    }

    [Fact]
    public void A_long_sheet_is_several_documents()
    {
        var rows = Enumerable.Range(2, 12000).Select(i => Row(i, Number("A", i), Text("B", "Bonn")));
        var documents = Read(Sheet("Data", [Row(1, Text("A", "Id", Bold), Text("B", "City", Bold)), .. rows]));
        Assert.Equal(
            ["prices.xlsx#Data rows 2-5001", "prices.xlsx#Data rows 5002-10001", "prices.xlsx#Data rows 10002-12001"],
            documents.Select(document => document.Uri)
        );
        Assert.StartsWith("- Id: 5002; City: Bonn\n", documents[1].Sections[0].Text);
    }

    [Fact]
    public void Old_and_protected_workbooks_say_what_to_do()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];
        Assert.Equal(
            "is in an old binary format: save it as Excel workbook (.xlsx) and ingest it again",
            Assert.Throws<UnreadableDocumentException>(() => new ExcelReader().ReadBytes("old.xls", compound)).Message
        );
        Assert.Equal(
            "is protected by a password: save it without one",
            Assert
                .Throws<UnreadableDocumentException>(() =>
                    new ExcelReader().ReadBytes("a.xlsx", [.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage")])
                )
                .Message
        );
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 9, 9, 9 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void A_broken_file_is_refused_in_one_line(byte[] bytes) =>
        Assert.Contains(
            "is not a readable Excel workbook",
            Assert.Throws<UnreadableDocumentException>(() => new ExcelReader().ReadBytes("broken.xlsx", bytes)).Message
        );

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        MutatedFiles.Read(
            new ExcelReader(),
            "a.xlsx",
            Workbook(
                SheetWith(
                    "A",
                    "",
                    "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>",
                    Row(1, Text("A", "x"), Number("B", 2, 3)),
                    Row(2, Shared("C", 0))
                )
            ),
            400
        );

    private sealed record TestSheet(string Name, string Xml)
    {
        public string State { get; init; } = "visible";
    }

    private static IReadOnlyList<SourceDocument> Read(params TestSheet[] sheets) => Read([], sheets);

    private static IReadOnlyList<SourceDocument> Read(List<string> leftOut, params TestSheet[] sheets) =>
        new ExcelReader().ReadBytes("prices.xlsx", Workbook(sheets), leftOut);

    private static TestSheet Sheet(string name, params IEnumerable<string> rows) => SheetWith(name, "", "", [.. rows]);

    private static TestSheet SheetWith(string name, string before, string after, params string[] rows) =>
        new(name, $"{before}<sheetData>{string.Concat(rows)}</sheetData>{after}");

    private static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select(cell => cell.Replace("ROW", $"{number}")))}</row>";

    private static string Text(string column, string text, string style = "0") =>
        $"<c r=\"{column}ROW\" s=\"{style}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>";

    private static string Shared(string column, int index) => Cell(column, index.ToString(CultureInfo.InvariantCulture), "s");

    private static string Number(string column, double value, int style = 0) =>
        $"<c r=\"{column}ROW\" s=\"{style}\"><f>A1+1</f><v>{value.ToString("R", CultureInfo.InvariantCulture)}</v></c>";

    private static string Cell(string column, string value, string type) => $"<c r=\"{column}ROW\" t=\"{type}\"><v>{value}</v></c>";

    private static byte[] Workbook(params TestSheet[] sheets)
    {
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        var package = new TestPackage()
            .Relation("", "rId1", "officeDocument", "xl/workbook.xml")
            .Part(
                "xl/workbook.xml",
                "spreadsheetml.sheet.main",
                $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                    + string.Concat(
                        sheets.Select(
                            (sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" state=\"{sheet.State}\" r:id=\"rId{i + 1}\"/>"
                        )
                    )
                    + "</sheets></workbook>"
            )
            .Part(
                "xl/styles.xml",
                "spreadsheetml.styles",
                $"<styleSheet {Main}><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy\\ hh:mm\"/><numFmt "
                    + $"numFmtId=\"165\" formatCode=\"#,##0.00\\ [$€-407]\"/></numFmts>"
                    + "<fonts><font/><font><b/></font></fonts><cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"0\" "
                    + "fontId=\"1\"/><xf numFmtId=\"14\" fontId=\"0\"/>"
                    + "<xf numFmtId=\"165\" fontId=\"0\"/><xf numFmtId=\"10\" fontId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/>"
                    + "</cellXfs></styleSheet>"
            )
            .Part(
                "xl/sharedStrings.xml",
                "spreadsheetml.sharedStrings",
                $"<sst {Main}><si><r><t>Valve </t></r><r><t>DN50</t></r><rPh sb=\"0\" eb=\"1\"><t>spoken</t></rPh></si></sst>"
            )
            .Relation("xl/workbook.xml", "rIdS", "styles", "styles.xml")
            .Relation("xl/workbook.xml", "rIdT", "sharedStrings", "sharedStrings.xml");
        foreach (var (i, sheet) in sheets.Index())
            package
                .Part($"xl/worksheets/sheet{i + 1}.xml", "spreadsheetml.worksheet", $"<worksheet {Main}>{sheet.Xml}</worksheet>")
                .Relation("xl/workbook.xml", $"rId{i + 1}", "worksheet", $"worksheets/sheet{i + 1}.xml");
        return package.Bytes();
    }
}
