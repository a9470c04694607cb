using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.TestKit.Hosting;
using static ChatBot.TestKit.Knowledge.ImportedRecords;

namespace ChatBot.Bot.Tests.Api;

/// <summary>Rows of records among what <c>POST /api/similar</c> finds.</summary>
public sealed class SimilarRecordsTests
{
    [Fact]
    public async Task Rows_that_meet_all_filters_come_along()
    {
        await using var bot = await StartAsync();

        var all = await FindAsync(bot, new { query = "undo a commit on my laptop", topK = 50 });
        Assert.Contains(all, result => result.Uri.StartsWith("records:", StringComparison.Ordinal));
        Assert.Contains(all, result => !result.Uri.StartsWith("records:", StringComparison.Ordinal));
        Assert.All(all, result => Assert.InRange(result.Similarity, 0, 1));
        Assert.Equal(all.OrderByDescending(result => result.Similarity), all);

        var it = await FindAsync(bot, new { query = "laptop", filters = new { category = "it" } });
        var row = Assert.Single(it);
        Assert.Equal(("records:requests.csv#REQ-1", "Laptop wanted", "It shall be light."), (row.Uri, row.Title, row.Text));

        var urgent = await FindAsync(bot, new { query = "laptop commit", filters = new { Priority = "HIGH" } });
        Assert.Equal("request REQ-3", Assert.Single(urgent).Title);
        Assert.Empty(await FindAsync(bot, new { query = "laptop", filters = new { category = "IT", priority = "high" } }));
        Assert.NotEmpty(await FindAsync(bot, new { query = "laptop", filters = new { category = (string?)null } }));
    }

    [Fact]
    public async Task Rows_that_the_rights_show_elsewhere_only_are_not_found()
    {
        await using var bot = await StartAsync(("Records:Rights:0:Source", "requests.csv"), ("Records:Rights:0:Channel", "slack"));

        Assert.DoesNotContain(
            await FindAsync(bot, new { query = "laptop", topK = 50 }),
            result => result.Uri.StartsWith("records:", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    public async Task A_filter_without_a_sound_value_is_refused(string value)
    {
        await using var bot = await StartAsync();

        using var response = await bot.Http.PostAsJsonAsync("/api/similar", new { query = "laptop", filters = new { priority = value } });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_id", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    private static async Task<BotApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var bot = await BotApp.StartAsync(settings.ToDictionary(pair => pair.Key, string? (pair) => pair.Value));
        await bot.IndexedAsync();
        await ImportAsync(
            bot.Services,
            [
                Row("REQ-1", "Laptop wanted", "It shall be light.", "IT", "low"),
                Row("REQ-2", "Laptop bag", "", "HR", "low"),
                Row("REQ-3", "", "A laptop for the new colleague.", "HR", "high"),
            ]
        );
        return bot;
    }

    private static async Task<List<(string Uri, string Title, string Text, double Similarity)>> FindAsync(BotApp bot, object request) =>
        [
            .. (await bot.PostAsync("/api/similar", request))
                .GetProperty("results")
                .EnumerateArray()
                .Select(result =>
                    (
                        result.GetProperty("uri").GetString()!,
                        result.GetProperty("title").GetString()!,
                        result.GetProperty("text").GetString()!,
                        result.GetProperty("similarity").GetDouble()
                    )
                ),
        ];
}
