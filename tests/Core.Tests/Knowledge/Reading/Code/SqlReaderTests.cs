using ChatBot.Knowledge.Reading.Code;

namespace ChatBot.Core.Tests.Knowledge.Reading.Code;

public sealed class SqlReaderTests
{
    private readonly SqlReader _reader = new();

    [Fact]
    public void A_statement_is_a_section_under_the_name_of_what_it_makes_or_changes()
    {
        var document = Assert.Single(_reader.ReadBytes("ledger.sql", Cases.Bytes("ledger.sql")));
        Assert.StartsWith(
            "`ledger.sql`: Tables of the ledger. Owned by finance.\n\n`ledger.sql` defines:\n\n- table `ledger.bookings`: "
                + "One row for each booking; a semicolon; here.\n- view `v daily`",
            document.Sections[0].Text
        );
        Assert.Equal(
            [
                "create table ledger.bookings",
                "create view v daily",
                "insert into ledger.bookings",
                "create function close_day",
                "create procedure p",
                "grant ledger.bookings",
                "update ledger.bookings",
                "create proc dbo.Do It",
                "create index ix_a",
            ],
            document.Sections.Skip(1).Select(section => Assert.Single(section.Headings))
        );
        var function = document.Sections.Single(section => section.Names == "close_day").Text;
        Assert.StartsWith("Closes a day; twice is harmless\n\n```sql\nCREATE FUNCTION close_day", function);
        Assert.EndsWith("$body$ LANGUAGE plpgsql;\n```", function);
        Assert.Contains(
            "IF a THEN SELECT 2; END IF;\nEND//",
            document.Sections.Single(section => section.Names == "p").Text.Replace("  ", "")
        );
        Assert.EndsWith(
            "'y' END WHERE id < 3;\nCOMMIT;\n```",
            document.Sections.Single(section => section.Headings is ["update ledger.bookings"]).Text
        );
    }

    [Theory]
    [InlineData("select ';' as a; select \"b;c\" from [d;e]; select 1 -- ; no\n;", 3)]
    [InlineData("/* a; /* nested; */ b; */ select 1; select $$x; y$$; select $q$ $$ ; $q$;", 3)]
    [InlineData(
        "CREATE OR REPLACE FUNCTION f RETURN NUMBER IS\n  v NUMBER;\nBEGIN\n  v := CASE WHEN 1 = 1 THEN 2 END;\n"
            + "  RETURN v;\nEND f;\n/\nDROP TABLE a;\n",
        2
    )]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN INSERT INTO b VALUES (1); END;\nSELECT 1;", 2)]
    [InlineData(
        "CREATE PROCEDURE p AS\nBEGIN TRY\n BEGIN TRAN;\n UPDATE a SET b = 1;\n COMMIT;\nEND TRY\nBEGIN CATCH\n"
            + " ROLLBACK;\nEND CATCH\nGO\nSELECT 1\nGO\n",
        2
    )]
    [InlineData("DECLARE\n  x NUMBER;\nBEGIN\n  x := 1;\nEND;\n/\nselect 1;", 2)]
    [InlineData("DECLARE @x int; SET @x = 1;", 2)]
    [InlineData("BEGIN; SELECT 1; COMMIT;", 3)]
    [InlineData("INSERT INTO a VALUES ('it''s; fine', 'back\\'slash; x'); SELECT 2;", 2)]
    public void Statements_end_where_their_dialect_ends_them(string text, int expected) =>
        Assert.Equal(expected, SqlStatements.Of(new StringReader(text)).Count());

    [Fact]
    public void A_dump_is_read_in_parts()
    {
        var documents = _reader.ReadText(
            "dump.sql",
            string.Concat(Enumerable.Range(1, 2500).Select(i => $"INSERT INTO a VALUES ({i}, 'x;y');\n"))
        );
        Assert.Equal(
            ["dump.sql", "dump.sql#from statement 1001", "dump.sql#from statement 2001"],
            documents.Select(document => document.Uri)
        );
        Assert.Equal(2500, documents.Sum(document => document.Whole().Split("INSERT INTO").Length - 1));
        Assert.All(documents.SelectMany(document => document.Sections), section => Assert.InRange(section.Text.Length, 1, 1400));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => MutatedFiles.Read(_reader, "ledger.sql", Cases.Bytes("ledger.sql"), 200);
}
