using System.Text.Json.Serialization;
using ChatBot.Privacy;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Connecting;

/// <summary>
/// Our own token for the connector: OAuth 2.0 client credentials (RFC 6749, 4.4), kept until a fifth of its life, at most
/// five minutes, is left; one request at a time renews it while the old one still serves.
/// </summary>
public sealed partial class ConnectorTokens(
    HttpClient http,
    IOptions<TeamsOptions> options,
    TimeProvider time,
    ILogger<ConnectorTokens> log
)
{
    private const string Scope = "https://api.botframework.com/.default";
    private static readonly TimeSpan EarlyBy = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Held? _held;

    /// <summary>A token that is good for some time yet.</summary>
    /// <exception cref="HttpRequestException">None can be had; the log says why.</exception>
    public async Task<string> GetAsync(CancellationToken cancel)
    {
        if (_held is { } held && time.GetUtcNow() < held.RenewAt)
            return held.Token;
        await _turn.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            if (_held is { } renewed && now < renewed.RenewAt)
                return renewed.Token;
            try
            {
                _held = await RequestAsync(now, cancel);
            }
            catch (HttpRequestException fault) when (_held is { } old && now < old.Expires)
            {
                RenewalFailed(FaultTrace.Of(fault)); // the old one serves until it ends; the next send tries again
            }
            return _held!.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The connector did not take <paramref name="token"/>: it is not used again.</summary>
    public void Drop(string token)
    {
        if (_held?.Token == token)
            _held = null;
    }

    private async Task<Held> RequestAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var settings = options.Value;
        var tenant = settings.TenantId.Length > 0 ? settings.TenantId : "botframework.com";
        var url = settings.TokenUrl.Length > 0 ? settings.TokenUrl : $"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token";
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.AppId,
                ["client_secret"] = settings.AppPassword,
                ["scope"] = Scope,
            }
        );
        using var response = await http.PostAsync(url, form, cancel);
        if (!response.IsSuccessStatusCode)
        {
            var refusal = await ReadRefusalAsync(response, cancel);
            TokenRefused((int)response.StatusCode, refusal);
            throw new HttpRequestException($"no token: {(int)response.StatusCode} {refusal}", null, response.StatusCode);
        }
        var granted = await response.Content.ReadFromJsonAsync<Grant>(cancel);
        if (granted is not { AccessToken.Length: > 0 })
            throw new HttpRequestException("no token: the answer holds none");
        var life = TimeSpan.FromSeconds(Math.Max(1, granted.ExpiresIn));
        var early = life / 5 < EarlyBy ? life / 5 : EarlyBy;
        return new Held(granted.AccessToken, now + life - early, now + life);
    }

    /// <summary>The stable error code, such as invalid_client; never the description, which may repeat what was sent.</summary>
    private static async Task<string> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<Refusal>(cancel))?.Error ?? "";
        }
        catch (System.Text.Json.JsonException)
        {
            return "";
        }
    }

    private sealed record Held(string Token, DateTimeOffset RenewAt, DateTimeOffset Expires);

    private sealed record Grant(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] double ExpiresIn
    );

    private sealed record Refusal([property: JsonPropertyName("error")] string? Error);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Teams: the token endpoint answered {Status} {Error}. Check Teams:AppId, Teams:AppPassword (has the secret expired?) and "
            + "Teams:TenantId."
    )]
    private partial void TokenRefused(int status, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams: the token could not be renewed; the old one still serves: {Trace}")]
    private partial void RenewalFailed(string trace);
}
