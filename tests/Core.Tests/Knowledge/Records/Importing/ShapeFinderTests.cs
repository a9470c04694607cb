using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;

namespace ChatBot.Core.Tests.Knowledge.Records.Importing;

public sealed class ShapeFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-shapes-").FullName;

    [Fact]
    public void Names_and_rows_tell_what_columns_are_for()
    {
        var rows = Enumerable
            .Range(1, 60)
            .Select(i =>
                $"REQ-{i:d4},Laptop {i} will not start,\"The device stays dark after the update of last night; tried twice, number {i}.\","
                + $"{(i % 2 == 0 ? "Hardware" : "Network")},{(i % 3 == 0 ? "open" : "closed")},{i % 5 + 1},Ann Smith {i % 9},"
                + $"user{i}@example.org,{i % 12 + 1}/{i % 28 + 1}/2026,{i * 3}.50,{(i % 4 == 0 ? "Berlin" : "Oslo")}"
            );
        var plan = Find(
            "it_requests_2026-11.csv",
            "request_id,subject,description,category,status,priority,requester,requester_email,opened,cost,office\n"
                + string.Join('\n', rows)
        );
        Assert.Equal("request", plan.Noun);
        Assert.Equal(
            [
                "request_id Id Redact",
                "subject Title Redact",
                "description Text Redact",
                "category Category Redact",
                "status Status Redact",
                "priority Category Redact",
                "requester Person Hash",
                "requester_email Person Hash",
                "opened Date Redact",
                "cost Amount Redact",
                "office Category Redact",
            ],
            plan.Columns.Select(column => $"{column.Column.Name} {column.Column.Role} {column.Column.Rule}")
        );
        Assert.Equal(DateForm.MonthFirst, plan.Columns[8].Dates);
    }

    [Fact]
    public void What_is_wished_wins_and_the_rest_is_found()
    {
        var plan = Find(
            "tickets.csv",
            "nr,code,team,grade,created\n1,A-1,x,7,2026-01-01\n2,A-2,y,8,2026-01-02\n3,A-3,x,9,2026-01-03\n",
            new ShapeWishes
            {
                Roles = new Dictionary<string, ColumnRole> { ["CODE"] = ColumnRole.Id, ["created"] = ColumnRole.Date },
                Facets = ["grade", "team"],
                Rules = new Dictionary<string, CellRule> { ["team"] = CellRule.Hash },
                Noun = "job",
            }
        );
        Assert.Equal("job", plan.Noun);
        Assert.Equal(ColumnRole.Id, plan.Columns[1].Column.Role);
        Assert.NotEqual(ColumnRole.Id, plan.Columns[0].Column.Role);
        Assert.Equal((ColumnRole.Category, CellRule.Hash), (plan.Columns[2].Column.Role, plan.Columns[2].Column.Rule));
        Assert.Equal(ColumnRole.Category, plan.Columns[3].Column.Role);
        Assert.Equal(ColumnRole.Date, plan.Columns[4].Column.Role);
    }

    [Fact]
    public void A_column_that_is_not_there_and_a_table_without_ids_are_told()
    {
        var fault = Assert.Throws<ShapeException>(() =>
            Find("a.csv", "id,x\n1,2\n", new ShapeWishes { Roles = new Dictionary<string, ColumnRole> { ["request"] = ColumnRole.Id } })
        );
        Assert.Contains("has no column \"request\"; its columns are: id, x.", fault.Message);
        fault = Assert.Throws<ShapeException>(() => Find("a.csv", "team,status\na,open\nb,open\na,open\n"));
        Assert.Contains("--id", fault.Message);
    }

    [Theory]
    [InlineData("it_requests.csv", "request")]
    [InlineData("Export Incidents 2026.xlsx", "incident")]
    [InlineData("queries.json", "query")]
    [InlineData("boxes.csv", "box")]
    [InlineData("status.csv", "status")]
    [InlineData("dbo.Tickets.bcp", "ticket")]
    [InlineData("2026.csv", "row")]
    public void A_file_says_what_a_row_is_called(string file, string noun) => Assert.Equal(noun, ColumnWords.Noun(file));

    [Fact]
    public void What_people_wrote_into_the_file_stays()
    {
        File.WriteAllText(
            Path.Combine(_folder, RecordsFile.FileName),
            """
            {
              // by hand
              "jobs.csv": {
                "noun": "job",
                "plan": { "noun": "written by an older version" },
                "columns": [
                  { "name": "id", "role": "id" },
                  { "name": "area", "role": "category", "alsoCalled": ["team"], "synonyms": { "IT": ["computers"] } },
                  { "name": "day", "role": "date", "dates": "month_first" },
                ]
              }
            }
            """
        );
        var known = RecordsFile.Beside(_folder)["jobs.csv"]!;
        var plan = Find("jobs.csv", "id,area,day,new\n1,IT,25/12/2026,x\n2,HR,26/12/2026,y\n", before: known.Plan);
        Assert.Equal("job", plan.Noun);
        Assert.Equal(["team"], plan.Columns[1].Column.AlsoCalled);
        Assert.Equal(DateForm.MonthFirst, plan.Columns[2].Dates);
        Assert.Null(RecordsFile.Beside(_folder).Remember("jobs.csv", RememberedTable.Of(plan, new TableRequest())));
        Assert.DoesNotContain("\"plan\"", File.ReadAllText(Path.Combine(_folder, RecordsFile.FileName)));
        var again = RecordsFile.Beside(_folder)["jobs.csv"]!;
        Assert.Equal(["computers"], again.Plan.Columns[1].Column.Synonyms["IT"]);
        Assert.Equal("new", again.Columns[3].Name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ImportPlan Find(string name, string text, ShapeWishes? wishes = null, ImportPlan? before = null)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        wishes ??= new ShapeWishes();
        using var table = RecordTables.Open(new TableRequest { Path = path, Expected = [.. wishes.Named] });
        return ShapeFinder.Find(table, wishes, before);
    }
}
