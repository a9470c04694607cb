using System.Collections.Concurrent;

namespace ChatBot.TestKit;

/// <summary>
/// A clock that moves only where somebody waits by it: by as much as they wait, at once. How long they would have waited is kept.
/// </summary>
public sealed class SteppingTime : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private long _ticks = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).UtcTicks;

    /// <summary>What was waited for, in order; timers that go on and on are none of it.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period == Timeout.InfiniteTimeSpan && dueTime > TimeSpan.Zero)
        {
            _waits.Enqueue(dueTime);
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        return new Passed();
    }

    private sealed class Passed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // It has passed already.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
