namespace ChatBot.Trainer.Training;

/// <summary>How fast a training goes: over its last steps, so that a pause or a slow start is soon forgotten.</summary>
internal sealed class Pace(TimeProvider time)
{
    private const int Window = 20;

    private readonly Queue<(long At, long Tokens)> _steps = new([(time.GetTimestamp(), 0)]);
    private long _tokens;

    /// <summary>Marks the end of a step that read <paramref name="tokens"/>.</summary>
    /// <returns>Seconds of this step; tokens and steps for each second of the window.</returns>
    public (double Seconds, double TokensPerSecond, double StepsPerSecond) Mark(int tokens)
    {
        var (now, last, first) = (time.GetTimestamp(), _steps.Last(), _steps.Peek());
        _tokens += tokens;
        var seconds = Math.Max(time.GetElapsedTime(first.At, now).TotalSeconds, 1e-9);
        var (tokensRead, steps) = (_tokens - first.Tokens, _steps.Count);
        _steps.Enqueue((now, _tokens));
        if (_steps.Count > Window)
            _steps.Dequeue();
        return (time.GetElapsedTime(last.At, now).TotalSeconds, tokensRead / seconds, steps / seconds);
    }
}
