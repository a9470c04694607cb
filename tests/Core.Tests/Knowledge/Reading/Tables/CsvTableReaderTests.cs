using System.Text;
using ChatBot.Knowledge.Reading.Tables;

namespace ChatBot.Core.Tests.Knowledge.Reading.Tables;

public sealed class CsvTableReaderTests
{
    private readonly CsvTableReader _reader = new();

    [Theory]
    [InlineData(
        "c01-title-rows.csv",
        "Monthly licence report\nprinted 2024-03-01\n\n- Product: Modeller; Seats: 12; Owner: Finance\n- Product: "
            + "Planner; Seats: 30; Owner: Logistics"
    )]
    [InlineData("c02-sep.csv", "- Service: broker; Port: 9192; Owner: Streams\n- Service: catalogue; Port: 8811; Owner: Metadata")]
    [InlineData(
        "c03-quote.csv",
        "- Part: valve; Size: 5\" long; Shelf: A7\n- Part: hose; Size: 3\" wide; Shelf: B2\n- Part: pump; Size: 7\" tall; Shelf: C4"
    )]
    [InlineData("c04-headerless.csv", "- 2024-01-03; ingest; failed\n- 2024-01-04; ingest; ok\n- 2024-01-05; export; ok")]
    [InlineData(
        "c05-ragged.csv",
        "- Room: Alder; Seats: 8; Screen: yes\n- Room: Birch; Seats: 12\n- Room: Cedar; Seats: 20; Screen: no; on request"
    )]
    [InlineData("c06-newline.csv", "- Term: SCD; Meaning: slowly changing dimension\n- Term: CDC; Meaning: change data, capture")]
    [InlineData(
        "c07-latin1.csv",
        "- Ort: Zürich; Leiter: Jürg Beispiel; Budget: 1.200,50\n- Ort: Genève; Leiter: Zoé Exemple; Budget: 900,00"
    )]
    [InlineData("c08-dup-header.csv", "- name: limit; value: 10; value: 20")]
    [InlineData("t06-utf16.csv", "- Name: warehouse-small; Quota: 250 GB\n- Name: warehouse-large; Quota: 900 GB")]
    public void A_table_is_read_as_its_author_meant_it(string name, string expected) =>
        Assert.Equal(expected, Assert.Single(_reader.ReadBytes(name, Cases.Bytes(name))).Whole());

    [Theory]
    [InlineData(
        "Product;Price;Note\nBasic;10;\"for small\nteams\"\nPro;;\n",
        "- Product: Basic; Price: 10; Note: for small teams\n- Product: Pro"
    )]
    [InlineData("1,5;2,5\n3,5;4,25\n0,5;1,75\n", "- 1,5; 2,5\n- 3,5; 4,25\n- 0,5; 1,75")]
    [InlineData("a|b\nx, y|1\nz, w|2\n", "- a: x, y; b: 1\n- a: z, w; b: 2")]
    [InlineData("name\tsize\rone\t1\rtwo\t2\r", "- name: one; size: 1\n- name: two; size: 2")]
    [InlineData("Stock, by week\n\nPart,Count\nvalve,3\nhose,4\n", "Stock, by week\n\n- Part: valve; Count: 3\n- Part: hose; Count: 4")]
    [InlineData("# made by night run\n# do not edit\nid,state\n7,ok\n", "made by night run\ndo not edit\n\n- id: 7; state: ok")]
    [InlineData("#id,name\n7,seven\n8,eight\n", "- id: 7; name: seven\n- id: 8; name: eight")]
    [InlineData("Town,2022,2023\nBonn,140,99\nKiel,7,310\n", "- Town: Bonn; 2022: 140; 2023: 99\n- Town: Kiel; 2022: 7; 2023: 310")]
    [InlineData(",2022,2023\nBonn,140,99\nKiel,7,310\n", "- Bonn; 2022: 140; 2023: 99\n- Kiel; 2022: 7; 2023: 310")]
    [InlineData("mpg,cyl\nMazda,21,6\nDatsun,22,4\n", "- Mazda; mpg: 21; cyl: 6\n- Datsun; mpg: 22; cyl: 4")]
    [InlineData("7,open\n8,closed\n9,open\n", "- 7; open\n- 8; closed\n- 9; open")]
    [InlineData(
        "Rule\nNo food, no drinks\nLamps off\nDoors shut, please\n",
        "- Rule: No food, no drinks\n- Rule: Lamps off\n- Rule: Doors shut, please"
    )]
    [InlineData("a,b\n1, \"x, y\" \n2,z\n", "- a: 1; b: x, y\n- a: 2; b: z")]
    [InlineData("Mail,Port\nmx@a.example,25\n", "- Mail: mx@a.example; Port: 25")]
    public void So_are_tables_of_other_makes(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(_reader.ReadText("table.csv", text)).Whole());

    [Fact]
    public void A_quote_that_nothing_closes_costs_its_own_line_only()
    {
        var table = Assert.Single(_reader.ReadText("parts.csv", "Part,Size\nvalve,\"5 long\nhose,3\npump,\"two\nlines\"\nlamp,9\n"));
        Assert.Contains("- Part: hose; Size: 3", table.Whole());
        Assert.Contains("- Part: lamp; Size: 9", table.Whole());
        Assert.Contains("valve", table.Whole());
    }

    [Fact]
    public void A_long_table_gives_documents_whose_names_and_rows_stay_when_rows_are_added()
    {
        var text = new StringBuilder("id,name\n");
        for (var i = 1; i <= 12_000; i++)
            text.Append(i).Append(",name ").Append(i).Append('\n');
        var before = _reader.ReadText("long.csv", text.ToString());
        Assert.Equal(["long.csv", "long.csv#from row 5001", "long.csv#from row 10001"], before.Select(document => document.Uri));
        Assert.StartsWith("- id: 5001; name: name 5001\n", before[1].Sections[0].Text);
        Assert.EndsWith("- id: 12000; name: name 12000", before[2].Sections[0].Text);
        var after = _reader.ReadText("long.csv", text + "12001,name 12001\n");
        Assert.Equal(before.Take(2).Select(document => document.Whole()), after.Take(2).Select(document => document.Whole()));
        Assert.Equal(before.Select(document => document.Uri), after.Select(document => document.Uri));
    }

    [Fact]
    public void Quoted_breaks_are_kept_over_the_bounds_of_what_is_read_at_once()
    {
        var text = new StringBuilder("id;note\n");
        for (var i = 1; i <= 4_000; i++)
            text.Append(i).Append(";\"first line of ").Append(i).Append("\r\n").Append('x', 150).Append("; second\"\r\n");
        var rows = _reader.ReadText("notes.csv", text.ToString()).SelectMany(document => document.Whole().Split('\n')).ToList();
        Assert.Equal(4_000, rows.Count);
        Assert.All(rows.Index(), row => Assert.StartsWith($"- id: {row.Index + 1}; note: first line of {row.Index + 1} xxx", row.Item));
    }

    [Fact]
    public void A_table_without_rows_is_no_document() => Assert.Empty(_reader.ReadText("empty.csv", "\n,,\n \n"));

    [Theory]
    [MemberData(nameof(Tables))]
    public void Any_bytes_are_read_or_refused(string name) => MutatedFiles.Read(_reader, name, Cases.Bytes(name), 60);

    public static TheoryData<string> Tables => [.. Cases.Names(".csv")];
}
