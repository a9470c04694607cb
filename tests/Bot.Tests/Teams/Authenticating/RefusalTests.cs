using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.TestKit.Teams;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Teams.Authenticating;

/// <summary>What the operator reads in the log when Teams cannot come in: the reason, and of the token nothing.</summary>
public sealed class RefusalTests : IDisposable
{
    private const string ServiceUrl = "https://smba.trafficmanager.net/teams/";

    private readonly TokenIssuer _issuer = new("key-1", "msteams");
    private readonly PublishedKeys _keys;

    public RefusalTests() => _keys = PublishedKeys.Of(_issuer);

    [Fact]
    public async Task Each_refusal_is_told_by_its_reason()
    {
        using var stranger = new TokenIssuer("key-9", "msteams");

        await AssertRefusedAsync("issuer", Token(claims => claims["iss"] = "https://evil.example"));
        await AssertRefusedAsync("unknown key", stranger.Token(TeamsApp.AppId, ServiceUrl));
        await AssertRefusedAsync("endorsement", Token(), activity => activity.ChannelId = "skype");
        await AssertRefusedAsync("endorsement", Token(), activity => activity.ChannelId = null);
        await AssertRefusedAsync("service URL not https", Token(), activity => activity.ServiceUrl = "http://smba.trafficmanager.net/");
        await AssertRefusedAsync("no bearer token", "");
    }

    [Fact]
    public async Task Without_the_issuers_keys_the_operator_is_told_and_nobody_comes_in()
    {
        _keys.IsAway = true;

        var fault = await Assert.ThrowsAsync<KeysUnavailableException>(() =>
            _keys.Authentication().AuthenticateRequestAsync(Activity(), "Bearer " + Token(), CancellationToken.None)
        );

        Assert.Contains("keys cannot be had", fault.Message);
        var (level, text) = Assert.Single(_keys.Log.Entries);
        Assert.Equal(LogLevel.Error, level);
        Assert.StartsWith("Teams: the issuer's signing keys cannot be had: ", text);
    }

    /// <summary>Such a token names no address of its own.</summary>
    [Fact]
    public async Task A_token_of_the_own_tenant_counts_for_Microsofts_addresses_only()
    {
        var token = Token(claims =>
            (claims["iss"], claims["azp"]) = ($"https://login.microsoftonline.com/{TeamsApp.Tenant}/v2.0", TeamsApp.AppId)
        );

        var verified = await _keys.Authentication().AuthenticateRequestAsync(Activity(), "Bearer " + token, CancellationToken.None);

        Assert.Contains(verified.ClaimsIdentity.Claims, claim => claim is { Type: "azp", Value: TeamsApp.AppId });
        Assert.Equal("https://api.botframework.com", verified.Audience);
        Assert.NotNull(verified.ConnectorFactory);
        await AssertRefusedAsync("service URL", token, activity => activity.ServiceUrl = "https://evil.example/");
    }

    [Fact]
    public async Task Streaming_connections_are_not_taken()
    {
        var fault = await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            _keys.Authentication().AuthenticateStreamingRequestAsync("Bearer " + Token(), "msteams", CancellationToken.None)
        );

        Assert.Contains("streaming", fault.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:3978/", true)]
    [InlineData("https://localhost/", true)]
    [InlineData(ServiceUrl, false)]
    [InlineData("file:///etc/hosts", false)]
    [InlineData(null, false)]
    public async Task Without_tokens_only_a_client_on_this_machine_is_spoken_to(string? serviceUrl, bool isTaken)
    {
        (_keys.Options.AppId, _keys.Options.AppPassword, _keys.Options.AllowAnonymous) = ("", "", true);
        var activity = Activity();
        (activity.ServiceUrl, activity.ChannelId) = (serviceUrl, "emulator");

        var asked = _keys.Authentication().AuthenticateRequestAsync(activity, "", CancellationToken.None);

        if (isTaken)
            Assert.NotNull((await asked).ConnectorFactory);
        else
            Assert.Equal("service URL not on this machine", (await Assert.ThrowsAsync<UnauthorizedAccessException>(() => asked)).Message);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _issuer.Dispose();
    }

    private async Task AssertRefusedAsync(string reason, string token, Action<Activity>? change = null)
    {
        var activity = Activity();
        change?.Invoke(activity);
        var told = _keys.Log.Entries.Count;

        var fault = await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            _keys.Authentication().AuthenticateRequestAsync(activity, token.Length > 0 ? "Bearer " + token : "", CancellationToken.None)
        );

        Assert.Equal(reason, fault.Message);
        var (level, text) = Assert.Single(_keys.Log.Entries.Skip(told));
        Assert.Equal(LogLevel.Warning, level);
        Assert.StartsWith($"Teams: an activity was refused: {reason} ", text);
        Assert.True(token.Length == 0 || !text.Contains(token, StringComparison.Ordinal));
    }

    private string Token(Action<JsonObject>? change = null) => _issuer.Token(TeamsApp.AppId, ServiceUrl, change);

    private static Activity Activity() =>
        new()
        {
            Type = "message",
            ServiceUrl = ServiceUrl,
            ChannelId = "msteams",
        };
}
