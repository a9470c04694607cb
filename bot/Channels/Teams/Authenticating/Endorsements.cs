using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>
/// The keys that the Bot Framework signs with, and which channels each may speak for. Bot Builder asks that of keys that it knows; for one
/// that it does not know it tries all others, whatever these may speak for.
/// </summary>
public sealed class Endorsements
{
    private readonly ConfigurationManager<IDictionary<string, HashSet<string>>> _published;

    public Endorsements(IHttpClientFactory http, IOptions<TeamsOptions> options)
    {
        var retriever = new EndorsementsRetriever(http.CreateClient(nameof(TeamsChannel)));
        _published = new(options.Value.OpenIdMetadataUrl, retriever, retriever) { RefreshInterval = TimeSpan.FromSeconds(30) };
    }

    /// <summary>What is published, by key id. One that is not there has it read again soon, at most twice a minute.</summary>
    /// <exception cref="InvalidOperationException">None can be had.</exception>
    public async Task<IDictionary<string, HashSet<string>>> ReadAsync(string keyId, CancellationToken cancel)
    {
        var published = await _published.GetConfigurationAsync(cancel);
        if (!published.ContainsKey(keyId))
            _published.RequestRefresh();
        return published;
    }
}
