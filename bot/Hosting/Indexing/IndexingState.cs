using ChatBot.Interactions;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>How far the indexing at start is, for readiness and for honest words to those who ask meanwhile.</summary>
public sealed class IndexingState(TimeProvider time) : IProgress<IngestProgress>, IReadingProgress
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _grace = Task.Delay(TimeSpan.FromSeconds(10), time);
    private volatile string? _failure;
    private IngestProgress _latest;

    /// <summary>Completes when the run at start has ended, well or not.</summary>
    public Task AtStart => _started.Task;

    /// <summary>
    /// Lets a small first run end before a question is answered, within the first seconds of the process; later, or with much to
    /// index, questions are answered from what is there.
    /// </summary>
    public Task SettleAsync(CancellationToken cancel) =>
        AtStart.IsCompleted || _grace.IsCompleted ? Task.CompletedTask : Task.WhenAny(AtStart, _grace).WaitAsync(cancel);

    /// <summary>Why the last run failed; null while all is well.</summary>
    public string? Failure => _failure;

    public IngestProgress Latest
    {
        get
        {
            lock (_started)
                return _latest;
        }
    }

    public (int Files, int Total)? Reading => AtStart.IsCompleted ? null : (Latest.Files, Latest.TotalFiles);

    public void Report(IngestProgress value)
    {
        lock (_started)
            _latest = value;
    }

    internal void Ended(string? failure)
    {
        _failure = failure;
        _started.TrySetResult();
    }
}
