using System.Net.Http.Json;
using ChatBot.Learning.Analytics;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Lists to be worked down: what is done leaves them.</summary>
public sealed class PutRightTests
{
    private const string Done = "Which crane lifts the zebra containers at the harbour?",
        Open = "Which walrus waters the plants of the lobby?";

    [Fact]
    public async Task What_a_correction_answers_since_is_neither_a_gap_nor_unanswered_any_more()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Guard:TopicFile"] = "" });
        var asked = await bot.AskAsync(Done);
        Assert.Equal("no_answer", asked.GetProperty("outcome").GetString());
        Assert.Equal("no_answer", (await bot.AskAsync(Open)).GetProperty("outcome").GetString());
        using var browser = await AdminBrowser.SignedInAsync(bot);
        Assert.Contains(Done, await browser.ReadAsync("/admin/unanswered"));
        Assert.Equal(2, (await GapsAsync(bot)).Count);

        using var admin = bot.AdminHttp();
        using var corrected = await admin.PostAsJsonAsync(
            $"/api/admin/interactions/{asked.GetProperty("interactionId").GetString()}/correct",
            new { correctResponse = "The blue one." }
        );
        corrected.EnsureSuccessStatusCode();

        Assert.Equal(Open, Assert.Single(await GapsAsync(bot)).Question);
        var page = await browser.ReadAsync("/admin/unanswered");
        Assert.DoesNotContain(Done, page);
        Assert.Contains(Open, page);
        Assert.Contains("1 question that had no answer would be answered by an approved correction now", page);
    }

    private static async Task<IReadOnlyList<Gap>> GapsAsync(BotApp bot) =>
        (await bot.Get<KnowledgeGaps>().ReadAsync(Workspaces.Default, 30, 0, 10)).Gaps;
}
