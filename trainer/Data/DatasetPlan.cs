namespace ChatBot.Trainer.Data;

/// <summary>What is learnt from, part by part, with the prompts waiting in a file; the caller disposes it.</summary>
/// <param name="Examples">With their clusters, in the order of their ids.</param>
/// <param name="Moved">Clusters that a part was given, since it had none.</param>
internal sealed record DatasetPlan(
    IReadOnlyDictionary<DatasetPart, IReadOnlyList<Example>> Examples,
    IReadOnlyDictionary<DatasetPart, int> Moved,
    Tally Tally,
    Spool Spool
) : IDisposable
{
    public IEnumerable<Example> All => Examples.Values.SelectMany(part => part);

    public DatasetCounts Counts =>
        new(
            Tally.Read,
            Tally.LeftOut,
            CountBy(example => FeedbackKinds.NameOf(example.Kind)),
            CountBy(example => example.Passages),
            CountBy(example => example.PromptVersion)
        );

    /// <summary>The line of an example, prompt and all.</summary>
    public DatasetLine LineOf(Example example) => Spool.Read(example) with { Cluster = example.Cluster[..16] };

    public PartCounts CountsOf(DatasetPart part) =>
        new(
            Examples[part].Count,
            Examples[part].Count(example => example.IsPair),
            Examples[part].DistinctBy(example => example.Cluster).Count(),
            Moved.GetValueOrDefault(part)
        );

    public void Dispose() => Spool.Dispose();

    private SortedDictionary<string, int> CountBy(Func<Example, string> name)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var example in All)
            counts[name(example)] = counts.GetValueOrDefault(name(example)) + 1;
        return counts;
    }
}

/// <param name="Pairs">Examples with an answer that people did not want.</param>
/// <param name="Moved">Clusters that came from training.</param>
public sealed record PartCounts(int Rows, int Pairs, int Clusters, int Moved);

internal static class FeedbackKinds
{
    public static string NameOf(FeedbackKind kind) => kind.ToString().ToLowerInvariant();
}
