using System.Collections.Concurrent;
using System.Collections.Frozen;
using ChatBot.Bot.Channels.Slack.Api;

namespace ChatBot.Bot.Channels.Slack.Streaming;

/// <summary>
/// Messages that grow (docs.slack.dev/reference/methods/chat.startStream), in threads of direct messages: elsewhere only the asker would
/// see them grow. A stream only shows; the reply is a <c>chat.update</c> of the message that it leaves.
/// </summary>
public sealed class SlackStreams(SlackClient client)
{
    private static readonly FrozenSet<string> OfOnePlace = new[]
    {
        "channel_not_found",
        "is_archived",
        "message_not_found",
        "msg_too_long",
        "not_in_channel",
        "thread_not_found",
    }.ToFrozenSet();

    private readonly ConcurrentDictionary<string, bool> _withoutStreams = new();

    public IAnswerProgress? Watch(SlackAddress to, bool mayBegin) =>
        to.ResponseUrl is null && (to.Thread ?? to.Message) is { } thread
            ? new SlackProgress(client, this, to, thread, mayBegin && to is { IsDirect: true, Thread: not null } && HasStreams(to.Team))
            : null;

    /// <summary>Ends the growing of a message; that it has ended already is as good.</summary>
    /// <returns>Null, or why the reply has to wait.</returns>
    public async Task<Delivery.Retry?> StopAsync(SlackAddress at, string ts, CancellationToken cancel) =>
        await client.StopStreamAsync(at, ts, cancel) switch
        {
            ApiResult.Limited limited => new Delivery.Retry(limited.Wait, "too fast for Slack"),
            ApiResult.Unknown unknown => new Delivery.Retry(null, unknown.Reason),
            _ => null,
        };

    /// <summary>Best effort.</summary>
    public async Task DiscardAsync(SlackAddress at, string ts, CancellationToken cancel)
    {
        await client.StopStreamAsync(at, ts, cancel);
        await client.DeleteAsync(at, ts, cancel);
    }

    /// <summary>
    /// Where it is the workspace that refuses them (its plan, its age, an admin), it is not asked again until the next start.
    /// </summary>
    /// <param name="error">Slack's code; one about a thread or message says nothing about the next.</param>
    internal void Refused(string team, string error)
    {
        if (!OfOnePlace.Contains(error))
            _withoutStreams[team] = true;
    }

    private bool HasStreams(string team) => !_withoutStreams.ContainsKey(team);
}
