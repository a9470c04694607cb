using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Teams;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Teams.Authenticating;

/// <summary>An issuer's key set behind a client that reaches no network, and what checks tokens by it.</summary>
internal sealed class PublishedKeys : HttpMessageHandler, IHttpClientFactory
{
    // Of its own: Bot Builder keeps the keys of an address as long as the process lives.
    private readonly string _address = $"https://{Guid.NewGuid():N}.example";

    public List<JsonObject> Keys { get; } = [];

    public bool IsAway { get; set; }

    public RecordedLog Log { get; } = new();

    public TeamsOptions Options { get; } = new() { AppPassword = "secret" };

    public Endorsements Endorsements() => new(this, Set());

    public OwnTenantTokens OwnTenant() => new(this, Set());

    public TeamsAuthentication Authentication() =>
        new(
            new ConnectorCredentials(this, Set()),
            this,
            Endorsements(),
            OwnTenant(),
            Set(),
            LoggerFactory.Create(logging => logging.AddProvider(Log)).CreateLogger<TeamsAuthentication>()
        );

    public static PublishedKeys Of(params IEnumerable<TokenIssuer> issuers)
    {
        var keys = new PublishedKeys();
        (keys.Options.AppId, keys.Options.TenantId) = (TeamsApp.AppId, TeamsApp.Tenant);
        keys.Keys.AddRange(issuers.Select(issuer => issuer.PublicKey()));
        return keys;
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw new HttpRequestException("away");
        var body = request.RequestUri!.AbsolutePath switch
        {
            "/openid" => new JsonObject { ["issuer"] = TokenIssuer.Issuer, ["jwks_uri"] = _address + "/keys" },
            _ => new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(key => key.DeepClone())]) },
        };
        return Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            }
        );
    }

    private IOptions<TeamsOptions> Set()
    {
        Options.OpenIdMetadataUrl = Options.EntraMetadataUrl = _address + "/openid";
        return Microsoft.Extensions.Options.Options.Create(Options);
    }
}
