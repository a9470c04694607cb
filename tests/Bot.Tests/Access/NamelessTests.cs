using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot.Tests.Admin;
using ChatBot.Interactions;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Access;

/// <summary>Who asks without a key or signing in, and whom it is that asks.</summary>
public sealed class NamelessTests
{
    private const string Question = "How do I undo the last commit?";

    [Fact]
    public async Task From_this_machine_everything_is_open()
    {
        await using var bot = await BotApp.StartAsync();

        Assert.Equal("answered", (await bot.AskAsync(Question, "c", "alice")).GetProperty("outcome").GetString());
        Assert.Equal(HttpStatusCode.OK, (await bot.Http.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bot.Http.GetAsync("/openapi/v1.json")).StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task What_was_forwarded_is_not_from_this_machine(string header, string value)
    {
        await using var bot = await BotApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ask")
        {
            Content = JsonContent.Create(new { question = Question }),
        };
        request.Headers.Add(header, value);

        using var response = await bot.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("key_required", await CodeAsync(response));
    }

    /// <summary>A proxy on this machine that adds no header still hands on the name that it was asked under.</summary>
    [Fact]
    public async Task What_asks_for_the_public_name_is_not_from_this_machine()
    {
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["Web:PublicAddress"] = "https://bot.example.com" }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ask")
        {
            Content = JsonContent.Create(new { question = Question }),
        };
        request.Headers.Host = "bot.example.com";

        using var response = await bot.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task With_keys_demanded_this_machine_needs_one_too()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = "keys" });

        using var refused = await bot.Http.PostAsJsonAsync("/api/ask", new { question = Question });
        bot.Http.DefaultRequestHeaders.Authorization = new("Bearer", await bot.KeyAsync("asker"));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("answered", (await bot.AskAsync(Question)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task An_open_bot_answers_everybody_about_the_default_workspace_and_says_so_at_its_start()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = "open" });
        using var elsewhere = bot.From();

        using var asked = await elsewhere.PostAsJsonAsync("/api/ask", new { question = Question });
        using var other = await elsewhere.PostAsJsonAsync("/api/ask", new { question = Question, workspace = "other" });

        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.Equal("other_workspace", await CodeAsync(other));
        Assert.Contains("Web:Access is open", bot.Welcome);
    }

    [Fact]
    public async Task Nobody_rates_in_the_name_of_somebody_else()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = "open" });
        var asked = await bot.AskAsync(Question, user: "alice");
        var id = asked.GetProperty("interactionId").GetString()!;
        using var nameless = bot.From();
        using var program = bot.From(await bot.KeyAsync("asker"));
        await bot.PostAsync("/api/feedback/submit", Rated(5));

        foreach (var http in (HttpClient[])[nameless, program])
            (await http.PostAsJsonAsync("/api/feedback/submit", Rated(1))).EnsureSuccessStatusCode();

        using var admin = bot.AdminHttp();
        var stored = await admin.GetFromJsonAsync<JsonElement>($"/api/admin/interactions/{id}");
        var ratings = stored.GetProperty("ratings").EnumerateArray().ToList();
        Assert.Equal(3, ratings.Select(rating => rating.GetProperty("user").GetString()).Distinct().Count());
        Assert.Equal(
            5,
            ratings.Single(rating => rating.GetProperty("user").GetString() == UserOf(stored)).GetProperty("overall").GetInt32()
        );

        object Rated(int stars) =>
            new
            {
                interactionId = id,
                user = "alice",
                rating = stars,
            };
    }

    [Fact]
    public async Task A_browser_without_a_name_has_one_identity_and_keeps_its_conversation()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = "open" });
        using var first = new AdminBrowser(bot, Credentials.Elsewhere);
        using var second = new AdminBrowser(bot, Credentials.Elsewhere);
        await first.ReadAsync("/");
        await second.ReadAsync("/");

        var (began, went, stole) = (await AskedAsync(first), await AskedAsync(first), await AskedAsync(second));

        Assert.Equal(began, went);
        Assert.NotEqual(began.User, stole.User);
        Assert.NotEqual(began.Conversation, stole.Conversation);

        async Task<(string User, string Conversation)> AskedAsync(AdminBrowser browser)
        {
            using var response = await browser.SendJsonAsync("/web/ask", new { question = Question, conversationId = "mine" });
            var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("interactionId").GetString()!;
            var question = (await bot.Get<InteractionStore>().FindAsync("default", id))!.Question;
            return (question.User, question.Conversation);
        }
    }

    [Fact]
    public async Task A_program_speaks_for_people_beneath_its_own_key_only()
    {
        await using var bot = await BotApp.StartAsync();
        using var one = bot.From(await bot.KeyAsync("asker"));
        using var other = bot.From(await bot.KeyAsync("asker"));

        var users = new List<string>();
        foreach (var (http, user) in ((HttpClient, string?)[])[(one, "alice"), (one, "bob"), (one, null), (other, "alice")])
        {
            using var response = await http.PostAsJsonAsync("/api/ask", new { question = Question, user });
            var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("interactionId").GetString()!;
            users.Add((await bot.Get<InteractionStore>().FindAsync("default", id))!.Question.User);
        }

        Assert.Equal(4, users.Distinct().Count());
        Assert.DoesNotContain("", users);
    }

    private static string UserOf(JsonElement interaction) => interaction.GetProperty("user").GetString()!;

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
