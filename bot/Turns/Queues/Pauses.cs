namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// Exponential back-off with equal jitter: half of the pause is certain, half is drawn, so that what failed together does
/// not come back together.
/// </summary>
public static class Pauses
{
    /// <param name="attempt">Attempts so far, at least 1.</param>
    /// <param name="drawn">Evenly from [0, 1).</param>
    public static TimeSpan After(int attempt, TimeSpan first, TimeSpan longest, double drawn)
    {
        var whole = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 40)));
        return TimeSpan.FromMilliseconds(whole / 2 * (1 + drawn));
    }

    public static TimeSpan After(int attempt, TurnsOptions options) =>
        After(attempt, options.FirstPause, options.LongestPause, Random.Shared.NextDouble());
}
