using System.Collections.Concurrent;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Rest;
using Newtonsoft.Json;

namespace ChatBot.Bot.Channels.Teams.Connecting;

/// <summary>
/// One connector client for an address. Bot Builder makes one for each turn, and each looks at all types of an activity anew before it can
/// write the first: that took twice the time of the answer itself.
/// </summary>
public sealed class SharedConnectors(ConnectorFactory botBuilder) : ConnectorFactory
{
    /// <summary>Addresses come from verified tokens and are few; a bound all the same.</summary>
    private const int Most = 64;

    private readonly ConcurrentDictionary<string, IConnectorClient> _clients = new();

    public override async Task<IConnectorClient> CreateAsync(string serviceUrl, string audience, CancellationToken cancellationToken)
    {
        if (_clients.TryGetValue(serviceUrl, out var known))
            return known;
        if (_clients.Count >= Most)
            _clients.Clear();
        return _clients.GetOrAdd(serviceUrl, new Lasting(await botBuilder.CreateAsync(serviceUrl, audience, cancellationToken)));
    }

    /// <summary>A turn's end does not end it.</summary>
    private sealed class Lasting(IConnectorClient client) : IConnectorClient
    {
        public Uri BaseUri
        {
            get => client.BaseUri;
            set => client.BaseUri = value;
        }

        public JsonSerializerSettings SerializationSettings => client.SerializationSettings;

        public JsonSerializerSettings DeserializationSettings => client.DeserializationSettings;

        public ServiceClientCredentials Credentials => client.Credentials;

        public IAttachments Attachments => client.Attachments;

        public IConversations Conversations => client.Conversations;

        public void Dispose() { }
    }
}
