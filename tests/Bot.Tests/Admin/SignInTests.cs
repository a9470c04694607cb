using System.Net;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Admin;

public sealed class SignInTests
{
    private const string ReviewerKey = "the reviewers' own key";

    [Fact]
    public async Task Nobody_sees_a_page_without_signing_in()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = new AdminBrowser(bot);

        using var response = await browser.GetAsync("/admin/corrections?status=approved");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/sign-in?back=%2Fadmin%2Fcorrections%3Fstatus%3Dapproved", response.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task The_key_opens_a_session_that_no_script_and_no_other_site_can_use()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = new AdminBrowser(bot);

        using var response = await browser.SignInAsync(bot.AdminKey, "Ada");
        var cookie = response
            .Headers.GetValues("Set-Cookie")
            .Single(header => header.StartsWith("chatbot-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.Contains("Ada (admin)", await browser.ReadAsync("/admin"));
        using var api = await browser.GetAsync("/api/admin/analytics/overview");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);

        using (await browser.PostAsync("/admin", "", [], "/admin/sign-out")) { }
        using var left = await browser.GetAsync("/admin");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_guessing_is_stopped()
    {
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["RateLimits:WrongKeysPerMinute"] = "3", ["RateLimits:Loopback"] = "true" }
        );
        using var browser = new AdminBrowser(bot);

        for (var i = 0; i < 3; i++)
        {
            using var wrong = await browser.SignInAsync("wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.Contains("not a key of this bot", await wrong.Content.ReadAsStringAsync());
        }
        using var right = await browser.SignInAsync(bot.AdminKey);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name == "chatbot-session");
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = await AdminBrowser.SignedInAsync(bot);

        using var move = await browser.PostBareAsync("/admin/workspace", new() { ["workspace"] = "elsewhere" });
        Assert.Equal(HttpStatusCode.BadRequest, move.StatusCode);
        using var signOut = await browser.PostBareAsync("/admin/sign-out", []);
        Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
        using var signIn = await browser.PostBareAsync("/admin/sign-in", new() { ["_handler"] = "sign-in", ["Said.Key"] = bot.AdminKey });
        Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
        Assert.Contains("value=\"default\"", await browser.ReadAsync("/admin"));
    }

    [Fact]
    public async Task Signing_in_leads_to_no_other_site()
    {
        await using var bot = await BotApp.StartAsync();
        foreach (
            var back in (string[])
                ["https://evil.example/", "//evil.example", "/\\evil.example", "/admin/\\evil.example", "/\t/evil.example"]
        )
        {
            using var browser = new AdminBrowser(bot);
            using var response = await browser.PostAsync(
                $"/sign-in?back={Uri.EscapeDataString(back)}",
                "sign-in",
                new() { ["Said.Key"] = bot.AdminKey }
            );
            Assert.Equal("/admin", new Uri(new Uri(bot.Address), response.Headers.Location!).PathAndQuery);
        }
    }

    [Fact]
    public async Task A_session_lasts_over_a_restart_and_ends_with_its_key()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-session-").FullName;
        try
        {
            CookieCollection cookies;
            await using (
                var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Admin:ReviewerKey"] = ReviewerKey }, folder: folder)
            )
            {
                using var browser = await AdminBrowser.SignedInAsync(bot, ReviewerKey);
                cookies = browser.Cookies.GetAllCookies();
            }
            Assert.Equal(HttpStatusCode.OK, await StatusAfterRestartAsync(ReviewerKey));
            Assert.Equal(HttpStatusCode.Redirect, await StatusAfterRestartAsync("another key of reviewers"));

            async Task<HttpStatusCode> StatusAfterRestartAsync(string reviewerKey)
            {
                await using var bot = await BotApp.StartAsync(
                    new Dictionary<string, string?> { ["Admin:ReviewerKey"] = reviewerKey },
                    folder: folder
                );
                using var browser = new AdminBrowser(bot);
                foreach (Cookie cookie in cookies)
                    browser.Cookies.Add(new Uri(bot.Address), new Cookie(cookie.Name, cookie.Value, "/admin"));
                using var response = await browser.GetAsync("/admin");
                return response.StatusCode;
            }
        }
        finally
        {
            TestKit.Storage.TestStorage.Delete(folder);
        }
    }
}
