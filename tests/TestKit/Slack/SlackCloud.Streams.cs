using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatBot.TestKit.Slack;

/// <summary>Messages that grow.</summary>
public sealed partial class SlackCloud
{
    /// <summary>Text so far of messages that are growing, by ts.</summary>
    private readonly ConcurrentDictionary<string, string> _growing = new();

    /// <summary>Ends all growing by itself, as Slack does after some minutes.</summary>
    public void EndStreams() => _growing.Clear();

    private JsonObject TakeStream(string method, Func<string, string?> text)
    {
        var (channel, ts) = (text("channel")!, text("ts") ?? NextTs());
        var soFar = _growing.GetValueOrDefault(ts);
        switch (method)
        {
            case "chat.startStream":
                _growing[ts] = text("markdown_text") ?? "";
                break;
            case "chat.delete":
                return _messages.TryRemove((channel, ts), out _) ? Ok(ts) : Refused("message_not_found");
            case var _ when soFar is null:
                return Refused("message_not_in_streaming_state");
            case "chat.appendStream":
                _growing[ts] = soFar + text("markdown_text");
                break;
            case "chat.stopStream":
                _growing.TryRemove(ts, out _);
                return Ok(ts);
        }
        var body = JsonSerializer.SerializeToElement(new { text = _growing[ts] });
        _messages[(channel, ts)] = new StandingMessage(
            channel,
            ts,
            text("thread_ts") ?? _messages.GetValueOrDefault((channel, ts))?.Thread,
            body
        );
        return Ok(ts);

        static JsonObject Ok(string ts) => new() { ["ok"] = true, ["ts"] = ts };
        static JsonObject Refused(string error) => new() { ["ok"] = false, ["error"] = error };
    }
}
