using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Hosting;

public sealed class LimitTests
{
    [Fact]
    public async Task This_machine_is_not_limited_unless_told()
    {
        await using var bot = await BotApp.StartAsync(Settings("RateLimits:Burst", "1"));

        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot));
    }

    [Fact]
    public async Task A_client_that_asks_too_much_is_told_when_to_come_back()
    {
        await using var bot = await BotApp.StartAsync(
            Settings("RateLimits:Burst", "3", "RateLimits:PerMinute", "1", "RateLimits:Loopback", "true")
        );

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot));
        using var refused = await bot.Http.PostAsJsonAsync("/api/ask", new { });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("too_many_requests", await CodeAsync(refused));
        Assert.Equal(HttpStatusCode.OK, (await bot.Http.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Clients_behind_a_local_proxy_are_limited_one_by_one()
    {
        await using var bot = await BotApp.StartAsync(Settings("RateLimits:Burst", "1", "RateLimits:PerMinute", "1", "Web:Access", "open"));

        Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskNothingAsync(bot, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot, "203.0.113.8"));
    }

    [Fact]
    public async Task All_addresses_of_an_IPv6_subscriber_are_one_client_and_a_mapped_IPv4_address_is_itself()
    {
        await using var bot = await BotApp.StartAsync(Settings("RateLimits:Burst", "1", "RateLimits:PerMinute", "1", "Web:Access", "open"));

        Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot, "2001:db8:1:2::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskNothingAsync(bot, "2001:db8:1:2:ffff::9"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot, "2001:db8:1:3::1"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot, "::ffff:203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskNothingAsync(bot, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskNothingAsync(bot, "::ffff:203.0.113.8"));
    }

    [Fact]
    public async Task Wrong_admin_keys_run_out_and_then_even_the_right_one_waits()
    {
        await using var bot = await BotApp.StartAsync(Settings("RateLimits:WrongKeysPerMinute", "3", "RateLimits:Loopback", "true"));

        for (var i = 0; i < 3; i++)
            Assert.Equal("admin_key_required", await GuardCodeAsync(bot, "wrong"));
        Assert.Equal("too_many_wrong_keys", await GuardCodeAsync(bot, "wrong"));
        Assert.Equal("too_many_wrong_keys", await GuardCodeAsync(bot, bot.AdminKey));
    }

    private static Dictionary<string, string?> Settings(params string[] pairs) =>
        pairs.Chunk(2).ToDictionary(pair => pair[0], string? (pair) => pair[1]);

    private static async Task<HttpStatusCode> AskNothingAsync(BotApp bot, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ask") { Content = JsonContent.Create(new { }) };
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await bot.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<string?> GuardCodeAsync(BotApp bot, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/admin/guard/check")
        {
            Content = JsonContent.Create(new { text = "a" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await bot.Http.SendAsync(request);
        return await CodeAsync(response);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
