using System.Text.Json;

namespace ChatBot.TestKit.Slack;

/// <summary>What the Web API refuses.</summary>
public sealed partial class SlackCloud
{
    private sealed record Method(bool TakesJson, string[] Required, string[] Optional);

    /// <summary>Arguments of each method as its page documents them, as far as the bot has a reason to use them.</summary>
    private static readonly Dictionary<string, Method> Methods = new()
    {
        ["chat.postMessage"] = new(true, ["channel", "text"], ["blocks", "thread_ts", "metadata", "unfurl_links", "unfurl_media"]),
        ["chat.update"] = new(true, ["channel", "ts", "text"], ["blocks", "metadata"]),
        ["chat.delete"] = new(true, ["channel", "ts"], []),
        ["chat.startStream"] = new(true, ["channel", "thread_ts"], ["markdown_text", "recipient_user_id", "recipient_team_id"]),
        ["chat.appendStream"] = new(true, ["channel", "ts", "markdown_text"], []),
        ["chat.stopStream"] = new(true, ["channel", "ts"], ["markdown_text", "blocks", "metadata"]),
        ["chat.postEphemeral"] = new(true, ["channel", "user", "text"], ["blocks", "thread_ts"]),
        ["views.open"] = new(true, ["trigger_id", "view"], []),
        ["views.update"] = new(true, ["view_id", "view"], ["hash"]),
        ["views.publish"] = new(true, ["user_id", "view"], ["hash"]),
        ["assistant.threads.setStatus"] = new(true, ["channel_id", "thread_ts", "status"], ["loading_messages"]),
        ["assistant.threads.setTitle"] = new(true, ["channel_id", "thread_ts", "title"], []),
        ["assistant.threads.setSuggestedPrompts"] = new(true, ["channel_id", "thread_ts", "prompts"], ["title"]),
        ["conversations.replies"] = new(false, ["channel", "ts"], ["oldest", "limit", "cursor", "include_all_metadata"]),
        ["conversations.history"] = new(false, ["channel"], ["oldest", "limit", "cursor", "include_all_metadata"]),
        ["apps.connections.open"] = new(false, [], []),
        ["auth.test"] = new(true, [], []),
        ["oauth.v2.access"] = new(false, ["code", "client_id", "client_secret"], []),
    };

    public static IEnumerable<string> KnownMethods => Methods.Keys;

    private string? Refusal(string method, JsonElement arguments, bool isJson, string? token)
    {
        if (!Methods.TryGetValue(method, out var known))
            return "unknown_method";
        if (
            method == "apps.connections.open"
                ? token != AppToken
                : method != "oauth.v2.access" && (token is null || !Tokens.Contains(token))
        )
            return token is null ? "not_authed" : "invalid_auth";
        if (isJson != known.TakesJson && arguments.EnumerateObject().Any())
            return "invalid_post_type";
        var given = arguments.EnumerateObject().Select(argument => argument.Name).ToList();
        if (known.Required.Except(given).Any() || given.Except(known.Required).Except(known.Optional).Any())
            return "invalid_arguments";
        return method switch
        {
            "chat.postMessage" or "chat.update" or "chat.postEphemeral" => OfMessage(arguments),
            "views.open" or "views.update" or "views.publish" => BlockLimits.OfView(arguments.GetProperty("view")) is [var fault, ..]
                ? "invalid_view: " + fault
                : null,
            "assistant.threads.setSuggestedPrompts" => arguments.GetProperty("prompts").GetArrayLength() is 0 or > 4
                ? "invalid_prompts"
                : null,
            _ => null,
        };
    }

    private string? OfMessage(JsonElement message)
    {
        if (BlockLimits.OfMessage(message) is [var fault, ..])
            return "invalid_blocks_limits: " + fault;
        return
            message.TryGetProperty("blocks", out var blocks)
            && blocks.EnumerateArray().Any(block => UnknownBlocks.Contains(block.GetProperty("type").GetString()!))
            ? "invalid_blocks"
            : null;
    }
}
