namespace ChatBot.Trainer.Data;

/// <summary>What a data set would be made of.</summary>
/// <param name="Examples">A few, redacted, as they would stand in its files.</param>
public sealed record PreviewReport(
    string Workspace,
    DatasetCounts Counts,
    IReadOnlyDictionary<DatasetPart, PartCounts> Parts,
    IReadOnlyList<DatasetLine> Examples
)
{
    /// <summary>As a table, a line each; numbers stand in one column.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (title, counts) in Groups())
        {
            yield return title;
            foreach (var (name, count) in counts)
                yield return $"  {name, -28} {count, 8}";
        }
        foreach (var (part, counts) in Parts)
            yield return $"{part.ToString().ToLowerInvariant(), -10} {counts.Rows, 6} examples in {counts.Clusters} clusters, "
                + $"{counts.Pairs} with an answer that people did not want{(counts.Moved > 0 ? ", moved here since it had none" : "")}";
    }

    private (string Title, IReadOnlyDictionary<string, int> Counts)[] Groups() =>
        [
            ("read", Counts.Read),
            ("left out", Counts.LeftOut),
            ("examples", Counts.Kept),
            ("their sources", Counts.Passages),
            ("their prompt version", Counts.PromptVersions),
        ];
}

/// <summary>Shows what would be learnt from, without writing a data set.</summary>
public sealed class DatasetPreview
{
    private readonly DatasetPlanner _planner;

    internal DatasetPreview(DatasetPlanner planner) => _planner = planner;

    /// <param name="show">Examples that are wanted with it, the first of training.</param>
    /// <exception cref="DatasetException">The embedder failed.</exception>
    public async Task<PreviewReport> ReadAsync(
        DatasetRequest request,
        int show = 0,
        IProgress<DatasetProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        // Prompts wait in a file that only this account can read and that goes with it.
        using var plan = await _planner.PlanAsync(request, Path.GetTempPath(), progress, cancel);
        return new PreviewReport(
            request.Workspace,
            plan.Counts,
            new SortedDictionary<DatasetPart, PartCounts>(Enum.GetValues<DatasetPart>().ToDictionary(part => part, plan.CountsOf)),
            [.. plan.All.Take(show).Select(plan.LineOf)]
        );
    }
}
