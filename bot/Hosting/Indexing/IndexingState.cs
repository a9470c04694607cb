using ChatBot.Knowledge.Indexing;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>How far the indexing at start is, for readiness and for honest words to those who ask meanwhile.</summary>
public sealed class IndexingState : IProgress<IngestProgress>
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _failure;
    private IngestProgress _latest;

    /// <summary>Completes when the run at start has ended, well or not.</summary>
    public Task AtStart => _started.Task;

    /// <summary>Why the last run failed; null while all is well.</summary>
    public string? Failure => _failure;

    public IngestProgress Latest
    {
        get { lock (_started) return _latest; }
    }

    public void Report(IngestProgress value)
    {
        lock (_started) _latest = value;
    }

    internal void Ended(string? failure)
    {
        _failure = failure;
        _started.TrySetResult();
    }
}
