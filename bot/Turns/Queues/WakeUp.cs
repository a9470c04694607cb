using System.Threading.Channels;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// Wakes the one loop that serves a queue. Set before the loop waits, it is not lost; set many times, it wakes once.
/// Other instances are woken when this one says that it has more to do than hands (<see cref="Share"/>).
/// </summary>
public class WakeUp(TimeProvider time)
{
    private readonly Channel<bool> _pending = Once(),
        _shared = Once();

    public void Set() => _pending.Writer.TryWrite(true);

    /// <summary>There may be more to do than this instance has hands for: others shall look.</summary>
    public void Share() => _shared.Writer.TryWrite(true);

    /// <summary>Returns when <see cref="Share"/> has been called since the last time: for whoever tells the other instances.</summary>
    public async Task SharedAsync(CancellationToken cancel) => await _shared.Reader.ReadAsync(cancel);

    private static Channel<bool> Once() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Returns when set, or after <paramref name="atMost"/> (null: only when set).</summary>
    public async Task WaitAsync(TimeSpan? atMost, CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(atMost ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            await _pending.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time is up: the loop looks for what has become due.
        }
    }
}

/// <summary>Something was received.</summary>
public sealed class InboxWakeUp(TimeProvider time) : WakeUp(time);

/// <summary>Something is to be sent.</summary>
public sealed class OutboxWakeUp(TimeProvider time) : WakeUp(time);
