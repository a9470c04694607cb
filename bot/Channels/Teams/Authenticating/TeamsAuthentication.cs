using System.Security.Claims;
using System.Text.Json;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Privacy;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>
/// Who may send an activity, and with which right the bot sends its own: Bot Builder's authentication
/// (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication), and beside it the checks that it leaves to
/// nobody (README). Whatever is wrong with a token is an <see cref="UnauthorizedAccessException"/>, which the adapter answers with 401.
/// </summary>
public sealed partial class TeamsAuthentication : BotFrameworkAuthentication
{
    private const string Issuer = "https://api.botframework.com";

    private readonly Func<string, BotFrameworkAuthentication> _make;
    private readonly Endorsements _endorsements;
    private readonly OwnTenantTokens _ownTenant;
    private readonly TeamsOptions _options;
    private readonly ILogger<TeamsAuthentication> _log;

    private readonly SharedConnectors _connectors;
    private volatile Knowledge _botBuilder;
    private UserTokenClient? _signIn;

    public TeamsAuthentication(
        ServiceClientCredentialsFactory credentials,
        IHttpClientFactory http,
        Endorsements endorsements,
        OwnTenantTokens ownTenant,
        IOptions<TeamsOptions> options,
        ILogger<TeamsAuthentication> log
    )
    {
        (_endorsements, _ownTenant, _options, _log) = (endorsements, ownTenant, options.Value, log);
        _make = metadata =>
            BotFrameworkAuthenticationFactory.Create(
                channelService: "",
                validateAuthority: true,
                toChannelFromBotLoginUrl: _options.Authority,
                toChannelFromBotOAuthScope: Issuer,
                toBotFromChannelTokenIssuer: Issuer,
                oAuthUrl: "https://token.botframework.com",
                toBotFromChannelOpenIdMetadataUrl: metadata,
                // Tokens of the emulator and of skills are refused before they are looked at.
                toBotFromEmulatorOpenIdMetadataUrl: metadata,
                callerId: "",
                credentials,
                new AuthenticationConfiguration(),
                new OurClient(http),
                logger: null
            );
        _botBuilder = new Knowledge("", _make(_options.OpenIdMetadataUrl));
        _connectors = new SharedConnectors(_botBuilder.By.CreateConnectorFactory(TeamsConnector.Self(_options.AppId)));
    }

    /// <exception cref="UnauthorizedAccessException">The token does not vouch for this activity.</exception>
    /// <exception cref="KeysUnavailableException">Nobody can be verified now.</exception>
    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(
        Activity activity,
        string authHeader,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var verified = await VerifyAsync(activity, authHeader, cancellationToken);
            verified.ConnectorFactory = _connectors;
            return verified;
        }
        catch (Exception fault)
            when (fault is UnauthorizedAccessException or SecurityTokenException or ArgumentException or FormatException or JsonException)
        {
            Refused(fault is UnauthorizedAccessException ? fault.Message : fault.GetType().Name);
            throw new UnauthorizedAccessException(fault.Message, fault);
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException)
        {
            KeysUnavailable(FaultTrace.Of(fault));
            throw new KeysUnavailableException(fault);
        }
    }

    private async Task<AuthenticateRequestResult> VerifyAsync(Activity activity, string authorization, CancellationToken cancel)
    {
        if (_options.AllowAnonymous)
            return ServiceUrls.IsLoopback(activity.ServiceUrl)
                ? await _botBuilder.By.AuthenticateRequestAsync(activity, "", cancel)
                : throw new UnauthorizedAccessException("service URL not on this machine");
        if (!ServiceUrls.IsSafe(activity.ServiceUrl))
            throw new UnauthorizedAccessException("service URL not https");
        var token = InboundToken.Read(authorization);
        if (_ownTenant.Issues(token))
            return await FromOwnTenantAsync(activity, token, cancel);
        if (token.Issuer != Issuer)
            throw new UnauthorizedAccessException("issuer");
        var published = await _endorsements.ReadAsync(token.Kid, cancel);
        if (!published.TryGetValue(token.Kid, out var channels))
            throw new UnauthorizedAccessException("unknown key");
        return channels.Contains(activity.ChannelId ?? "")
            ? await Knowing(published.Keys).AuthenticateRequestAsync(activity, authorization, cancel)
            : throw new UnauthorizedAccessException("endorsement");
    }

    /// <summary>
    /// Bot Builder keeps the keys of an address for hours and cannot be asked to read them again. After a rollover it gets the address with
    /// another fragment: the same to the issuer, another to it.
    /// </summary>
    private BotFrameworkAuthentication Knowing(IEnumerable<string> keyIds)
    {
        var keys = string.Join(' ', keyIds.Order(StringComparer.Ordinal));
        if (_botBuilder is var current && current.Keys == keys)
            return current.By;
        return (
            _botBuilder = new Knowledge(
                keys,
                current.Keys.Length == 0 ? current.By : _make($"{_options.OpenIdMetadataUrl}#{Uri.EscapeDataString(keys)}")
            )
        ).By;
    }

    /// <summary>Such a token names no address: it counts for Microsoft's only.</summary>
    private async Task<AuthenticateRequestResult> FromOwnTenantAsync(Activity activity, JsonWebToken token, CancellationToken cancel)
    {
        if (!ServiceUrls.IsMicrosoft(activity.ServiceUrl))
            throw new UnauthorizedAccessException("service URL");
        var identity = await _ownTenant.ValidateAsync(token, cancel);
        return new AuthenticateRequestResult { ClaimsIdentity = identity, Audience = Issuer };
    }

    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(
        string authHeader,
        string channelIdHeader,
        CancellationToken cancellationToken
    ) => throw new UnauthorizedAccessException("streaming connections are not taken");

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) => _connectors;

    /// <summary>Nobody signs in through the bot: one that is never used serves all turns.</summary>
    public override async Task<UserTokenClient> CreateUserTokenClientAsync(
        ClaimsIdentity claimsIdentity,
        CancellationToken cancellationToken
    ) => _signIn ??= await _botBuilder.By.CreateUserTokenClientAsync(claimsIdentity, cancellationToken);

    /// <param name="Keys">Ids of the keys that it knows; empty before the first token.</param>
    private sealed record Knowledge(string Keys, BotFrameworkAuthentication By);

    /// <summary>Bot Builder asks for a client without a name; ours follows no redirect, so that our token goes nowhere else.</summary>
    private sealed class OurClient(IHttpClientFactory http) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => http.CreateClient(nameof(TeamsChannel));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams: an activity was refused: {Reason}")]
    private partial void Refused(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Teams: the issuer's signing keys cannot be had: {Trace}")]
    private partial void KeysUnavailable(string trace);
}

/// <summary>The issuer's keys cannot be had: nobody can be verified now.</summary>
public sealed class KeysUnavailableException(Exception inner) : Exception("The issuer's keys cannot be had now.", inner);
