using System.Text;
using System.Text.Json;
using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class RedactFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redact-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Plain_text_is_printed_redacted_with_its_own_line_ends() =>
        Assert.Equal("Hi\r\n[email]\n\nlast", await RunAsync("a.txt", "Hi\r\nanna@example.com\n\nlast", json: false));

    [Fact]
    public async Task Plain_text_with_json_is_a_line_for_each_line()
    {
        var lines = Lines(await RunAsync("a.txt", "Phone:\n467 3395\n\nanna@example.com or bob@example.com\r\nend", json: true));
        Assert.Equal(["Phone:", "[phone]", "", "[email] or [email]", "end"], lines.Select(line => line.GetProperty("text").GetString()));
        Assert.Equal(
            """[{"kind":"email","start":0,"end":16},{"kind":"email","start":20,"end":35}]""",
            lines[3].GetProperty("spans").GetRawText()
        );
    }

    [Fact]
    public async Task What_runs_over_several_lines_is_a_span_in_each()
    {
        var key = $"see\n-----BEGIN {"PRIVATE"} KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQ\n-----END {"PRIVATE"} KEY----- ok";
        var lines = Lines(await RunAsync("a.txt", key, json: true));
        Assert.Equal(["see", "[secret]", "[secret]", "[secret] ok"], lines.Select(line => line.GetProperty("text").GetString()));
        Assert.Equal("""[{"kind":"secret","start":0,"end":25}]""", lines[3].GetProperty("spans").GetRawText());
    }

    [Fact]
    public async Task Json_lines_keep_their_count_and_their_offsets()
    {
        const string input = """
            {"text": "Grüße, 😀 anna@example.com", "spans": [{"entity_value": "anna@example.com"}]}

            {"id": 7, "text": "two\nlines"}
            """;
        var lines = Lines(await RunAsync("a.data", input, json: true));
        Assert.Equal(2, lines.Count);
        Assert.Equal("Grüße, 😀 [email]", lines[0].GetProperty("text").GetString());
        Assert.Equal("""[{"kind":"email","start":10,"end":26}]""", lines[0].GetProperty("spans").GetRawText());
        Assert.Equal("two\nlines", lines[1].GetProperty("text").GetString());
        Assert.Equal(
            """{"text":"Grüße, 😀 [email]"}""",
            (await RunAsync("b.data", input, json: false)).Split('\n')[0].TrimEnd('\r').Replace("\\uD83D\\uDE00", "😀")
        );
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_answer() => Assert.Equal("", await RunAsync("a.txt", "", json: true));

    [Fact]
    public async Task A_text_of_many_blocks_loses_nothing()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} of {i % 7}: write to a{i}@example.com\n"));
        var redacted = await RunAsync("big.txt", text, json: false);
        Assert.Equal(string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} of {i % 7}: write to [email]\n")), redacted);
    }

    [Fact]
    public async Task One_endless_line_is_cut_at_blanks_only()
    {
        var text = string.Concat(Enumerable.Repeat("anna@example.com 😀 ", 60_000));
        Assert.Equal(text.Replace("anna@example.com", "[email]"), await RunAsync("line.txt", text, json: false));
    }

    [Theory]
    [InlineData("{\"text\": \"fine\"}\n{\"text\": 5}\n", "line 2")]
    [InlineData("{\"text\": \"fine\"}\nnot json\n", "line 2")]
    [InlineData("no json\n", "line 1")]
    [InlineData("{\"text\": \"\\ud83d\"}\n", "line 1")]
    public async Task Broken_json_lines_are_refused_by_their_number(string content, string where)
    {
        var refusal = await Assert.ThrowsAsync<UnreadableFileException>(() => RunAsync("a.jsonl", content, json: true));
        Assert.Contains(where, refusal.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        var path = Path.Combine(_folder, "latin1.txt");
        File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes("caf"), 0xE9, .. Encoding.ASCII.GetBytes(" au lait\n")]);
        var refusal = await Assert.ThrowsAsync<UnreadableFileException>(() => RunAsync(path, json: false));
        Assert.Contains("not UTF-8", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_are_refused()
    {
        Assert.Contains(
            "does not exist",
            (await Assert.ThrowsAsync<UnreadableFileException>(() => RunAsync(Path.Combine(_folder, "none"), json: true))).Message
        );
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<UnreadableFileException>(() => RunAsync(_folder, json: true))).Message);
    }

    private async Task<string> RunAsync(string name, string content, bool json)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, content);
        return await RunAsync(path, json);
    }

    private static async Task<string> RunAsync(string path, bool json)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await new RedactFile(new Redactor()).RunAsync(path, output, json);
        return output.ToString();
    }

    private static List<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
