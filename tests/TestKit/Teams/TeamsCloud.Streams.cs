using System.Collections.Concurrent;
using System.Text.Json;

namespace ChatBot.TestKit.Teams;

/// <summary>Streamed messages, as strict as Teams: numbered from 1, each text beginning with the one before, ended once.</summary>
public sealed partial class TeamsCloud
{
    private readonly ConcurrentDictionary<string, Stream> _streams = new();

    private sealed record Stream(int Sequence, string Text, bool IsOver);

    /// <summary>Typing signs, what was streamed, and words that a stream ended with.</summary>
    public ConcurrentQueue<SentActivity> OnTheWay { get; } = new();

    public ConcurrentQueue<string> Deleted { get; } = new();

    /// <summary>What happens to a stream after two minutes: nothing is taken any more, and no message is left.</summary>
    public void ExpireStreams() => _streams.Clear();

    /// <summary>The part of an activity that is about a stream, or null.</summary>
    public static JsonElement? StreamInfo(JsonElement body) =>
        body.TryGetProperty("entities", out var entities)
        && entities.EnumerateArray().FirstOrDefault(entity => entity.GetProperty("type").GetString() == "streaminfo") is var info
        && info.ValueKind == JsonValueKind.Object
            ? info
            : null;

    private static bool IsOnTheWay(JsonElement body) =>
        body.GetProperty("type").GetString() == "typing" || StreamInfo(body) is not null && !body.TryGetProperty("attachments", out _);

    /// <param name="id">Becomes the stream's where the activity is a part of one.</param>
    private (int Status, string Code)? StreamFault(JsonElement body, ref string? id)
    {
        if (StreamInfo(body) is not { } info)
            return id is not null && id[0] == 's' && !(_streams.TryGetValue(id, out var replaced) && replaced.IsOver)
                ? (404, "ActivityNotFoundInConversation")
                : null;
        var text = body.TryGetProperty("text", out var said) ? said.GetString()! : "";
        var type = info.GetProperty("streamType").GetString();
        var sequence = info.TryGetProperty("streamSequence", out var number) ? number.GetInt32() : 0;
        if (!info.TryGetProperty("streamId", out var stream))
        {
            if (sequence != 1 || text.Length == 0)
                return (400, "BadRequest");
            id = "s" + Interlocked.Increment(ref _ids);
            _streams[id] = new Stream(1, type == "streaming" ? text : "", false);
            return null;
        }
        id = stream.GetString()!;
        if (!_streams.TryGetValue(id, out var state) || state.IsOver)
            return (403, "ContentStreamNotAllowed");
        var isFinal = type == "final";
        if (
            isFinal != (body.GetProperty("type").GetString() == "message")
            || isFinal != (sequence == 0)
            || !isFinal && (sequence <= state.Sequence || text.Length == 0)
            || type != "informative" && !text.StartsWith(state.Text, StringComparison.Ordinal)
        )
            return (400, "BadRequest");
        _streams[id] = new Stream(Math.Max(sequence, state.Sequence), type == "informative" ? state.Text : text, isFinal);
        return null;
    }
}
