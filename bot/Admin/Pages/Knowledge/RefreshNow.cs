using System.Collections.Concurrent;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Audit;
using ChatBot.Privacy;
using ChatBot.Storage;

namespace ChatBot.Bot.Admin.Pages.Knowledge;

/// <summary>
/// Reads a source again because an admin asked. It may take minutes, so it goes on behind the page; one run a source at a time.
/// </summary>
public sealed partial class RefreshNow(
    KnowledgeIngestion ingestion,
    SampleKnowledge sample,
    AuditLog audit,
    IDatabase database,
    IHostApplicationLifetime lifetime,
    ILogger<RefreshNow> logger
)
{
    private readonly ConcurrentDictionary<(string Workspace, string Source), State> _states = new();

    /// <summary>What became of the last run that was asked for since the start; null: none was.</summary>
    public State? Of(string workspace, string source) => _states.GetValueOrDefault((workspace, source));

    /// <summary>True where the source can be read from this machine: the sample, or a path that is there.</summary>
    public static bool CanRead(string source) => source == SampleKnowledge.Source || Path.Exists(source);

    /// <param name="category">Category of documents that name none; null means the default.</param>
    /// <returns>False where it is being read already.</returns>
    public async Task<bool> StartAsync(string workspace, string source, string? category, Auditor by)
    {
        var key = (workspace, source);
        var running = new State(IsRunning: true, Fault: null);
        var mine = _states.AddOrUpdate(key, running, (_, known) => known.IsRunning ? known : running);
        if (!ReferenceEquals(mine, running))
            return false;
        await database.WriteAsync(
            workspace,
            transaction => audit.WriteAsync(transaction, workspace, by, "knowledge.refreshed", source, new { }),
            lifetime.ApplicationStopping
        );
        _ = Task.Run(() => ReadAsync(key, category, lifetime.ApplicationStopping));
        return true;
    }

    private async Task ReadAsync((string Workspace, string Source) key, string? category, CancellationToken cancel)
    {
        try
        {
            if (key.Source == SampleKnowledge.Source)
                await sample.IndexAsync(cancel: cancel);
            else
                await ingestion.IngestAsync(key.Workspace, key.Source, [key.Source], category, cancel: cancel);
            _states[key] = new State(IsRunning: false, Fault: null);
        }
        catch (Exception exception)
        {
            _states[key] = new State(IsRunning: false, exception is OperationCanceledException ? "stopped" : exception.Message);
            if (exception is not OperationCanceledException)
                Log.Failed(logger, FaultTrace.Of(exception), key.Source);
        }
    }

    /// <param name="Fault">Why the run failed, in words.</param>
    public sealed record State(bool IsRunning, string? Fault);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Reading {Source} again failed: {Trace}")]
        public static partial void Failed(ILogger logger, string trace, string source);
    }
}
