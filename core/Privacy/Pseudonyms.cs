using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Privacy;

/// <summary>
/// Stable names for people that do not say who they are: <c>u_</c> and 26 letters or digits, a keyed hash of workspace, channel and user
/// id.
/// The same person is the same pseudonym in every row, which is what ratings, preferences and erasure on request need; without the key
/// nobody can test a guess. Thread-safe.
/// </summary>
/// <param name="key">Secret of at least 16 bytes; a new key makes everybody a stranger.</param>
public sealed class Pseudonyms(byte[] key)
{
    /// <summary>Begins every pseudonym of a conversation, and no platform's name of one.</summary>
    public const string ConversationMark = "c~";

    private const int HashBytes = 16;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567"; // base32 of RFC 4648, in lower case

    private readonly byte[] _key =
        key.Length >= 16 ? key : throw new ArgumentException("A pseudonym key has at least 16 bytes.", nameof(key));

    /// <summary>The pseudonym of one platform user.</summary>
    /// <param name="workspace">Tenant or team that the id belongs to.</param>
    /// <param name="channel">Platform: its ids are its own.</param>
    /// <param name="userId">The platform's id of the person.</param>
    public string Of(string workspace, string channel, string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return "u_" + Keyed(workspace, channel, userId);
    }

    /// <summary>
    /// What a conversation is found by in the database: platforms make people's ids part of its name. Empty stays empty.
    /// </summary>
    public string OfConversation(string workspace, string channel, string conversation) =>
        conversation.Length == 0 ? "" : ConversationMark + Keyed("conversation", workspace, channel, conversation);

    /// <summary>What an event is known again by: its id may name the conversation that it happened in.</summary>
    public string OfEvent(string workspace, string channel, string eventId) => "e~" + Keyed("event", workspace, channel, eventId);

    /// <summary>Of lengths and parts, so that ("ab", "c") and ("a", "bc") differ; another number of parts is another name.</summary>
    private string Keyed(params ReadOnlySpan<string> parts)
    {
        using var message = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            message.Write(length);
            message.Write(bytes);
        }
        return Base32(HMACSHA256.HashData(_key, message.ToArray()).AsSpan(0, HashBytes));
    }

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        var result = new StringBuilder((bytes.Length * 8 / 5) + 1);
        var (bits, held) = (0, 0);
        foreach (var octet in bytes)
        {
            bits = (bits << 8) | octet;
            held += 8;
            for (; held >= 5; held -= 5)
                result.Append(Alphabet[(bits >> (held - 5)) & 31]);
            bits &= (1 << held) - 1;
        }
        if (held > 0)
            result.Append(Alphabet[(bits << (5 - held)) & 31]);
        return result.ToString();
    }
}
