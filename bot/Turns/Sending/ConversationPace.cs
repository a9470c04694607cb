using System.Collections.Concurrent;
using ChatBot.Bot.Channels;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>
/// Keeps what one conversation gets within the platform's limits: remembers when the last messages went out and says how
/// long the next must wait. Per instance; what several instances send together is left to the platform's 429.
/// </summary>
public sealed class ConversationPace(TimeProvider time)
{
    private const int Tidy = 4096;

    private readonly ConcurrentDictionary<(string Channel, string Workspace, string Place), Queue<DateTimeOffset>> _sent = new();

    /// <summary>Zero where the message may go now; it then counts as gone.</summary>
    public TimeSpan Reserve(IChannel channel, string workspace, string conversation)
    {
        if (channel.ConversationLimits is not { Count: > 0 } limits)
            return TimeSpan.Zero;
        var now = time.GetUtcNow();
        if (_sent.Count > Tidy)
            Forget(now);
        var sent = _sent.GetOrAdd((channel.Name, workspace, channel.PaceOf(conversation)), _ => new Queue<DateTimeOffset>());
        lock (sent)
        {
            var longest = limits.Max(limit => limit.Window);
            while (sent.TryPeek(out var oldest) && now - oldest >= longest)
                sent.Dequeue();
            var wait = limits.Max(limit => WaitFor(limit, sent, now));
            if (wait == TimeSpan.Zero)
                sent.Enqueue(now);
            return wait;
        }
    }

    private static TimeSpan WaitFor(RateLimit limit, Queue<DateTimeOffset> sent, DateTimeOffset now)
    {
        if (sent.Count < limit.Messages)
            return TimeSpan.Zero;
        var mustBePast = sent.ElementAt(sent.Count - limit.Messages);
        var wait = mustBePast + limit.Window - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Conversations that have been quiet for an hour need no memory.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (conversation, sent) in _sent)
            lock (sent)
                if (sent.Count == 0 || now - sent.Last() > TimeSpan.FromHours(1))
                    _sent.TryRemove(conversation, out _);
    }
}
