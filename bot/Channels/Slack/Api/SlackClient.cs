using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Rendering;

namespace ChatBot.Bot.Channels.Slack.Api;

/// <summary>The methods of the Web API that the bot calls, typed. Each names the scope that it needs in the app's manifest.</summary>
public sealed class SlackClient(WebApi api, BotTokens tokens)
{
    /// <summary>Name of our own mark in a message's metadata; its payload carries the outbox id.</summary>
    public const string MarkType = "chatbot_reply";

    /// <summary>How much earlier than its queueing a reply is looked for: two clocks.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    private const int LargestPage = 200;
    private const int MostPages = 20;

    /// <summary>chat.postMessage (chat:write).</summary>
    /// <param name="mark">Put into the metadata, by which <see cref="FindAsync"/> finds the message again.</param>
    public Task<ApiResult> PostAsync(SlackAddress to, SlackMessage message, string mark, CancellationToken cancel)
    {
        var body = Message(message);
        body["channel"] = to.Channel;
        body["thread_ts"] = to.Thread;
        body["unfurl_links"] = false;
        body["unfurl_media"] = false;
        body["metadata"] = new JsonObject
        {
            ["event_type"] = MarkType,
            ["event_payload"] = new JsonObject { ["id"] = mark },
        };
        return JsonAsync(to.Team, "chat.postMessage", body, cancel);
    }

    /// <summary>chat.update (chat:write). Repeating it changes nothing.</summary>
    public Task<ApiResult> UpdateAsync(SlackAddress at, string ts, SlackMessage message, CancellationToken cancel)
    {
        var body = Message(message);
        body["channel"] = at.Channel;
        body["ts"] = ts;
        return JsonAsync(at.Team, "chat.update", body, cancel);
    }

    /// <summary>chat.postEphemeral (chat:write): only <paramref name="user"/> sees it, until they reload.</summary>
    public Task<ApiResult> PostEphemeralAsync(
        string team,
        string channel,
        string? thread,
        string user,
        SlackMessage message,
        CancellationToken cancel
    )
    {
        var body = Message(message);
        body["channel"] = channel;
        body["user"] = user;
        body["thread_ts"] = thread;
        return JsonAsync(team, "chat.postEphemeral", body, cancel);
    }

    /// <summary>auth.test (no scope): whose token speaks in <paramref name="team"/>. It answers with its <c>team_id</c>.</summary>
    public Task<ApiResult> TestAsync(string team, CancellationToken cancel) => JsonAsync(team, "auth.test", [], cancel);

    /// <summary>views.open (no scope).</summary>
    public Task<ApiResult> OpenAsync(string team, string trigger, JsonObject view, CancellationToken cancel) =>
        JsonAsync(team, "views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = view }, cancel);

    /// <summary>views.update (no scope). <paramref name="hash"/> keeps an overtaken update from undoing a later one.</summary>
    public Task<ApiResult> UpdateViewAsync(string team, string id, string? hash, JsonObject view, CancellationToken cancel) =>
        JsonAsync(
            team,
            "views.update",
            new JsonObject
            {
                ["view_id"] = id,
                ["hash"] = hash,
                ["view"] = view,
            },
            cancel
        );

    /// <summary>views.publish (no scope): the App Home of one person.</summary>
    public Task<ApiResult> PublishAsync(string team, string user, JsonObject view, CancellationToken cancel) =>
        JsonAsync(team, "views.publish", new JsonObject { ["user_id"] = user, ["view"] = view }, cancel);

    /// <summary>
    /// assistant.threads.setStatus (assistant:write): "is thinking…" below the thread, for two minutes at most; empty takes it away.
    /// </summary>
    public Task<ApiResult> ShowStatusAsync(string team, string channel, string thread, string status, CancellationToken cancel) =>
        JsonAsync(
            team,
            "assistant.threads.setStatus",
            new JsonObject
            {
                ["channel_id"] = channel,
                ["thread_ts"] = thread,
                ["status"] = status,
                // else Slack makes up its own
                ["loading_messages"] = status.Length > 0 ? new JsonArray(status) : null,
            },
            cancel
        );

    /// <summary>chat.startStream (chat:write): a message that grows, in a thread. It answers with the message's ts.</summary>
    /// <param name="markdown">At most 12,000 characters, escaped.</param>
    public Task<ApiResult> StartStreamAsync(SlackAddress to, string thread, string markdown, CancellationToken cancel) =>
        JsonAsync(
            to.Team,
            "chat.startStream",
            new JsonObject
            {
                ["channel"] = to.Channel,
                ["thread_ts"] = thread,
                ["markdown_text"] = markdown,
                ["recipient_user_id"] = to.User.Length > 0 ? to.User : null,
                ["recipient_team_id"] = to.Team.Length > 0 ? to.Team : null,
            },
            cancel
        );

    /// <summary>chat.appendStream (chat:write).</summary>
    public Task<ApiResult> AppendStreamAsync(SlackAddress at, string ts, string markdown, CancellationToken cancel) =>
        JsonAsync(
            at.Team,
            "chat.appendStream",
            new JsonObject
            {
                ["channel"] = at.Channel,
                ["ts"] = ts,
                ["markdown_text"] = markdown,
            },
            cancel
        );

    /// <summary>chat.stopStream (chat:write).</summary>
    public Task<ApiResult> StopStreamAsync(SlackAddress at, string ts, CancellationToken cancel) =>
        JsonAsync(at.Team, "chat.stopStream", new JsonObject { ["channel"] = at.Channel, ["ts"] = ts }, cancel);

    /// <summary>chat.delete (chat:write), of the bot's own messages.</summary>
    public Task<ApiResult> DeleteAsync(SlackAddress at, string ts, CancellationToken cancel) =>
        JsonAsync(at.Team, "chat.delete", new JsonObject { ["channel"] = at.Channel, ["ts"] = ts }, cancel);

    /// <summary>assistant.threads.setSuggestedPrompts (assistant:write), four at most.</summary>
    public Task<ApiResult> SuggestAsync(
        string team,
        string channel,
        string thread,
        string title,
        IEnumerable<string> prompts,
        CancellationToken cancel
    ) =>
        JsonAsync(
            team,
            "assistant.threads.setSuggestedPrompts",
            new JsonObject
            {
                ["channel_id"] = channel,
                ["thread_ts"] = thread,
                ["title"] = title,
                ["prompts"] = new JsonArray([
                    .. prompts
                        .Take(4)
                        .Select(prompt =>
                            (JsonNode)new JsonObject { ["title"] = Blocks.Cut(prompt, 75), ["message"] = Blocks.Cut(prompt, 500) }
                        ),
                ]),
            },
            cancel
        );

    /// <summary>assistant.threads.setTitle (assistant:write).</summary>
    public Task<ApiResult> EntitleAsync(string team, string channel, string thread, string title, CancellationToken cancel) =>
        JsonAsync(
            team,
            "assistant.threads.setTitle",
            new JsonObject
            {
                ["channel_id"] = channel,
                ["thread_ts"] = thread,
                ["title"] = title,
            },
            cancel
        );

    /// <summary>
    /// Looks for a message of ours by its mark: conversations.replies in a thread, conversations.history elsewhere (the
    /// history scopes). What was posted may stand there although nobody told us.
    /// </summary>
    /// <param name="since">When it was queued; it cannot be older.</param>
    /// <returns>Done with the message's ts as a JSON string, or with null where it is not there; else why nobody knows.</returns>
    public async Task<ApiResult> FindAsync(SlackAddress to, string mark, DateTimeOffset since, CancellationToken cancel)
    {
        var oldest = ((since - ClockSkew).ToUnixTimeMilliseconds() / 1000.0).ToString("F6", CultureInfo.InvariantCulture);
        var arguments = new Dictionary<string, string>
        {
            ["channel"] = to.Channel,
            ["oldest"] = oldest,
            ["limit"] = $"{LargestPage}",
            ["include_all_metadata"] = "true",
        };
        if (to.Thread is { } thread)
            arguments["ts"] = thread;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await FormAsync(to.Team, to.Thread is null ? "conversations.history" : "conversations.replies", arguments, cancel);
            if (read is not ApiResult.Done { Body: var body })
                return read;
            if (MarkedIn(body, mark) is { } found)
                return new ApiResult.Done(JsonSerializer.SerializeToElement(found));
            if (NextCursor(body) is not { Length: > 0 } cursor)
                break;
            arguments["cursor"] = cursor;
        }
        return new ApiResult.Done(JsonSerializer.SerializeToElement<string?>(null));
    }

    private static string? MarkedIn(JsonElement body, string mark)
    {
        foreach (var message in body.GetProperty("messages").EnumerateArray())
            if (
                message.TryGetProperty("metadata", out var metadata)
                && metadata.TryGetProperty("event_type", out var type)
                && type.GetString() == MarkType
                && metadata.TryGetProperty("event_payload", out var payload)
                && payload.TryGetProperty("id", out var id)
                && id.GetString() == mark
            )
                return message.GetProperty("ts").GetString();
        return null;
    }

    private static string? NextCursor(JsonElement body) =>
        body.TryGetProperty("response_metadata", out var metadata) && metadata.TryGetProperty("next_cursor", out var cursor)
            ? cursor.GetString()
            : null;

    private static JsonObject Message(SlackMessage message) => new() { ["text"] = message.Text, ["blocks"] = message.Blocks?.DeepClone() };

    private async Task<ApiResult> JsonAsync(string team, string method, JsonObject arguments, CancellationToken cancel)
    {
        foreach (var absent in arguments.Where(argument => argument.Value is null).Select(argument => argument.Key).ToList())
            arguments.Remove(absent);
        return await tokens.OfAsync(team, cancel) is { } token
            ? await api.PostJsonAsync(team, method, token, arguments, cancel)
            : new ApiResult.Failed("not_installed");
    }

    private async Task<ApiResult> FormAsync(
        string team,
        string method,
        IEnumerable<KeyValuePair<string, string>> arguments,
        CancellationToken cancel
    ) =>
        await tokens.OfAsync(team, cancel) is { } token
            ? await api.PostFormAsync(team, method, token, arguments, cancel)
            : new ApiResult.Failed("not_installed");
}
