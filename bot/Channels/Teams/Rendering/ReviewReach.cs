using System.Collections.Concurrent;
using ChatBot.Learning.Review;
using ChatBot.Privacy;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>
/// How far an undecided correction would reach, for its card: measured once in a while, and left out where it takes too long for a pressed
/// button.
/// </summary>
public sealed partial class ReviewReach(BlastRadius radius, TimeProvider time, ILogger<ReviewReach> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, (BlastReport Report, DateTimeOffset Until)> _known = new();

    /// <summary>Null for what is decided, and where it cannot be had in time.</summary>
    public async Task<BlastReport?> OfAsync(Correction correction, CancellationToken cancel)
    {
        if (correction.Status is not (CorrectionStatus.Pending or CorrectionStatus.Reviewed))
            return null;
        var now = time.GetUtcNow();
        foreach (var (id, old) in _known)
            if (old.Until <= now)
                _known.TryRemove(id, out _);
        if (_known.TryGetValue(correction.Id, out var known))
            return known.Report;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var report = await radius.MeasureAsync(correction, cancel: either.Token);
            _known[correction.Id] = (report, now + Kept);
            return report;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            NotMeasured(FaultTrace.Of(fault), correction.Id);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reach of correction {Correction} could not be measured for its card: {Trace}")]
    private partial void NotMeasured(string trace, string correction);
}
