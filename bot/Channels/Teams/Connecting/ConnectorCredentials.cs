using System.Net.Http.Headers;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.Rest;

namespace ChatBot.Bot.Channels.Teams.Connecting;

/// <summary>
/// Our own right to speak: a token of the application by client credentials, from MSAL, which keeps and renews it. None for a local client
/// (<c>Teams:AllowAnonymous</c>). Bot Builder's own credentials over MSAL wait for one another on a thread, and for longer than a send may
/// take.
/// </summary>
public sealed class ConnectorCredentials : ServiceClientCredentialsFactory
{
    private readonly string _appId;
    private readonly ApplicationToken? _token;

    public ConnectorCredentials(IHttpClientFactory http, IOptions<TeamsOptions> options)
    {
        _appId = options.Value.AppId;
        if (_appId.Length > 0)
            _token = new ApplicationToken(
                ConfidentialClientApplicationBuilder
                    .Create(_appId)
                    .WithClientSecret(options.Value.AppPassword)
                    .WithAuthority(options.Value.Authority)
                    .WithInstanceDiscovery(false)
                    .WithHttpClientFactory(new TokenRequests(http, options.Value.TokenUrl))
                    .Build()
            );
    }

    public override Task<ServiceClientCredentials> CreateCredentialsAsync(
        string appId,
        string audience,
        string loginEndpoint,
        bool validateAuthority,
        CancellationToken cancellationToken
    ) => Task.FromResult<ServiceClientCredentials>(_token is { } token ? token : MicrosoftAppCredentials.Empty);

    public override Task<bool> IsAuthenticationDisabledAsync(CancellationToken cancellationToken) => Task.FromResult(_appId.Length == 0);

    public override Task<bool> IsValidAppIdAsync(string appId, CancellationToken cancellationToken) => Task.FromResult(appId == _appId);

    /// <summary>The connector did not take our token: it is not used again.</summary>
    public void Drop() => _token?.Drop();

    private sealed class ApplicationToken(IConfidentialClientApplication application) : ServiceClientCredentials
    {
        private static readonly string[] Scopes = ["https://api.botframework.com/.default"];

        private volatile string? _used;
        private volatile string? _refused;

        public void Drop() => _refused = _used;

        public override async Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var granted = await application.AcquireTokenForClient(Scopes).ExecuteAsync(cancellationToken);
            if (granted.AccessToken == _refused)
                granted = await application.AcquireTokenForClient(Scopes).WithForceRefresh(true).ExecuteAsync(cancellationToken);
            _used = granted.AccessToken;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", granted.AccessToken);
        }
    }

    /// <summary>MSAL's requests, through a client of ours; to <c>Teams:TokenUrl</c> where that is set.</summary>
    private sealed class TokenRequests(IHttpClientFactory http, string url) : IMsalHttpClientFactory
    {
        private readonly HttpClient _client =
            url.Length > 0
                ? new HttpClient(new Elsewhere(new Uri(url)))
                {
                    Timeout = TimeSpan.FromSeconds(20),
                    MaxResponseContentBufferSize = 64 * 1024,
                }
                : http.CreateClient(nameof(TeamsChannel));

        public HttpClient GetHttpClient() => _client;
    }

    private sealed class Elsewhere(Uri url) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = url;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
