using System.Diagnostics;

namespace ChatBot.Knowledge.Reading.Limits;

/// <summary>
/// Reads one file on a thread of its own, step by step, within the limits of time and memory. Whatever goes wrong becomes one line.
/// A thread cannot be ended from outside: a reader that does not stop when it is told to is left behind, and few are.
/// </summary>
internal sealed class LimitedReading : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly ReadingLimits _limits;
    private readonly LeftBehind _leftBehind;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenSource _stop;
    private readonly System.Collections.Concurrent.BlockingCollection<Action> _steps = [];
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: false);

    /// <exception cref="UnreadableDocumentException">Too many readers are busy long after their time, or one with this file.</exception>
    public LimitedReading(string path, ReadingLimits limits, LeftBehind leftBehind, CancellationToken cancel)
    {
        if (leftBehind.Contains(path))
            throw new UnreadableDocumentException("is not read: its reader is busy with it since the last time; save it anew");
        if (leftBehind.Count >= limits.MostLeftBehind)
            throw new UnreadableDocumentException(
                "is not read: other files keep their readers busy long after their time; restart the program and ingest again"
            );
        (_path, _limits, _leftBehind, _cancel) = (path, limits, leftBehind, cancel);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        new Thread(Work, limits.Stack) { IsBackground = true, Name = "reading" }.Start();
    }

    /// <summary>For the reader: it ends when the run does, or when the file is over a limit.</summary>
    public CancellationToken Cancel => _stop.Token;

    /// <summary>One step of the reading, and what it gives.</summary>
    /// <exception cref="UnreadableDocumentException">Whatever went wrong in it, in one line; it never quotes the file.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<T> StepAsync<T>(Func<T> step)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _steps.Add(() => Run(step, done));
        var over = await OverAsync(done.Task);
        if (over is not null)
            throw new UnreadableDocumentException(over);
        try
        {
            return await done.Task;
        }
        catch (Exception error) when (!(error is OperationCanceledException && _cancel.IsCancellationRequested))
        {
            throw Told(error);
        }
    }

    /// <summary>What is done behind the last step, even if nobody waits for it: files are closed.</summary>
    public void Finally(Action close) =>
        _steps.Add(() =>
        {
            try
            {
                close();
            }
            catch (Exception)
            {
                // what the file is has been told already
            }
        });

    /// <summary>Waits for a step; says which limit it broke, once it has stopped or is left behind.</summary>
    private async Task<string?> OverAsync(Task step)
    {
        var begun = Stopwatch.GetTimestamp();
        string? over = null;
        while (over is null && !await EndsAsync(step, Look))
        {
            if (_cancel.IsCancellationRequested)
                over = "was being read when the run was stopped";
            else if (Stopwatch.GetElapsedTime(begun) > _limits.Time)
                over = $"takes longer than {_limits.Time.TotalSeconds:0} seconds to read: split it, or save it anew and ingest it again";
            else if (Grown() > _limits.Memory)
                over = $"needs more than {_limits.Memory >> 20} MB of memory to read: split it";
        }
        if (over is null)
            return null;
        _stop.Cancel();
        if (!await EndsAsync(step, _limits.Grace))
            _leftBehind.Add(_path, step);
        _cancel.ThrowIfCancellationRequested();
        return over;
    }

    private long Grown() =>
        // With what is garbage by now it tells cheaply whether it is worth a collection to know; one that never came would hide all.
        GC.GetTotalMemory(forceFullCollection: false) - _before
        > _limits.Memory
            ? GC.GetTotalMemory(forceFullCollection: true) - _before
            : 0;

    private static async Task<bool> EndsAsync(Task step, TimeSpan within)
    {
        if (step.IsCompleted)
            return true;
        using var enough = new CancellationTokenSource();
        var ended = await Task.WhenAny(step, Task.Delay(within, enough.Token)) == step;
        enough.Cancel();
        return ended;
    }

    private static UnreadableDocumentException Told(Exception error) =>
        error switch
        {
            UnreadableDocumentException told => told,
            InsufficientExecutionStackException => new("nests deeper than can be read: make it flatter", error),
            OutOfMemoryException => new("needs more memory to read than there is: split it", error),
            IOException or UnauthorizedAccessException => new("cannot be read: " + DocumentWalker.Reason(error), error),
            _ => new($"could not be read ({error.GetType().Name}): save it anew and ingest it again", error),
        };

    private void Work()
    {
        foreach (var step in _steps.GetConsumingEnumerable())
            step();
    }

    private void Run<T>(Func<T> step, TaskCompletionSource<T> done)
    {
        try
        {
            var result = step();
            Cancel.ThrowIfCancellationRequested(); // nobody waits for it any more
            done.SetResult(result);
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }

    public void Dispose() => _steps.CompleteAdding();
}

/// <summary>Readers that are busy long after their time.</summary>
internal sealed class LeftBehind
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Task> _readers = new(StringComparer.Ordinal);

    public int Count => _readers.Count;

    /// <summary>Whether one is still busy with that file: a source that is read every hour must not gather more of them.</summary>
    public bool Contains(string path) => _readers.ContainsKey(path);

    public void Add(string path, Task reader)
    {
        _readers[path] = reader;
        reader.ContinueWith(_ => _readers.TryRemove(path, out var _), TaskScheduler.Default);
    }
}
