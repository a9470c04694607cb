using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot.Commands;
using ChatBot.Bot.Tests.Admin;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Dapper;

namespace ChatBot.Bot.Tests.Access;

public sealed class KeyTests
{
    [Fact]
    public async Task A_key_is_shown_once_and_stored_as_a_hash()
    {
        await using var bot = await BotApp.StartAsync();
        var (id, key) = await bot.MadeKeyAsync("asker");

        using var admin = bot.AdminHttp();
        var listed = await admin.GetStringAsync("/api/admin/keys");
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        var row = JsonSerializer.Serialize(await connection.QuerySingleAsync("select * from api_keys where id = @id", new { id }));

        Assert.Contains(id, listed);
        Assert.DoesNotContain(key, listed);
        Assert.DoesNotContain(key.Split('_')[^1], row);
        Assert.Contains("the asker", await admin.GetStringAsync("/api/admin/audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_and_its_sessions_end_at_once()
    {
        await using var bot = await BotApp.StartAsync();
        var (id, key) = await bot.MadeKeyAsync("reviewer");
        using var http = bot.From(key);
        using var browser = await AdminBrowser.SignedInAsync(bot, key, from: Credentials.Elsewhere);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/admin/corrections")).StatusCode);
        await browser.ReadAsync("/admin/corrections");

        using var admin = bot.AdminHttp();
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/admin/keys/{id}")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/admin/corrections")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/openapi/v1.json")).StatusCode);
        using var page = await browser.GetAsync("/admin/corrections");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"/api/admin/keys/{id}")).StatusCode);
    }

    [Fact]
    public async Task An_admin_makes_and_revokes_keys_of_the_own_workspace_only()
    {
        await using var bot = await BotApp.StartAsync();
        var (theirs, _) = await bot.MadeKeyAsync("asker");
        using var other = bot.From(await bot.KeyAsync("admin", "other"));

        using var made = await other.PostAsJsonAsync("/api/admin/keys", new { name = "own", role = "admin" });
        using var beyond = await other.PostAsJsonAsync(
            "/api/admin/keys",
            new
            {
                name = "own",
                role = "asker",
                workspace = "default",
            }
        );
        using var everywhere = await other.PostAsJsonAsync(
            "/api/admin/keys",
            new
            {
                name = "own",
                role = "asker",
                workspace = "*",
            }
        );

        Assert.Equal("other", (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("workspace").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, beyond.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, everywhere.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.DeleteAsync($"/api/admin/keys/{theirs}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.DeleteAsync($"/api/admin/keys/{theirs}?workspace=default")).StatusCode);
    }

    [Theory]
    [InlineData("", "asker", "name_missing")]
    [InlineData("x", "owner", "unknown_role")]
    [InlineData("x", null, "unknown_role")]
    [InlineData("x\n", "asker", "invalid_id")]
    public async Task A_key_needs_a_name_and_a_role(string name, string? role, string code)
    {
        await using var bot = await BotApp.StartAsync();
        using var admin = bot.AdminHttp();

        using var response = await admin.PostAsJsonAsync("/api/admin/keys", new { name, role });

        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    /// <summary>Only where admins show their keys: elsewhere a wrong token opens nothing, and costs the client nothing.</summary>
    [Fact]
    public async Task A_foreign_token_elsewhere_is_no_attempt_on_the_admin_key()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["RateLimits:WrongKeysPerMinute"] = "3" });
        using var foreign = bot.From("another.service.token");
        using var admin = bot.From(bot.AdminKey);

        foreach (var path in (string[])["/health", "/ready", "/openapi/v1.json", "/", "/sign-in", "/documents/x", "/nowhere"])
            using (await foreign.GetAsync(path)) { }
        foreach (var path in (string[])["/api/messages", "/slack/events", "/api/ask", "/mcp"])
            using (await foreign.PostAsJsonAsync(path, new { })) { }

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/admin/keys")).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_only_the_client_that_guesses_waits()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["RateLimits:WrongKeysPerMinute"] = "3" });
        using var guesser = bot.From("guess");
        using var alike = bot.From(bot.AdminKey);
        using var admin = bot.From(bot.AdminKey, "198.51.100.9");

        for (var i = 0; i < 4; i++)
            using (await guesser.GetAsync("/api/admin/keys")) { }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await alike.GetAsync("/api/admin/keys")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/admin/keys")).StatusCode);
    }

    [Fact]
    public async Task The_page_makes_a_key_and_ends_it()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = await AdminBrowser.SignedInAsync(bot);

        using var made = await browser.PostAsync("/admin/keys", "make", new() { ["Make.Name"] = "the wiki", ["Make.Role"] = "asker" });
        var page = await made.Content.ReadAsStringAsync();
        var key = System.Text.RegularExpressions.Regex.Match(page, "cbk_[0-9a-f_]+").Value;
        using var http = bot.From(key);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/openapi/v1.json")).StatusCode);

        using var revoked = await browser.PostAsync("/admin/keys", $"revoke-{key.Split('_')[1]}", []);
        Assert.Contains("opens nothing any more", await revoked.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/openapi/v1.json")).StatusCode);
    }

    [Fact]
    public async Task The_command_line_makes_lists_and_revokes_beside_a_running_server()
    {
        await using var bot = await BotApp.StartAsync();
        string[] settings =
        [
            .. TestKit.Storage.TestStorage.Settings(bot.Folder).SelectMany(pair => (string[])[$"--{pair.Key}", pair.Value!]),
        ];

        var (made, key, _) = await RunAsync(["keys", "make", "--name", "the wiki", "--role", "reviewer"]);
        using var http = bot.From(key.Trim());
        Assert.Equal(0, made);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/admin/corrections")).StatusCode);

        var id = key.Split('_')[1];
        Assert.Contains($"{id}  reviewer  default  the wiki", (await RunAsync(["keys", "list"])).Out);
        Assert.Equal(0, (await RunAsync(["keys", "revoke", id])).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/admin/corrections")).StatusCode);
        var (again, _, error) = await RunAsync(["keys", "revoke", id]);
        Assert.Equal(2, again);
        Assert.Contains("revoked already", error);

        async Task<(int Code, string Out, string Error)> RunAsync(string[] verb)
        {
            var (output, error) = (new StringWriter(), new StringWriter());
            var code = await CommandLine.RunAsync(
                [.. verb, "--Data:Directory", bot.Folder, "--Embeddings:Provider", "hashing", .. settings],
                output,
                error
            );
            return (code, output.ToString(), error.ToString());
        }
    }
}
