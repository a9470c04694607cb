using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;

namespace ChatBot.Core.Tests.Knowledge.Records.Importing;

public sealed class RecordImportTests
{
    [Fact]
    public async Task Rows_are_added_changed_left_and_removed_by_their_ids()
    {
        await using var driver = await ImportDriver.StartAsync();
        var path = driver.Write("requests.csv", ImportDriver.Requests(1, 5000));
        var report = await driver.ImportAsync(path);
        Assert.Equal((5000, 5000, 0, 0, 0, 0), Counts(report));

        driver.Write("requests.csv", ImportDriver.Requests(11, 5000, i => i == 20 ? "Screen is black" : $"Printer {i} jams"));
        report = await driver.ImportAsync(path);
        Assert.Equal((5000, 10, 1, 4989, 10, 0), Counts(report));

        var rows = await driver.RowsAsync();
        Assert.Equal(5000, rows.Count);
        Assert.Equal("Screen is black", rows["REQ-000020"].Title);
        Assert.Equal(("Hardware", "closed"), (rows["REQ-000021"]["category"], rows["REQ-000021"]["status"]));
        Assert.Equal(new DateTime(2026, 10, 22), rows["REQ-000021"].Date("created_at"));
        var source = Assert.Single(await driver.Sources.ListAsync("default"));
        Assert.Equal((path, 5000, 2), (source.Source, source.Rows, source.Version));
        Assert.Equal(("request", report.Removed), (source.Shape.Noun, source.Report!.Removed));
    }

    [Fact]
    public async Task What_cannot_be_stored_stands_in_the_side_file_with_line_and_reason()
    {
        await using var driver = await ImportDriver.StartAsync();
        var path = driver.Write(
            "requests.csv",
            "request_id,title,status,created_at,cost\n1,one,open,2026-01-01,5\n,two,open,2026-01-02,5\n1,again,open,2026-01-03,5\n"
                + "4,four,open\n5,five,open,soon,many\n6,six,open,2026-01-06,7\n"
        );
        var report = await driver.ImportAsync(path);
        Assert.Equal((6, 3, 0, 0, 0, 3), Counts(report));
        Assert.Equal(
            [
                "3 has no id",
                "4 its id stands above already",
                "5 has 3 cells, not 5",
                "6 created_at cannot be read, so it is empty",
                "6 cost cannot be read, so it is empty",
            ],
            ImportDriver.Rejected(report).Select(line => $"{line.GetProperty("line")} {line.GetProperty("reason").GetString()}")
        );
        Assert.Equal("two", ImportDriver.Rejected(report)[0].GetProperty("cells").GetProperty("title").GetString());
        Assert.Equal("soon", ImportDriver.Rejected(report)[3].GetProperty("cells").GetProperty("created_at").GetString());
        var rows = await driver.RowsAsync();
        Assert.Equal("one", rows["1"].Title);
        Assert.Null(rows["5"]["created_at"]);
        Assert.Equal(1, report.Columns.Single(column => column.Name == "cost").Unreadable);

        driver.Write("requests.csv", "request_id,title,status,created_at,cost\n1,one,open,2026-01-01,5\n2,two,open,2026-01-01,5\n");
        report = await driver.ImportAsync(path);
        Assert.Null(report.RejectedFile);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(driver.Knowledge.Folder, "records")));
    }

    [Fact]
    public async Task People_are_hashed_texts_redacted_and_the_report_says_what_was_done()
    {
        await using var driver = await ImportDriver.StartAsync();
        var path = driver.Write(
            "requests.csv",
            "request_id,title,description,category,requester,owner,cost\n"
                + "1,Mail to joe@example.com fails,Call me on +49 30 901820 please,Mail,Joe Blank,Ann Lee,5\n"
                + "2,Screen is dark,Write to joe@example.com or eve@example.com,Mail,joe  blank,Ann Lee,5\n"
                + "3,Disk is full,Nothing to see here at all,for joe@example.com,Eve Black,Bob Ray,5\n,x,y,z,Zoe Green,Zoe Green,5\n"
        );
        var report = await driver.ImportAsync(
            path,
            new ShapeWishes { Rules = new Dictionary<string, CellRule> { ["owner"] = CellRule.Keep } }
        );
        var rows = await driver.RowsAsync();
        Assert.Equal("Mail to [email] fails", rows["1"].Title);
        Assert.Equal("Write to [email] or [email]", rows["2"].Text);
        Assert.Equal("for [email]", rows["3"]["category"]);
        Assert.StartsWith("u_", rows["1"]["requester"]);
        Assert.Equal(rows["1"]["requester"], rows["2"]["requester"]);
        Assert.NotEqual(rows["1"]["requester"], rows["3"]["requester"]);
        Assert.Equal("Ann Lee", rows["1"]["owner"]);

        var columns = report.Columns.ToDictionary(column => column.Name);
        Assert.Equal(1, columns["title"].Redacted["email"]);
        Assert.Equal((1, 1), (columns["description"].Redacted["email"], columns["description"].Redacted["phone"]));
        Assert.Equal(1, columns["category"].Redacted["email"]);
        Assert.Equal(3, columns["requester"].Hashed);
        Assert.Equal((CellRule.Keep, 0), (columns["owner"].Rule, columns["owner"].Hashed));
        Assert.DoesNotContain("Zoe", ImportDriver.Rejected(report)[0].GetProperty("cells").GetProperty("requester").GetString());
    }

    [Fact]
    public async Task An_id_that_names_a_person_becomes_a_pseudonym_and_a_number_stays()
    {
        await using var driver = await ImportDriver.StartAsync();
        var path = driver.Write("members.csv", "id,title\nann@example.org,one\nbob@example.org,two\n10000001,three\nINC0012345,four\n");
        var report = await driver.ImportAsync(path);
        var rows = await driver.RowsAsync();
        Assert.Equal(4, rows.Count);
        Assert.Equal(2, rows.Keys.Count(id => id.StartsWith("u_", StringComparison.Ordinal)));
        Assert.Equal(("three", "four"), (rows["10000001"].Title, rows["INC0012345"].Title));
        Assert.Equal(2, report.Columns[0].Hashed);
    }

    [Fact]
    public async Task A_shape_is_remembered_beside_the_file_and_how_it_is_read_too()
    {
        await using var driver = await ImportDriver.StartAsync();
        var path = driver.Write("jobs.bcp", "1\tfirst job\tA\n2\tsecond job\tB\n");
        await driver.ImportAsync(
            new TableRequest
            {
                Path = path,
                Columns = ["nr", "what", "kind"],
                Encoding = "850",
            },
            new ShapeWishes { Roles = new Dictionary<string, ColumnRole> { ["kind"] = ColumnRole.Status } }
        );
        Assert.Contains("\"encoding\": \"850\"", File.ReadAllText(Path.Combine(driver.Knowledge.Documents, RecordsFile.FileName)));
        driver.Write("jobs.bcp", "1\tfirst job\tA\n2\tsecond job\tB\n3\tthird job\tC\n");
        Assert.Equal((3, 1, 0, 2, 0, 0), Counts(await driver.ImportAsync(path)));
        Assert.Equal("C", (await driver.RowsAsync())["3"]["kind"]);
        Assert.Equal(ColumnRole.Status, (await driver.Sources.ListAsync("default"))[0].Shape.Columns[2].Role);
    }

    [Fact]
    public async Task An_unchanged_file_is_left_as_it_is_by_the_schedule_and_a_changed_one_is_not()
    {
        await using var driver = await ImportDriver.StartAsync();
        var request = new TableRequest { Path = driver.Write("requests.csv", ImportDriver.Requests(1, 30)) };
        Assert.Equal(30, (await driver.Imports.RefreshAsync("default", request))!.Added);
        Assert.Null(await driver.Imports.RefreshAsync("default", request));
        driver.Write("requests.csv", ImportDriver.Requests(1, 31));
        Assert.Equal(
            (1, 30),
            await driver.Imports.RefreshAsync("default", request) is { } report ? (report.Added, report.Unchanged) : default
        );
    }

    [Fact]
    public async Task A_table_of_which_nothing_can_be_stored_removes_nothing()
    {
        await using var driver = await ImportDriver.StartAsync();
        var path = driver.Write("requests.csv", ImportDriver.Requests(1, 30));
        await driver.ImportAsync(path);
        driver.Write("requests.csv", "request_id,title,category,status,created_at\n,a,b,c,2026-01-01\n,d,e,f,2026-01-01\n");
        var fault = await Assert.ThrowsAsync<UnreadableDocumentException>(() => driver.ImportAsync(path));
        Assert.Contains("None of the 2 rows", fault.Message);
        Assert.Equal(30, (await driver.RowsAsync()).Count);
        File.Delete(path);
        await Assert.ThrowsAsync<UnreadableDocumentException>(() => driver.ImportAsync(path));
        Assert.Equal(30, (await driver.RowsAsync()).Count);
    }

    [Fact]
    public async Task Moments_with_an_offset_are_stored_on_the_clock_of_the_settings()
    {
        await using var driver = await ImportDriver.StartAsync("Europe/Berlin");
        var path = driver.Write(
            "requests.jsonl",
            "{\"id\":\"a\",\"created\":\"2026-07-01T23:30:00Z\"}\n{\"id\":\"b\",\"created\":\"2026-07-01 08:00\"}\n"
        );
        await driver.ImportAsync(path);
        var rows = await driver.RowsAsync();
        Assert.Equal(new DateTime(2026, 7, 2, 1, 30, 0), rows["a"].Date("created"));
        Assert.Equal(new DateTime(2026, 7, 1, 8, 0, 0), rows["b"].Date("created"));
    }

    [Fact]
    public async Task A_query_of_the_tests_own_server_is_imported()
    {
        if (!TestKit.Storage.TestStorage.IsPostgres)
            return;
        await using var driver = await ImportDriver.StartAsync();
        var request = new TableRequest
        {
            Query =
                "select g as request_id, 'Request ' || g as title, timestamptz '2026-01-01 12:00Z' as created "
                + "from generate_series(1, 2500) g",
            Connection = TestKit.Storage.TestStorage.ConnectionString(driver.Knowledge.Folder),
        };
        Assert.Equal((2500, 2500, 0, 0, 0, 0), Counts(await driver.ImportAsync(request)));
        Assert.Equal((2500, 0, 0, 2500, 0, 0), Counts(await driver.ImportAsync(request)));
        var source = Assert.Single(await driver.Sources.ListAsync("default"));
        Assert.StartsWith("postgresql://", source.Source);
        await Assert.ThrowsAsync<UnreadableDocumentException>(() =>
            driver.ImportAsync(request with { Query = "delete from records returning id" })
        );
        Assert.Equal(2500, (await driver.RowsAsync()).Count);
    }

    private static (long, long, long, long, long, long) Counts(RecordReport report) =>
        (report.Read, report.Added, report.Changed, report.Unchanged, report.Removed, report.Rejected);
}
