using System.Security.Cryptography;
using ChatBot.Bot.Channels;
using ChatBot.Privacy;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// How messages, replies and places stand in the tables of the turns: conversations and events as pseudonyms, which can be compared and
/// tell nothing, and what has to be read again sealed. Channels see neither; rows of an older version are read as they are.
/// </summary>
public sealed class TurnSeal(RowSeal seal, Pseudonyms pseudonyms)
{
    /// <summary>What the column <c>conversation</c> holds.</summary>
    public string KeyOf(string workspace, string channel, string conversation) =>
        pseudonyms.OfConversation(workspace, channel, conversation);

    /// <inheritdoc cref="KeyOf(string, string, string)"/>
    public string KeyOf(ChannelMessage message) => KeyOf(message.Workspace, message.Channel, message.Conversation);

    /// <summary>What the column <c>event_id</c> holds.</summary>
    public string EventOf(ChannelMessage message) => EventOf(message.Workspace, message.Channel, message.EventId);

    public string EventOf(string workspace, string channel, string eventId) => pseudonyms.OfEvent(workspace, channel, eventId);

    public string Close(ChannelMessage message) => CloseMessage(message.Workspace, WireJson.Write(message));

    public string CloseMessage(string workspace, string json) => seal.Close(json, "message " + workspace);

    /// <exception cref="CryptographicException">Sealed with another key than this instance has.</exception>
    public ChannelMessage OpenMessage(string workspace, string stored) =>
        WireJson.Read<ChannelMessage>(seal.Open(stored, "message " + workspace));

    public string Close(string workspace, Reply reply) => CloseReply(workspace, WireJson.Write(reply));

    public string CloseReply(string workspace, string json) => seal.Close(json, "reply " + workspace);

    /// <exception cref="CryptographicException">Sealed with another key than this instance has.</exception>
    public Reply OpenReply(string workspace, string stored) => WireJson.Read<Reply>(seal.Open(stored, "reply " + workspace));

    /// <summary>What the column <c>address</c> holds: the platform's name of the conversation, and its address.</summary>
    public string Close(string workspace, ConversationAddress place) => seal.Close(WireJson.Write(place), "address " + workspace);

    /// <param name="conversation">The column <c>conversation</c>, which names it in rows of an older version.</param>
    /// <exception cref="CryptographicException">Sealed with another key than this instance has.</exception>
    public ConversationAddress OpenPlace(string workspace, string conversation, string stored) =>
        stored.StartsWith(RowSeal.Mark, StringComparison.Ordinal)
            ? WireJson.Read<ConversationAddress>(seal.Open(stored, "address " + workspace))
            : new ConversationAddress(conversation, stored);
}
