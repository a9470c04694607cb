using ChatBot.Storage;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// Places in a queue: microseconds since 1970, never the same twice and never backwards within this process. Taken from the
/// clock, not from the database, so that both engines and several instances number alike.
/// </summary>
public sealed class Ordinals(TimeProvider time)
{
    private long _last;

    public long Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(last + 1, time.NowMs() * 1000);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return next;
        }
    }
}
