using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot.Tests.Access;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>Who proposed a correction learns what became of it, and nobody else does.</summary>
public sealed class ProposalStateTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task Its_author_sees_it_wait_and_then_why_it_was_rejected()
    {
        var (id, correction) = await ProposeAsync("What is a bisect?", "It searches the commit that **broke** it.");
        var waiting = Assert.Single(await OfAsync(id, "ada"));
        Assert.Equal(
            (correction, id, "pending"),
            (
                waiting.GetProperty("correctionId").GetString(),
                waiting.GetProperty("interactionId").GetString(),
                waiting.GetProperty("status").GetString()
            )
        );
        Assert.Contains("<strong>broke</strong>", waiting.GetProperty("html").GetString());
        Assert.False(waiting.TryGetProperty("reason", out _));

        await fixture.PostAsync($"/api/admin/corrections/{correction}/reject", new { reason = "It is in the handbook already." });
        var rejected = Assert.Single(await OfAsync(id, "ada"));
        Assert.Equal(
            ("rejected", "It is in the handbook already."),
            (rejected.GetProperty("status").GetString(), rejected.GetProperty("reason").GetString())
        );
    }

    [Fact]
    public async Task Of_an_approved_one_the_text_is_what_answers_and_the_reviewers_reason_is_theirs()
    {
        var (id, correction) = await ProposeAsync("What is a worktree?", "A second folder.");
        await fixture.PostAsync(
            $"/api/admin/corrections/{correction}/approve",
            new { correctResponse = "A second working folder.", reason = "shorter than the page" }
        );
        var approved = Assert.Single(await OfAsync(id, "ada"));
        Assert.Equal(
            ("approved", "A second working folder."),
            (approved.GetProperty("status").GetString(), approved.GetProperty("correctResponse").GetString())
        );
        Assert.False(approved.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_who_has_no_name_sees_nothing()
    {
        var (id, _) = await ProposeAsync("What is a blame?", "It names who wrote a line.");
        Assert.Empty(await OfAsync(id, "grace"));
        Assert.Equal("user_missing", await RefusedAsync($"interactionId={id}"));
        Assert.Equal("user_missing", await RefusedAsync($"interactionId={id}&user=address%2F127.0.0.1"));
        Assert.Empty(await OfAsync(id, "ada", "&workspace=elsewhere"));

        // Proposed by nobody in particular: everybody without a name is one person, to whom nothing is told.
        var nameless = (await fixture.Bot.AskAsync("What is a blame?")).GetProperty("interactionId").GetString()!;
        await fixture.Bot.PostAsync("/api/feedback/correct", new { interactionId = nameless, correctResponse = "Who wrote it." });
        Assert.Equal("user_missing", await RefusedAsync($"interactionId={nameless}"));
    }

    [Theory]
    [InlineData("user=ada", "interaction_id_missing")]
    [InlineData("user=ada&interactionId=a%00b", "invalid_id")]
    [InlineData("user=ada&interactionId=a&workspace=*", "invalid_id")]
    public async Task Bad_requests_are_refused_by_name(string query, string code) => Assert.Equal(code, await RefusedAsync(query));

    [Fact]
    public async Task So_many_answers_at_once_and_no_more()
    {
        string Asking(int count) => "user=ada" + string.Concat(Enumerable.Range(0, count).Select(n => $"&interactionId=i{n}"));
        Assert.Equal("invalid_count", await RefusedAsync(Asking(51)));
        using var fine = await fixture.Bot.Http.GetAsync("/api/feedback/corrections?" + Asking(50));
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task A_key_sees_what_it_proposed_and_another_key_does_not()
    {
        await using var bot = await BotApp.StartAsync();
        await bot.IndexedAsync();
        using var own = bot.From(await bot.KeyAsync("asker"));
        using var other = bot.From(await bot.KeyAsync("asker"));
        using var nobody = bot.From();
        var id = await ProposeAsync(own);

        Assert.Equal(1, await CountAsync(own, id));
        Assert.Equal(0, await CountAsync(other, id));
        using var refused = await nobody.GetAsync($"/api/feedback/corrections?interactionId={id}");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Where_anybody_may_ask_a_browser_is_known_by_its_cookie_and_an_address_is_nobody()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = "open" });
        await bot.IndexedAsync();
        using var browser = bot.From();
        browser.DefaultRequestHeaders.Add("Cookie", "chatbot-visitor=" + new string('a', 32));
        using var another = bot.From();
        another.DefaultRequestHeaders.Add("Cookie", "chatbot-visitor=" + new string('b', 32));
        using var bare = bot.From();
        var id = await ProposeAsync(browser);
        var theirs = await ProposeAsync(bare);

        Assert.Equal(1, await CountAsync(browser, id));
        Assert.Equal(0, await CountAsync(another, id));
        using var refused = await bare.GetAsync($"/api/feedback/corrections?interactionId={theirs}");
        Assert.Contains("user_missing", await refused.Content.ReadAsStringAsync());
        Assert.Equal("by_browser", await KnownAsync(browser));
        Assert.Equal("not", await KnownAsync(bare));
    }

    [Fact]
    public async Task The_chat_says_by_what_its_person_is_known()
    {
        await using var bot = await BotApp.StartAsync();
        using var key = await Admin.AdminBrowser.SignedInAsync(bot);
        Assert.Contains("\"proposer\":\"by_session\"", await key.ReadAsync("/web/start"));
        Assert.Equal("not", await KnownAsync(bot.Http));
    }

    private static async Task<string?> KnownAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>("/web/start")).GetProperty("proposer").GetString();

    private static async Task<int> CountAsync(HttpClient http, string interactionId) =>
        (await http.GetFromJsonAsync<JsonElement>($"/api/feedback/corrections?interactionId={interactionId}"))
            .GetProperty("corrections")
            .GetArrayLength();

    private static async Task<string> ProposeAsync(HttpClient http)
    {
        using var asked = await http.PostAsJsonAsync("/web/ask", new { question = "What is a rebase?" });
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("interactionId").GetString()!;
        using var sent = await http.PostAsJsonAsync("/api/feedback/correct", new { interactionId = id, correctResponse = "A replay." });
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        return id;
    }

    private async Task<(string Interaction, string Correction)> ProposeAsync(string question, string better)
    {
        var interactionId = await fixture.AskAsync(question, "ada");
        var stored = await fixture.Bot.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId,
                user = "ada",
                correctResponse = better,
            }
        );
        return (interactionId, stored.GetProperty("correctionId").GetString()!);
    }

    private async Task<List<JsonElement>> OfAsync(string interactionId, string user, string more = "")
    {
        var found = await fixture.Bot.Http.GetFromJsonAsync<JsonElement>(
            $"/api/feedback/corrections?interactionId={interactionId}&user={user}{more}"
        );
        return [.. found.GetProperty("corrections").EnumerateArray()];
    }

    /// <summary>From this machine, without a key.</summary>
    private async Task<string?> RefusedAsync(string query)
    {
        using var response = await fixture.Bot.Http.GetAsync("/api/feedback/corrections?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }
}
