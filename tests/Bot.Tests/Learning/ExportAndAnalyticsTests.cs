using System.Net;
using System.Text;
using System.Text.Json;
using ChatBot.Learning.Exports;
using ChatBot.TestKit.Learning;
using CsvHelper;
using Microsoft.Data.Sqlite;

namespace ChatBot.Bot.Tests.Learning;

public sealed class ExportAndAnalyticsTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private const string Better = "=SUM(A1) is text, \"quoted\",\nand goes on.";

    [Fact]
    public async Task Every_format_opens_in_the_tool_it_is_for()
    {
        var id = await fixture.ProposeAsync("How do I skip a git hook?", Better);
        await fixture.PostAsync($"/api/admin/corrections/{id}/approve");
        await fixture.Bot.AskAsync("What is a window function?", user: "ada");

        var openai = await ExportAsync(new { format = "openai" });
        Assert.DoesNotContain(await FaultsAsync(openai, ExportFormat.Openai), fault => fault.Line > 0);
        Assert.Empty(await FaultsAsync(await ExportAsync(new { format = "bedrock_jsonl" }), ExportFormat.BedrockJsonl));
        Assert.DoesNotContain(
            await FaultsAsync(await ExportAsync(new { format = "openai_preference" }), ExportFormat.OpenaiPreference),
            fault => fault.Line > 0
        );
        var pair = JsonDocument.Parse(Encoding.UTF8.GetString(await ExportAsync(new { format = "preference" })).Trim()).RootElement;
        Assert.Equal(Better, pair.GetProperty("chosen").GetString());
        Assert.Contains(
            JsonDocument.Parse(await ExportAsync(new { format = "json" })).RootElement.EnumerateArray(),
            row => row.GetProperty("answer").GetString() == Better
        );

        using var csv = CsvReader.FromText(
            Encoding.UTF8.GetString(await ExportAsync(new { format = "csv", approvedOnly = true })),
            CsvReaderOptions.Default
        );
        Assert.True(csv.Read());
        Assert.EndsWith("and goes on.", csv.GetString(csv.GetFieldIndex("answer")));
        Assert.False(csv.GetString(csv.GetFieldIndex("answer")).StartsWith('='));

        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, await ExportAsync(new { format = "sqlite", qualityThreshold = 0.9 }));
        await using (var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "select answer from training where approved = 1";
            Assert.Equal(Better, await command.ExecuteScalarAsync());
        }
        File.Delete(file);
        using var dataset = await fixture.Bot.Http.SendAsync(Get("/api/admin/training/dataset"));
        var rows = (await dataset.Content.ReadAsStringAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Contains(rows, row => row.GetProperty("answer").GetString() == Better && row.GetProperty("approved").GetBoolean());
    }

    [Theory]
    [InlineData("""{"format": "excel"}""", "unknown_format")]
    [InlineData("""{"format": 3}""", "wrong_type")]
    [InlineData("{}", "format_missing")]
    [InlineData("""{"format": "csv", "qualityThreshold": 2}""", "threshold_out_of_range")]
    [InlineData("", "body_missing")]
    public async Task A_bad_export_is_refused_by_name(string body, string code) =>
        Assert.Equal(code, await fixture.RefusedAsync(HttpMethod.Post, "/api/admin/training/export", body, HttpStatusCode.BadRequest));

    [Fact]
    public async Task The_validator_names_line_and_fault()
    {
        const string Bad = """
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
            {"messages": [{"role": "user", "content": "a"}]}
            {"messages": [{"role": "wizard", "content": "a"}]}
            {"messages": "a"}
            no json
            """;
        var faults = await FaultsAsync(Encoding.UTF8.GetBytes(Bad), ExportFormat.Openai);
        Assert.Equal([2, 3, 4, 5, 0], faults.Select(fault => fault.Line));
        Assert.Contains("not the assistant's", faults[0].Message);
        Assert.Contains("role", faults[1].Message);
        Assert.NotEmpty(
            await FaultsAsync(
                Encoding.UTF8.GetBytes(
                    """{"schemaVersion": "bedrock-conversation-2024","""
                        + """ "messages": [{"role": "assistant", "content": [{"text": "a"}]}]}"""
                ),
                ExportFormat.BedrockJsonl
            )
        );
    }

    [Fact]
    public async Task Analytics_count_what_happened()
    {
        var id = await fixture.AskAsync("What is a left join?", "grace");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = id,
                user = "grace",
                thumbs = "up",
                rating = 5,
            }
        );
        var overview = await fixture.GetAsync("/api/admin/analytics/overview?days=7");
        Assert.Equal(await fixture.CountAsync("select count(*) from interactions"), overview.GetProperty("questions").GetInt64());
        Assert.True(overview.GetProperty("feedback").GetProperty("up").GetInt64() >= 1);
        Assert.True(overview.GetProperty("latencyMs").GetProperty("p95").GetDouble() > 0);
        var trends = (await fixture.GetAsync("/api/admin/analytics/trends?days=7")).EnumerateArray().ToList();
        Assert.Equal(7, trends.Count);
        Assert.Equal(overview.GetProperty("questions").GetInt64(), trends.Sum(day => day.GetProperty("questions").GetInt64()));
        foreach (var name in (string[])["categories", "outcomes", "feedback"])
            Assert.Equal(
                overview.GetProperty("questions").GetInt64(),
                (await fixture.GetAsync($"/api/admin/analytics/{name}?days=7"))
                    .EnumerateArray()
                    .Sum(row => row.GetProperty("questions").GetInt64())
            );
        Assert.True((await fixture.GetAsync("/api/admin/analytics/latency")).GetProperty("p50").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Array, (await fixture.GetAsync("/api/admin/analytics/unanswered")).ValueKind);
        var confidence = (await fixture.GetAsync("/api/admin/analytics/confidence?days=7")).EnumerateArray().ToList();
        Assert.Contains(confidence, tenth => tenth.GetProperty("rated").GetInt32() >= 1 && tenth.GetProperty("liked").GetDouble() > 0);
        Assert.Equal(
            "invalid_days",
            await fixture.RefusedAsync(HttpMethod.Get, "/api/admin/analytics/trends?days=0", null, HttpStatusCode.BadRequest)
        );
    }

    [Fact]
    public async Task The_blast_radius_shows_what_a_correction_would_have_caught()
    {
        for (var turn = 0; turn < 2; turn++)
            await fixture.AskAsync("How do I compare two branches?", "ada");
        await fixture.AskAsync("can you tell me how to compare two branches", "ada");
        await fixture.AskAsync("How do I delete two branches?", "ada");
        var id = await fixture.ProposeAsync("How do I compare two branches?", "Run `git diff a..b`.");
        var report = await fixture.GetAsync($"/api/admin/corrections/{id}/blast-radius");
        var step = report
            .GetProperty("steps")
            .EnumerateArray()
            .Single(step => step.GetProperty("threshold").GetDouble() == report.GetProperty("threshold").GetDouble());
        Assert.Equal(2, step.GetProperty("questions").GetInt32());
        Assert.Equal(4, step.GetProperty("interactions").GetInt32());
        Assert.Equal(5, report.GetProperty("steps").GetArrayLength()); // two below, its own, one above, and 1, where the next ends
        Assert.False(report.GetProperty("sampled").GetBoolean());
        Assert.DoesNotContain(
            report.GetProperty("examples").EnumerateArray(),
            example => example.GetProperty("question").GetString()!.Contains("delete")
        );
    }

    private async Task<byte[]> ExportAsync(object body)
    {
        using var request = Get("/api/admin/training/export");
        request.Method = HttpMethod.Post;
        request.Content = LearningApp.Json(JsonSerializer.Serialize(body));
        using var response = await fixture.Bot.Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        var manifest = JsonDocument.Parse(response.Headers.GetValues("X-Export-Manifest").Single()).RootElement;
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
            manifest.GetProperty("sha256").GetString()
        );
        return bytes;
    }

    private HttpRequestMessage Get(string path) =>
        new(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", fixture.Bot.AdminKey) } };

    private static async Task<List<TrainingFileFault>> FaultsAsync(byte[] file, ExportFormat format)
    {
        var faults = new List<TrainingFileFault>();
        await foreach (var fault in TrainingFileValidator.ValidateAsync(new MemoryStream(file), format))
            faults.Add(fault);
        return faults;
    }
}
