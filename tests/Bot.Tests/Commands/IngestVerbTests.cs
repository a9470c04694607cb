using System.Text.Json;
using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

public sealed class IngestVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-ingest-test-").FullName;

    [Fact]
    public async Task What_is_ingested_can_be_asked_and_what_is_forgotten_cannot()
    {
        Write(
            "docs/heating.md",
            "# Heating\n\n## How do I bleed a radiator?\nTurn the small valve at the top of the radiator until water comes, then close it."
        );
        var docs = Path.Combine(_folder, "docs");

        var (code, output, _) = await RunAsync("ingest", docs);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("1 document (1 added, 0 changed, 0 unchanged)", output);
        (_, output, _) = await RunAsync("ask", "How do I bleed a radiator?", "--json", "--Guard:TopicFile=");
        Assert.Equal("answered", Outcome(output));

        (code, output, _) = await RunAsync("ingest", "--forget", docs);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("1 document removed", output);
        (_, output, _) = await RunAsync("ask", "How do I bleed a radiator?", "--json", "--Guard:TopicFile=");
        Assert.Equal("no_answer", Outcome(output));
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_and_the_rest_goes_on()
    {
        Write("docs/good.md", "# Good\nThis one is fine.");
        Write("docs/strange.xyz", "what is this");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "docs", "broken.txt"), [0xff, 0xfe, 0x00, 0xd8, 0x41, 0x80, 0x81]);

        var (code, output, error) = await RunAsync("ingest", Path.Combine(_folder, "docs"));

        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("1 added", output);
        Assert.Contains("strange.xyz", error);
        Assert.Contains("broken.txt", error);
    }

    [Fact]
    public async Task A_report_in_JSON_counts_by_kind_and_names_what_was_left_out()
    {
        var docs = Path.Combine(_folder, "kinds");
        Directory.CreateDirectory(docs);
        await File.WriteAllTextAsync(Path.Combine(docs, "a.md"), "# A\n\nOne.");
        await File.WriteAllTextAsync(Path.Combine(docs, "b.md"), "# B\n\nTwo.");
        await File.WriteAllTextAsync(Path.Combine(docs, "c.json"), "{");
        await File.WriteAllTextAsync(Path.Combine(docs, "d.xyz"), "?");
        await File.WriteAllTextAsync(Path.Combine(docs, "e.xyz"), "?");
        var (code, output, _) = await RunAsync("ingest", docs, "--json", "--words-only");
        Assert.Equal(0, code);
        var source = JsonDocument.Parse(output).RootElement.GetProperty("sources")[0];
        Assert.Equal(2, source.GetProperty("documents").GetInt32());
        var kinds = source.GetProperty("kinds").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);
        Assert.Equal((2, 0), (kinds[".md"].GetProperty("files").GetInt32(), kinds[".md"].GetProperty("skipped").GetInt32()));
        Assert.Equal((0, 1), (kinds[".json"].GetProperty("files").GetInt32(), kinds[".json"].GetProperty("skipped").GetInt32()));
        Assert.Equal((0, 2), (kinds[".xyz"].GetProperty("files").GetInt32(), kinds[".xyz"].GetProperty("skipped").GetInt32()));
        Assert.Contains(
            source.GetProperty("skipped").EnumerateArray(),
            skipped => skipped.GetProperty("path").GetString()!.EndsWith("c.json") && skipped.GetProperty("reason").GetString()!.Length > 5
        );
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("ingest", "/nowhere/at/all")]
    [InlineData("ingest", "--forget", "unknown")]
    public async Task Wrong_usage_is_one_line_and_code_2(params string[] args)
    {
        var (code, _, error) = await RunAsync(args);

        Assert.Equal(CommandLine.UsedWrongly, code);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_empty_folder_fails_with_a_word()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        var (code, _, error) = await RunAsync("ingest", Path.Combine(_folder, "empty"));

        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("no files to read", error);
    }

    [Fact]
    public async Task A_forgotten_sample_stays_out()
    {
        await RunAsync("ask", "hello");
        var (code, output, _) = await RunAsync("ingest", "--forget", "sample");
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("sample: ", output);

        (_, output, _) = await RunAsync("ask", "How do I undo the last commit?", "--json");
        Assert.Equal("no_answer", Outcome(output));
    }

    [Fact]
    public async Task Redact_prints_the_file_without_personal_data()
    {
        var file = Write("mail.jsonl", """{"text": "write to joe@example.com"}""");

        var (code, output, _) = await RunAsync("redact", file, "--json");

        Assert.Equal(CommandLine.Done, code);
        var line = JsonDocument.Parse(output).RootElement;
        Assert.Equal("write to [email]", line.GetProperty("text").GetString());
        var span = Assert.Single(line.GetProperty("spans").EnumerateArray());
        Assert.Equal(
            ("email", 9, 24),
            (span.GetProperty("kind").GetString(), span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32())
        );
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? Outcome(string json) => JsonDocument.Parse(json).RootElement.GetProperty("outcome").GetString();

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) =>
        Verb.RunAsync([.. args, "--Data:Directory", Path.Combine(_folder, "data")]);
}
