namespace ChatBot.Trainer.Data;

/// <summary>
/// Which part a cluster belongs to: by its own hash, 80 of 100 for training and 10 each for validation and test. What is added later moves
/// no other cluster; a cluster changes its part only where a smaller text joins it or two clusters become one.
/// </summary>
internal static class ClusterSplit
{
    private const double UpToTrain = 0.8,
        UpToValidation = 0.9;

    /// <summary>Fewer leave nothing to learn from beside the two other parts.</summary>
    private const int LeastClusters = 3;

    /// <summary>The part of each cluster, and how many had to move there.</summary>
    /// <param name="clusters">Hashes, each once.</param>
    /// <param name="fill">
    /// Whether a part without a cluster gets one from a part that has several: a whole one, so that no wording of it stays. Training comes
    /// first. Once there are enough clusters none moves any more.
    /// </param>
    public static (IReadOnlyDictionary<string, DatasetPart> Parts, IReadOnlyDictionary<DatasetPart, int> Moved) Of(
        IEnumerable<string> clusters,
        bool fill
    )
    {
        var parts = clusters.ToDictionary(hash => hash, hash => ByHash(CanonicalText.FractionOf(hash)), StringComparer.Ordinal);
        var moved = new Dictionary<DatasetPart, int>();
        if (fill)
            foreach (var part in Enum.GetValues<DatasetPart>())
                if (parts.Count > 0 && !parts.ContainsValue(part) && (part == DatasetPart.Train || parts.Count >= LeastClusters))
                    (parts[Nearest(parts, part)], moved[part]) = (part, 1);
        return (parts, moved);
    }

    private static DatasetPart ByHash(double fraction) =>
        fraction < UpToTrain ? DatasetPart.Train
        : fraction < UpToValidation ? DatasetPart.Validation
        : DatasetPart.Test;

    /// <summary>For training the first there is; for another part the last of one that has more than one.</summary>
    private static string Nearest(Dictionary<string, DatasetPart> parts, DatasetPart wanted) =>
        wanted == DatasetPart.Train
            ? parts.Keys.Min(StringComparer.Ordinal)!
            : parts
                .GroupBy(pair => pair.Value)
                .Where(group => group.Count() > 1)
                .SelectMany(group => group.Select(pair => pair.Key))
                .Max(StringComparer.Ordinal)!;
}
