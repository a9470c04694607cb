using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>Documents can be found. Not ready while the run at start is going on, degraded where it failed or nothing is indexed.</summary>
internal sealed class IndexReadiness(IKnowledgeIndex index, KnowledgeSources sources, VectorFill vectors, IndexingState state)
    : IHealthCheck
{
    /// <summary>Passages that are found by their words only, so far: readiness does not wait for their vectors.</summary>
    public const string PendingVectors = "pendingVectors";

    /// <summary>Files that the last run of each source did not read: how many, and the first of them.</summary>
    public const string SkippedFiles = "skippedFiles";

    private const int Named = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        var size = await index.SizeAsync(Workspaces.Default, cancel);
        var data = new Dictionary<string, object>
        {
            [PendingVectors] = await vectors.PendingAsync(cancel),
            [SkippedFiles] = Skipped(await sources.ListAsync(Workspaces.Default, cancel)),
        };
        if (!state.AtStart.IsCompleted)
            return HealthCheckResult.Unhealthy(
                $"indexing: {state.Latest.Files} of {state.Latest.TotalFiles} files, {size.Documents} documents so far",
                data: data
            );
        if (state.Failure is { } failure)
            return HealthCheckResult.Degraded($"{size.Documents} documents; the last run failed: {failure}", data: data);
        return size.Documents == 0
            ? HealthCheckResult.Degraded("nothing is indexed: run `ingest PATH`", data: data)
            : HealthCheckResult.Healthy($"{size.Documents} documents in {size.Chunks} passages", data);
    }

    /// <summary>Names without their folders: anybody may ask.</summary>
    private static object Skipped(IReadOnlyList<KnowledgeSource> sources) =>
        new
        {
            Count = sources.Sum(source => source.Kinds.Sum(kind => kind.Skipped)),
            First = sources
                .SelectMany(source => source.Problems.Where(problem => !problem.Partly))
                .Take(Named)
                .Select(problem => new { File = Path.GetFileName(problem.Path), problem.Reason }),
        };
}
