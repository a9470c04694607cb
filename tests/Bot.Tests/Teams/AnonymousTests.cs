using System.Net;
using ChatBot.Starting;
using ChatBot.TestKit.Teams;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Teams;

public sealed class AnonymousTests
{
    private static readonly (string, string?)[] Anonymous =
    [
        ("Teams:AppId", ""),
        ("Teams:AppPassword", ""),
        ("Teams:AllowAnonymous", "true"),
    ];

    [Fact]
    public async Task Without_an_application_nobody_is_let_in()
    {
        await using var teams = await TeamsApp.StartAsync(("Teams:AppId", ""), ("Teams:AppPassword", ""));
        var (status, body) = await teams.PostAsync(teams.Message("help"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "teams_not_configured"), (status, body!.Value.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Allowed_anonymously_a_client_on_this_machine_is_answered_without_our_token()
    {
        await using var teams = await TeamsApp.StartAsync(Anonymous);
        Assert.Null((await teams.AskAsync(teams.Message("help"))).Authorization is { Length: > 0 } token ? token : null);
    }

    [Fact]
    public async Task Anonymous_activities_cannot_send_us_elsewhere_nor_come_through_a_proxy()
    {
        await using var teams = await TeamsApp.StartAsync(Anonymous);
        var elsewhere = teams.Message("help");
        elsewhere["serviceUrl"] = "https://evil.example/";
        Assert.Equal(HttpStatusCode.Unauthorized, (await teams.PostAsync(elsewhere)).Status);
        teams.Bot.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(HttpStatusCode.Unauthorized, (await teams.PostAsync(teams.Message("help"))).Status);
    }

    [Theory]
    [InlineData("Teams:AllowAnonymous", "true", "Teams:AllowAnonymous")]
    [InlineData("Teams:AppPassword", "", "Teams:AppPassword")]
    [InlineData("Teams:AppId", "not-a-guid", "Teams:AppId")]
    public async Task Settings_that_contradict_each_other_are_refused_at_start(string key, string value, string named)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TeamsApp.StartAsync((key, value)));
        Assert.True(refusal is StartException or OptionsValidationException, refusal.GetType().Name);
        Assert.Contains(named, refusal.Message);
    }

    [Fact]
    public async Task Anonymous_activities_are_refused_at_start_where_other_machines_can_reach_the_address()
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => TeamsApp.StartAsync([.. Anonymous, ("urls", "http://0.0.0.0:0")]));
        Assert.Contains("Teams:AllowAnonymous", refusal.Message);
    }

    [Fact]
    public async Task A_body_that_is_no_activity_is_a_clear_error()
    {
        await using var teams = await TeamsApp.StartAsync();
        foreach (var key in new[] { "type", "conversation", "serviceUrl" })
        {
            var activity = teams.Message("help");
            activity.Remove(key);
            var (status, body) = await teams.PostAsync(activity);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_activity"), (status, body!.Value.GetProperty("code").GetString()));
        }
    }
}
