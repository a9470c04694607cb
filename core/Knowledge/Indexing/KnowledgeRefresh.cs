using ChatBot.Knowledge.Records.Importing.Running;
using ChatBot.Knowledge.Records.Importing.Tables;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Privacy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Indexing;

/// <summary>
/// Ingests <c>Knowledge:Sources</c> again, each every so many hours or by a cron line. Searches go on meanwhile: every document
/// changes in one transaction. The last refresh is read from the index, so a restart neither skips nor repeats one.
/// </summary>
public sealed class KnowledgeRefresh(
    KnowledgeIngestion ingestion,
    KnowledgeSources sources,
    RecordImports records,
    RecordSources tables,
    IOptions<KnowledgeOptions> options,
    TimeProvider time,
    ILogger<KnowledgeRefresh> log
)
{
    /// <summary>Between two looks at what is due.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>After a failed run; a source that cannot be read is not asked every minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Dictionary<(string Workspace, string Source), DateTimeOffset> _notBefore = [];

    /// <summary>Runs until cancelled; the host runs it in the background.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (options.Value.Sources.Count == 0)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            await RefreshDueAsync(cancel);
        } while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <summary>
    /// Ingests every source that is due, one after the other, and returns how many were. A failure is logged and tried again later.
    /// </summary>
    public async Task<int> RefreshDueAsync(CancellationToken cancel)
    {
        var refreshed = 0;
        foreach (var source in options.Value.Sources)
        {
            var key = (source.Workspace, NameOf(source));
            var now = time.GetUtcNow();
            if (now < _notBefore.GetValueOrDefault(key))
                continue;
            try
            {
                if (await DueAsync(source, cancel) is var due && now < due)
                {
                    _notBefore[key] = due;
                    continue;
                }
                if (IsTable(source))
                    await records.RefreshAsync(source.Workspace, TableOf(source), cancel);
                else
                    await ingestion.IngestAsync(source.Workspace, NameOf(source), [source.Path], source.Category, progress: null, cancel);
                _notBefore[key] = source.NextAfter(time.GetUtcNow());
                refreshed++;
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                _notBefore[key] = time.GetUtcNow() + Patience;
                log.LogError(
                    "Refreshing the knowledge source {Source} failed; trying again in {Minutes} minutes: {Trace}",
                    source.Path,
                    Patience.TotalMinutes,
                    FaultTrace.Of(error)
                );
            }
        }
        return refreshed;
    }

    /// <summary>The name that a configured source has in the index: its full path; of a query the statement goes with it.</summary>
    public static string NameOf(KnowledgeSourceOptions source) =>
        source.Query.Length > 0 ? $"{source.Path}: {source.Query}" : Path.GetFullPath(source.Path);

    private static bool IsTable(KnowledgeSourceOptions source) => source.Records || source.Query.Length > 0;

    private static TableRequest TableOf(KnowledgeSourceOptions source) =>
        source.Query.Length > 0
            ? new TableRequest { Query = source.Query, Connection = source.Path }
            : new TableRequest { Path = source.Path };

    private async Task<DateTimeOffset> DueAsync(KnowledgeSourceOptions source, CancellationToken cancel)
    {
        if (IsTable(source))
        {
            // A query has another name here, so it is read again after a start; a file that has not changed is left as it is anyway.
            var table = (await tables.ListAsync(source.Workspace, cancel)).FirstOrDefault(known => known.Source == NameOf(source));
            return table is null ? DateTimeOffset.MinValue : source.NextAfter(table.Imported);
        }
        var known = (await sources.ListAsync(source.Workspace, cancel)).FirstOrDefault(known => known.Source == NameOf(source));
        return known is null ? DateTimeOffset.MinValue : source.NextAfter(known.Refreshed);
    }
}
