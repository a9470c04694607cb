using System.Collections.Concurrent;
using ChatBot.TestKit.Teams;
using Microsoft.AspNetCore.Http;

namespace ChatBot.Bot.Tests.Teams;

public sealed class ConnectorTroubleTests
{
    [Fact]
    public async Task Throttling_errors_timeouts_and_resets_delay_replies_and_neither_lose_nor_disorder_them()
    {
        await using var teams = await TeamsApp.StartAsync(
            ("Turns:SendAttempts", "100"),
            ("Turns:SendTimeout", "00:00:00.500"),
            ("Turns:LongestPause", "00:00:00.050")
        );
        var random = new Random(11);
        var seen = new ConcurrentDictionary<int, int>();
        teams.Cloud.Trouble = async (context, _) =>
        {
            int kind;
            lock (random)
                kind = random.Next(10);
            seen.AddOrUpdate(kind, 1, (_, count) => count + 1);
            switch (kind)
            {
                case 0:
                    context.Response.Headers.RetryAfter = "0";
                    context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    return true;
                case 1 or 2:
                    context.Response.StatusCode = kind == 1 ? StatusCodes.Status500InternalServerError : StatusCodes.Status502BadGateway;
                    return true;
                case 3:
                    await Task.Delay(TimeSpan.FromSeconds(5), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                    return true;
                case 4:
                    context.Abort();
                    return true;
                default:
                    return false;
            }
        };
        const int conversations = 5,
            each = 6;
        for (var n = 0; n < each; n++)
        for (var c = 0; c < conversations; c++)
            await teams.PostAsync(teams.Message(n % 2 == 0 ? "help" : "privacy", $"a:{c}"));
        var arrived = await teams.Cloud.WaitForAsync(conversations * each);
        foreach (var conversation in arrived.GroupBy(sent => sent.Conversation))
            Assert.Equal(
                ["t", "p", "t", "p", "t", "p"],
                conversation.OrderBy(sent => arrived.ToList().IndexOf(sent)).Select(sent => sent.Text is null ? "t" : "p")
            );
        Assert.True(seen.Count >= 8, "every kind of trouble was met");
    }

    [Fact]
    public async Task A_403_is_told_to_the_admins_and_not_tried_again()
    {
        await using var teams = await TeamsApp.StartAsync();
        var added = teams.Message("", TeamsApp.AdminConversation, "channel");
        added["type"] = "conversationUpdate";
        await teams.PostAsync(added);
        var tries = 0;
        teams.Cloud.Trouble = async (context, conversation) =>
        {
            if (conversation != "a:blocked")
                return false;
            Interlocked.Increment(ref tries);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsJsonAsync(new { error = new { code = "MessageWritesBlocked", message = "blocked" } });
            return true;
        };
        await teams.PostAsync(teams.Message("help", "a:blocked"));
        var told = Assert.Single(await teams.Cloud.WaitForAsync(1));
        Assert.Equal(TeamsApp.AdminConversation, told.Conversation);
        Assert.Contains("403 MessageWritesBlocked", told.Text);
        await teams.AskAsync(teams.Message("help", "a:open"));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_token_that_the_connector_refuses_is_renewed_and_a_short_lived_one_is_renewed_early()
    {
        await using var teams = await TeamsApp.StartAsync();
        var refused = 0;
        teams.Cloud.Trouble = (context, _) =>
        {
            if (context.Request.Headers.Authorization != "Bearer token-1")
                return Task.FromResult(false);
            refused++;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.FromResult(true);
        };
        Assert.Equal("Bearer token-2", (await teams.AskAsync(teams.Message("help"))).Authorization);
        Assert.Equal("Bearer token-2", (await teams.AskAsync(teams.Message("help"))).Authorization);
        Assert.Equal((1, 2), (refused, teams.Cloud.TokenRequests));
    }
}
