using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Protocol;

namespace ChatBot.Bot.Channels.Teams.Streaming;

/// <summary>
/// Teams' streamed messages, which personal chats have (learn.microsoft.com/microsoftteams/platform/bots/streaming-ux): typing activities
/// with an entity <c>streaminfo</c> that are numbered from 1, first what the bot is doing, then the text so far, each with all of what was
/// shown before; then one message of the type <c>final</c> without a number. The answer to the first names the stream, which the message
/// will have as its id. Two minutes in all, one request a second.
/// </summary>
public sealed class TeamsStreams(TeamsConnector connector)
{
    public IAnswerProgress Watch(TeamsAddress to) => new StreamedProgress(connector, to);

    /// <summary>
    /// Lets <paramref name="activity"/> take the place of what was streamed. A stream ends with the words that it has shown, and then the
    /// message that it has become is replaced; one that has only said what the bot is doing ends with the activity itself. Repeating it
    /// changes nothing: an ended stream refuses its end, and is replaced. What Teams has given up, or never took, does not hold up the
    /// reply: it becomes a message of its own.
    /// </summary>
    /// <param name="text">The whole answer as Markdown.</param>
    public async Task<Delivery> FinishAsync(TeamsAddress to, string begun, string text, OutboundActivity activity, CancellationToken cancel)
    {
        var stream = BegunStream.Read(begun);
        if (!stream.HasText)
        {
            var whole = await connector.SendAsync(to, activity.Streamed("final", stream.Id), cancel);
            if (whole is not Delivery.Refused)
                return whole is Delivery.Sent ? new Delivery.Sent(stream.Id) : whole;
        }
        // Words may have been shown since that was stored.
        if (await connector.SendAsync(to, activity.Said(StreamText.Of(text)).Streamed("final", stream.Id), cancel) is Delivery.Retry later)
            return later;
        var replaced = await connector.UpdateAsync(to, stream.Id, activity, cancel);
        if (replaced is not Delivery.Refused)
            return replaced is Delivery.Sent ? new Delivery.Sent(stream.Id) : replaced;
        var sent = await connector.SendAsync(to, activity, cancel);
        if (sent is Delivery.Sent)
            await connector.DeleteAsync(to, stream.Id, cancel);
        return sent;
    }

    public Task DiscardAsync(TeamsAddress to, string begun, CancellationToken cancel) =>
        connector.DeleteAsync(to, BegunStream.Read(begun).Id, cancel);
}

/// <summary>What a reply has to know of the stream whose place it takes; stored with its row.</summary>
/// <param name="HasText">True once words of the answer have been shown: the stream can then only end with these.</param>
internal sealed record BegunStream(string Id, bool HasText)
{
    private const string WithText = "text|";

    public string Write() => HasText ? WithText + Id : Id;

    public static BegunStream Read(string begun) =>
        begun.StartsWith(WithText, StringComparison.Ordinal) ? new(begun[WithText.Length..], true) : new(begun, false);
}

internal static class StreamedActivity
{
    /// <summary>As a part of a stream.</summary>
    /// <param name="stream">Null for the first, which begins it.</param>
    /// <param name="sequence">Null for the last.</param>
    public static OutboundActivity Streamed(this OutboundActivity activity, string type, string? stream, int? sequence = null)
    {
        var info = new JsonObject { ["type"] = "streaminfo", ["streamType"] = type };
        if (stream is not null)
            info["streamId"] = stream;
        if (sequence is { } number)
            info["streamSequence"] = number;
        var entities = activity.Entities?.DeepClone().AsArray() ?? [];
        entities.Add(info);
        return activity with { Entities = entities };
    }

    /// <summary>Nothing than these words, labelled as a machine's.</summary>
    public static OutboundActivity Said(this OutboundActivity activity, string text) =>
        new()
        {
            Text = text,
            TextFormat = "plain",
            Entities = activity.Entities,
        };
}
