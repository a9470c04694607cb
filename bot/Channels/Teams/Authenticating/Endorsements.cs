using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>
/// The keys that the Bot Framework signs with, and which channels each may speak for. Bot Builder asks that of keys that it knows; for one
/// that it does not know it tries all others, whatever these may speak for. How strong a key is it does not ask at all.
/// </summary>
public sealed class Endorsements
{
    /// <summary>Shorter RSA keys can be broken; the token handlers take them from 1024 bits on.</summary>
    internal const int LeastKeyBits = 2048;

    private readonly ConfigurationManager<Dictionary<string, HashSet<string>>> _published;

    public Endorsements(IHttpClientFactory http, IOptions<TeamsOptions> options) =>
        _published = new(
            options.Value.OpenIdMetadataUrl,
            new PublishedKeys(),
            new HttpDocumentRetriever(http.CreateClient(nameof(TeamsChannel)))
        )
        {
            RefreshInterval = TimeSpan.FromSeconds(30),
        };

    /// <summary>What is published, by key id. One that is not there has it read again soon, at most twice a minute.</summary>
    /// <exception cref="InvalidOperationException">None can be had.</exception>
    public async Task<IReadOnlyDictionary<string, HashSet<string>>> ReadAsync(string keyId, CancellationToken cancel)
    {
        var published = await _published.GetConfigurationAsync(cancel);
        if (!published.ContainsKey(keyId))
            _published.RequestRefresh();
        return published;
    }

    private sealed class PublishedKeys : IConfigurationRetriever<Dictionary<string, HashSet<string>>>
    {
        public async Task<Dictionary<string, HashSet<string>>> GetConfigurationAsync(
            string address,
            IDocumentRetriever documents,
            CancellationToken cancel
        )
        {
            var metadata = await OpenIdConnectConfigurationRetriever.GetAsync(address, documents, cancel);
            return metadata
                .JsonWebKeySet.Keys.Where(key => key.KeySize >= LeastKeyBits && !string.IsNullOrEmpty(key.Kid))
                .DistinctBy(key => key.Kid)
                .ToDictionary(key => key.Kid, ChannelsOf);
        }

        private static HashSet<string> ChannelsOf(JsonWebKey key) =>
            key.AdditionalData.TryGetValue("endorsements", out var listed) && listed is JsonElement { ValueKind: JsonValueKind.Array } names
                ? [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
                : [];
    }
}
