using System.Text;
using ChatBot.Core.Tests.Knowledge.Reading.Office;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records.Importing.Tables;
using Microsoft.Data.Sqlite;

namespace ChatBot.Core.Tests.Knowledge.Records.Importing;

public sealed class TableFormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-tables-").FullName;

    [Theory]
    [InlineData("a.csv", "id,name\n1,\"Doe, Jane\"\n2,\"two\nlines\"\n3,x\n")]
    [InlineData("a.csv", "id;name\n1;\"Doe, Jane\"\n2;\"two\nlines\"\n3;x\n")]
    [InlineData("a.tsv", "id\tname\n1\tDoe, Jane\n2\t\"two\nlines\"\n3\tx\n")]
    [InlineData("a.csv", "sep=|\nid|name\n1|Doe, Jane\n2|\"two\nlines\"\n3|x\n")]
    [InlineData("a.json", """[{"id":1,"name":"Doe, Jane"},{"id":2,"name":"two\nlines"},{"id":3,"name":"x"}]""")]
    [InlineData("a.json", """{"rows":[{"id":1,"name":"Doe, Jane"},{"id":2,"name":"two\nlines"},{"id":3,"name":"x"}]}""")]
    [InlineData("a.jsonl", "{\"id\":1,\"name\":\"Doe, Jane\"}\n\n{\"id\":2,\"name\":\"two\\nlines\"}\n{\"name\":\"x\",\"id\":3}\n")]
    public void Text_formats_give_the_same_rows(string name, string text)
    {
        using var table = RecordTables.Open(new TableRequest { Path = Write(name, Encoding.UTF8.GetBytes(text)) });
        Assert.Equal(["id", "name"], table.Columns);
        Assert.Equal(["1|Doe, Jane", "2|two\nlines", "3|x"], Rows(table));
        Assert.Equal(Rows(table), Rows(table)); // a second time from the beginning
    }

    [Fact]
    public void A_row_knows_its_line_also_below_cells_of_several_lines_and_broken_quotes()
    {
        var path = Write("a.csv", "id,name\r\n1,\"two\r\nlines\"\r\n2,\"open\r\n3,x\r\n4,y\r\n"u8.ToArray());
        using var table = RecordTables.Open(new TableRequest { Path = path });
        Assert.Equal([2, 4, 5, 6], table.Rows().Select(row => row.Line));
    }

    [Fact]
    public void A_bad_line_of_JSON_Lines_costs_that_line_and_objects_within_objects_are_columns()
    {
        var path = Write(
            "a.jsonl",
            "{\"id\":1,\"by\":{\"name\":\"Ann\"},\"tags\":[\"a\",\"b\"]}\n{broken\n{\"id\":2,\"deep\":[{\"x\":1}]}\n"u8.ToArray()
        );
        using var table = RecordTables.Open(new TableRequest { Path = path });
        Assert.Equal(["id", "by.name", "tags", "deep"], table.Columns);
        var rows = table.Rows().ToList();
        Assert.Equal(["1", "Ann", "a, b", null], rows[0].Cells);
        Assert.Equal((2, "is not JSON", "{broken"), (rows[1].Line, rows[1].Fault, rows[1].Raw));
        Assert.Equal("""[{"x":"1"}]""", rows[2].Cells[3]);
    }

    [Fact]
    public void Bcp_output_has_no_head_no_quotes_and_the_code_page_that_it_is_told()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = "1\tMüller \"A\"\topen\r\n2\tline one\r\nline two\topen\r\n3\t\t\0\r\n";
        foreach (
            var (name, encoding) in new[]
            {
                ("850", Encoding.GetEncoding(850)),
                ("cp437", Encoding.GetEncoding(437)),
                ("1252", Encoding.GetEncoding(1252)),
            }
        )
        {
            var path = Write("a.bcp", encoding.GetBytes(text));
            using var table = RecordTables.Open(
                new TableRequest
                {
                    Path = path,
                    Encoding = name,
                    Columns = ["id", "name", "status"],
                }
            );
            Assert.Equal(["1|Müller \"A\"|open", "2|line one\nline two|open", "3||"], Rows(table));
            Assert.Null(table.Rows().Last().Cells[1]);
            Assert.Equal("", table.Rows().Last().Cells[2]);
        }
        // -w: UTF-16 without a mark.
        using var wide = RecordTables.Open(
            new TableRequest { Path = Write("w.dat", Encoding.Unicode.GetBytes(text)), Columns = ["id", "name", "status"] }
        );
        Assert.Equal("1|Müller \"A\"|open", Rows(wide)[0]);
        using var other = RecordTables.Open(
            new TableRequest
            {
                Path = Write("o.bcp", "1||x\n2||y\n"u8.ToArray()),
                Delimiter = "||",
                Columns = ["id", "name"],
            }
        );
        Assert.Equal(["1|x", "2|y"], Rows(other));
    }

    [Fact]
    public void Two_charsets_in_one_file_are_both_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        byte[] bytes = [.. "id,name\n1,Zoë\n"u8, .. Encoding.GetEncoding(1252).GetBytes("2,Jörg – 5 €\n"), .. "3,東京\n"u8];
        using var table = RecordTables.Open(new TableRequest { Path = Write("mixed.csv", bytes) });
        Assert.Equal(["1|Zoë", "2|Jörg – 5 €", "3|東京"], Rows(table));
    }

    [Fact]
    public void A_sheet_gives_what_is_stored_not_what_is_shown()
    {
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        string Sheet(string rows) => $"<worksheet {Main}><sheetData>{rows}</sheetData></worksheet>";
        string Text(string text) => $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>";
        var bytes = new TestPackage()
            .Relation("", "rId1", "officeDocument", "xl/workbook.xml")
            .Part(
                "xl/workbook.xml",
                "spreadsheetml.sheet.main",
                $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                    + "<sheet name=\"Secret\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
                    + "<sheet name=\"Data\" sheetId=\"2\" r:id=\"rId2\"/>"
                    + "</sheets></workbook>"
            )
            .Part(
                "xl/styles.xml",
                "spreadsheetml.styles",
                $"<styleSheet {Main}><numFmts><numFmt numFmtId=\"164\" formatCode=\"d-mmm\"/>"
                    + "<numFmt numFmtId=\"165\" formatCode=\"00000\"/>"
                    + "</numFmts><fonts><font/></fonts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
                    + "<xf numFmtId=\"1\"/></cellXfs></styleSheet>"
            )
            .Part("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet", Sheet($"<row r=\"1\">{Text("a")}{Text("b")}</row>"))
            .Part(
                "xl/worksheets/sheet2.xml",
                "spreadsheetml.worksheet",
                Sheet(
                    $"<row r=\"1\">{Text("id")}{Text("on")}{Text("cost")}{Text("note")}</row>"
                        + $"<row r=\"2\"><c s=\"2\"><v>42</v></c><c s=\"1\"><v>46355.34375</v></c>"
                        + $"<c s=\"3\"><f>1+1</f><v>12.75</v></c>{Text("a\nb")}</row>"
                        + "<row r=\"4\"><c s=\"2\"><v>43</v></c><c s=\"1\"><v>46356</v></c></row>"
                )
            )
            .Relation("xl/workbook.xml", "rId1", "worksheet", "worksheets/sheet1.xml")
            .Relation("xl/workbook.xml", "rId2", "worksheet", "worksheets/sheet2.xml")
            .Relation("xl/workbook.xml", "rIdS", "styles", "styles.xml")
            .Bytes();
        using var table = RecordTables.Open(new TableRequest { Path = Write("a.xlsx", bytes) });
        Assert.Equal(["id", "on", "cost", "note"], table.Columns);
        Assert.Equal(["00042|2026-11-29T08:15:00|12.75|a\nb", "00043|2026-11-30||"], Rows(table));
        Assert.Equal([2, 4], table.Rows().Select(row => row.Line));
    }

    [Fact]
    public void A_SQLite_file_is_read_by_table_and_never_written()
    {
        var path = Path.Combine(_folder, "a.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            using var make = connection.CreateCommand();
            make.CommandText =
                "create table requests (id integer, name text, cost real, file blob);"
                + "insert into requests values (1, 'x', 2.5, x'00ff'), (2, null, 3, null);"
                + "create table other (id integer)";
            make.ExecuteNonQuery();
        }
        var before = File.ReadAllBytes(path);
        var fault = Assert.Throws<UnreadableDocumentException>(() => RecordTables.Open(new TableRequest { Path = path }));
        Assert.Contains("name one with --table (it has other, requests)", fault.Message);
        using var table = RecordTables.Open(new TableRequest { Path = path, Table = "Requests" });
        Assert.Equal(["1|x|2.5|00ff", "2||3|"], Rows(table));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_no_table_is_refused_in_one_line()
    {
        foreach (
            var (name, bytes) in new (string, byte[])[]
            {
                ("empty.csv", []),
                ("broken.xlsx", [1, 2, 3]),
                ("broken.db", [.. "SQLite format 3\0"u8, 1, 2, 3]),
                ("list.json", "[1, 2, 3]"u8.ToArray()),
                ("program.csv", new byte[5000]),
            }
        )
        {
            var fault = Assert.Throws<UnreadableDocumentException>(() =>
            {
                using var table = RecordTables.Open(new TableRequest { Path = Write(name, bytes) });
                table.Rows().ToList();
            });
            Assert.DoesNotContain('\n', fault.Message);
        }
    }

    [Fact]
    public void A_query_is_named_without_its_secrets()
    {
        var fault = Assert.Throws<UnreadableDocumentException>(() =>
            RecordTables.Open(
                new TableRequest
                {
                    Query = "select 1",
                    Connection = "Host=127.0.0.1;Port=9;Database=it;Username=reader;Password=s3cret-word",
                }
            )
        );
        Assert.StartsWith("postgresql://127.0.0.1:9/it#", fault.Message);
        Assert.DoesNotContain("s3cret-word", fault.Message);
        fault = Assert.Throws<UnreadableDocumentException>(() =>
            RecordTables.Open(new TableRequest { Query = "select 1", Connection = "CHATBOT_NO_SUCH_VARIABLE" })
        );
        Assert.Contains("no environment variable", fault.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<string> Rows(IRecordTable table) => [.. table.Rows().Select(row => string.Join('|', row.Cells))];

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
