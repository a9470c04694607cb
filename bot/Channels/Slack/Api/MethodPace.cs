using System.Collections.Concurrent;

namespace ChatBot.Bot.Channels.Slack.Api;

/// <summary>
/// Keeps each team's calls within the rate tier of their method and quiet while a <c>Retry-After</c> lasts, so that a busy
/// minute does not turn into a row of refusals. Per instance; what several instances call together is left to Slack's 429.
/// </summary>
public sealed class MethodPace(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Calls per minute and team, as documented for each method (docs.slack.dev/apis/web-api/rate-limits). chat.postMessage is limited by
    /// channel instead, which the sender sees to.
    /// </summary>
    private static readonly Dictionary<string, int> PerMinute = new()
    {
        ["chat.update"] = 50,
        ["chat.delete"] = 50,
        ["chat.startStream"] = 10, // half of what is allowed, so that their ends, which replies wait for, keep within the same
        ["chat.appendStream"] = 100,
        ["chat.stopStream"] = 20,
        ["chat.postEphemeral"] = 100,
        ["views.open"] = 100,
        ["views.update"] = 100,
        ["views.publish"] = 100,
        ["conversations.replies"] = 50,
        ["conversations.history"] = 50,
        ["assistant.threads.setStatus"] = 600,
        ["assistant.threads.setSuggestedPrompts"] = 100,
        ["assistant.threads.setTitle"] = 100,
        ["apps.connections.open"] = 20,
        ["oauth.v2.access"] = 20,
        ["auth.test"] = 600,
    };

    private readonly ConcurrentDictionary<(string Team, string Method), State> _states = new();

    /// <summary>Zero where the call may go now; it then counts as gone. Else how long it has to wait.</summary>
    public TimeSpan Reserve(string team, string method)
    {
        var state = _states.GetOrAdd((team, method), _ => new State());
        var now = time.GetUtcNow();
        lock (state)
        {
            if (state.ClosedUntil > now)
                return state.ClosedUntil - now;
            if (!PerMinute.TryGetValue(method, out var most))
                return TimeSpan.Zero;
            while (state.Gone.TryPeek(out var oldest) && now - oldest >= Minute)
                state.Gone.Dequeue();
            if (state.Gone.Count >= most)
                return state.Gone.Peek() + Minute - now;
            state.Gone.Enqueue(now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Slack asked for quiet. chat.postMessage is limited by channel, so its other channels go on.</summary>
    public void Close(string team, string method, TimeSpan wait)
    {
        if (method == "chat.postMessage")
            return;
        var state = _states.GetOrAdd((team, method), _ => new State());
        lock (state)
            state.ClosedUntil = time.GetUtcNow() + wait;
    }

    private sealed class State
    {
        public DateTimeOffset ClosedUntil { get; set; }
        public Queue<DateTimeOffset> Gone { get; } = new();
    }
}
