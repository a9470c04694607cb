using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ChatBot.Bot.Tests.Admin;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Access;

/// <summary>Under which names, and at which ports, the doors stand.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:3978", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:3978", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("bot.example.com", true)]
    [InlineData("a.intern.example", true)]
    [InlineData("intern.example", false)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    public async Task Only_known_names_are_answered(string host, bool isKnown)
    {
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Web:PublicAddress"] = "https://bot.example.com/",
                ["AllowedHosts"] = "x.example; *.intern.example",
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = host;

        using var response = await bot.Http.SendAsync(request);

        Assert.Equal(isKnown ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Platforms_have_a_port_of_their_own_where_it_is_set()
    {
        var port = FreePort();
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["Web:PlatformUrls"] = $"http://127.0.0.1:{port}" }
        );
        using var platforms = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        foreach (var path in (string[])["/", "/sign-in", "/admin", "/openapi/v1.json", "/css/theme.css", "/api/admin/keys"])
            Assert.Equal(HttpStatusCode.NotFound, (await platforms.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await platforms.PostAsJsonAsync("/api/ask", new { question = "?" })).StatusCode);
        foreach (var path in (string[])["/api/messages", "/slack/events"])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await platforms.PostAsJsonAsync(path, new { })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bot.Http.PostAsJsonAsync(path, new { })).StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, (await platforms.GetAsync("/health")).StatusCode);
        Assert.NotEqual(HttpStatusCode.NotFound, (await platforms.GetAsync("/ready")).StatusCode);
        Assert.NotEqual(HttpStatusCode.NotFound, (await bot.Http.GetAsync("/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bot.Http.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = await AdminBrowser.SignedInAsync(bot);
        using var copy = new AdminBrowser(bot);
        copy.Cookies.Add(browser.Cookies.GetAllCookies());
        await copy.ReadAsync("/admin");

        using (await browser.PostAsync("/admin", "", [], "/admin/sign-out")) { }

        using var left = await copy.GetAsync("/admin");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
    }

    [Fact]
    public async Task Signing_in_over_a_planted_cookie_gives_its_owner_nothing()
    {
        await using var bot = await BotApp.StartAsync();
        using var planter = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync("asker"), from: Credentials.Elsewhere);
        using var victim = new AdminBrowser(bot, Credentials.Elsewhere);
        victim.Cookies.Add(planter.Cookies.GetAllCookies());

        using (await victim.SignInAsync(await bot.KeyAsync("admin"))) { }

        Assert.Contains("admin", await victim.ReadAsync("/admin"));
        using var planted = await planter.GetAsync("/admin");
        Assert.Equal(HttpStatusCode.Forbidden, planted.StatusCode);
    }

    [Fact]
    public async Task Somebody_of_one_workspace_looks_at_no_other()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync("admin", "other"));
        Assert.Contains("Workspace</span> other<", await browser.ReadAsync("/admin"));

        using var moved = await browser.PostAsync("/admin", "", new() { ["workspace"] = "default" }, "/admin/workspace");

        Assert.Equal(HttpStatusCode.Forbidden, moved.StatusCode);
        Assert.Contains("Workspace</span> other<", await browser.ReadAsync("/admin"));
    }

    [Fact]
    public async Task Activities_without_a_token_come_from_this_machine_only()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Teams:AllowAnonymous"] = "true" });
        using var elsewhere = bot.From();

        using var forwarded = await elsewhere.PostAsJsonAsync("/api/messages", new { type = "message" });
        using var local = await bot.Http.PostAsJsonAsync("/api/messages", new { type = "message" });

        Assert.Equal(HttpStatusCode.Unauthorized, forwarded.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, local.StatusCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
