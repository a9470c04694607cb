namespace ChatBot.Learning.Analytics;

/// <summary>
/// Latencies counted in buckets that grow by a tenth each, so that percentiles over a year need a few hundred numbers and are off by
/// five percent at most. Bucket n holds latencies from 1.1^n to 1.1^(n+1) milliseconds, bucket 0 all below 1.1.
/// </summary>
public static class LatencyBuckets
{
    private const double Growth = 1.1;
    private const int Last = 180; // seven hours

    public static int Of(double milliseconds) =>
        double.IsFinite(milliseconds) && milliseconds >= 1 ? Math.Min(Last, (int)(Math.Log(milliseconds) / Math.Log(Growth))) : 0;

    /// <summary>The middle of the bucket in which the given share of all answers is reached; 0 without answers.</summary>
    /// <param name="share">0 to 1, e.g. 0.95.</param>
    public static double Percentile(IReadOnlyDictionary<int, long> buckets, double share)
    {
        var wanted = buckets.Values.Sum() * share;
        var seen = 0L;
        foreach (var (bucket, answers) in buckets.OrderBy(pair => pair.Key))
            if ((seen += answers) >= wanted && answers > 0)
                return Math.Round(Math.Pow(Growth, bucket + 0.5), 1);
        return 0;
    }
}
