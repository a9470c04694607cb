namespace ChatBot.Models.Endpoints;

/// <summary>How patient the bot is with an endpoint. Not settings: <c>Model:Timeout</c> is what people feel, these fit into it.</summary>
internal sealed record EndpointLimits
{
    /// <summary>A hundred words, twice over in JSON, with a thinking model's thoughts, are some tens of KiB.</summary>
    public long MaxBytes { get; init; } = 1024 * 1024;

    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most tries after the first; pauses between them double, with jitter.</summary>
    public int Retries { get; init; } = 3;

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The breaker opens when half of the tries of so long failed, and at least <see cref="Failures"/>.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    public int Failures { get; init; } = 4;

    /// <summary>How long it stays open; each probe that fails doubles it.</summary>
    public TimeSpan FirstBreak { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan LongestBreak { get; init; } = TimeSpan.FromMinutes(1);
}
