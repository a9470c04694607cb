using System.Text.Json;
using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

public sealed class IngestRecordsTests : IDisposable
{
    private const string Requests = """
        request_id,title,category,status,requester,created_at
        REQ-1,Printer jams,Hardware,open,Ann Lee,2026-10-01
        REQ-2,Mail to joe@example.com fails,Software,closed,Bob Ray,2026-10-02
        REQ-3,Screen is dark,Hardware,open,Ann Lee,2026-10-03
        ,no id here,Hardware,open,Ann Lee,2026-10-03

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-records-test-").FullName;

    [Fact]
    public async Task A_table_is_imported_in_a_pipe_and_told_column_by_column()
    {
        var file = Write("it_requests.csv", Requests);
        var (code, output, error) = await RunAsync(
            "ingest",
            "--records",
            "--id",
            "request_id",
            "--facet",
            "category,status",
            "--date",
            "created_at",
            file
        );
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("it_requests.csv: 4 rows (3 added, 0 changed, 0 unchanged), 0 removed, 1 rejected", output);
        Assert.Contains("title: 1 with email redacted", output);
        Assert.Contains("requester: 3 hashed", output);
        Assert.Contains("it_requests.csv: each row is one request", error);
        Assert.Contains("created_at", error);
        Assert.DoesNotContain("Ann Lee", output + error);
        Assert.True(File.Exists(Path.Combine(_folder, "records.json")));

        (code, output, _) = await RunAsync("ingest", "--records", file, "--json");
        Assert.Equal(CommandLine.Done, code);
        var source = JsonDocument.Parse(output).RootElement.GetProperty("sources")[0];
        Assert.Equal("request", source.GetProperty("noun").GetString());
        Assert.Equal(3, source.GetProperty("report").GetProperty("unchanged").GetInt32());
        Assert.True(File.Exists(source.GetProperty("report").GetProperty("rejectedFile").GetString()));

        (code, output, _) = await RunAsync("ingest", "--records", "--forget", file);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("3 rows removed", output);
    }

    [Fact]
    public async Task A_dry_run_shows_the_shape_and_leaves_no_trace()
    {
        var file = Write("it_requests.csv", Requests);
        var (code, output, _) = await RunAsync("ingest", "--records", file, "--dry-run", "--keep", "requester");
        Assert.Equal(CommandLine.Done, code);
        Assert.Matches(@"request_id +id +redacted", output);
        Assert.Matches(@"requester +person +kept", output);
        Assert.Matches(@"created_at +date, year first\n", output);
        Assert.False(File.Exists(Path.Combine(_folder, "records.json")));
        (code, _, _) = await RunAsync("ingest", "--records", "--forget", file);
        Assert.Equal(CommandLine.UsedWrongly, code);
    }

    [Theory]
    [InlineData("ingest", "--records")]
    [InlineData("ingest", "--records", "FILE", "--id", "nothing")]
    [InlineData("ingest", "FILE", "--id", "request_id")]
    [InlineData("ingest", "--records", "FILE", "--id", "title", "--text", "title")]
    [InlineData("ingest", "--records", "FILE", "--format", "pdf")]
    [InlineData("ingest", "--records", "--query", "select 1")]
    [InlineData("ingest", "--records", "/nowhere/at/all.csv")]
    public async Task Wrong_usage_is_one_line_and_code_2(params string[] args)
    {
        var file = Write("it_requests.csv", Requests);
        var (code, _, error) = await RunAsync([.. args.Select(arg => arg == "FILE" ? file : arg)]);
        Assert.Equal(CommandLine.UsedWrongly, code);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task What_cannot_be_read_fails_with_a_line()
    {
        var (code, _, error) = await RunAsync("ingest", "--records", Write("broken.xlsx", "no workbook"));
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("is not a readable Excel workbook", Assert.Single(error.TrimEnd().Split('\n')));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) =>
        Verb.RunAsync([.. args, "--Data:Directory", Path.Combine(_folder, "data")]);
}
