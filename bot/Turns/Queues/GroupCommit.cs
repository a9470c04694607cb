using System.Collections.Concurrent;
using System.Data.Common;
using ChatBot.Storage;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// Many small writes share one transaction: while one commit is under way, the writes that arrive meanwhile gather for the
/// next. Each caller returns when its own write is on disk, so what was acknowledged, and that a reply was sent, survives a
/// power cut at the price of one disk flush per batch; and these writes take their turn before all others.
/// </summary>
public sealed class GroupCommit(IDatabase database)
{
    private const int LargestBatch = 256;

    private readonly ConcurrentQueue<Entry> _waiting = new();
    private int _committing;

    /// <summary>Runs <paramref name="work"/> in a shared transaction; it may be run again when another one of its batch fails.</summary>
    public async Task<T> RunAsync<T>(Func<DbTransaction, Task<T>> work)
    {
        T result = default!;
        var entry = new Entry(async transaction => result = await work(transaction));
        _waiting.Enqueue(entry);
        if (Interlocked.Exchange(ref _committing, 1) == 0)
            _ = DrainAsync();
        await entry.Done.Task;
        return result;
    }

    private async Task DrainAsync()
    {
        await Task.Yield(); // the caller only queues: the disk is waited for elsewhere
        do
        {
            while (Take() is { Count: > 0 } batch)
                await CommitAsync(batch);
            Volatile.Write(ref _committing, 0);
        } while (!_waiting.IsEmpty && Interlocked.Exchange(ref _committing, 1) == 0);
    }

    private List<Entry> Take()
    {
        var batch = new List<Entry>();
        while (batch.Count < LargestBatch && _waiting.TryDequeue(out var entry))
            batch.Add(entry);
        return batch;
    }

    private async Task CommitAsync(List<Entry> batch)
    {
        try
        {
            await database.WriteThroughAsync(Workspaces.All, WorkAsync);
            batch.ForEach(entry => entry.Done.SetResult());
        }
        catch (Exception fault) when (batch.Count == 1)
        {
            batch[0].Done.SetException(fault);
        }
        catch (Exception)
        {
            // One of them spoilt it: each gets a transaction of its own, and only the faulty one fails.
            foreach (var entry in batch)
                await CommitAsync([entry]);
        }

        async Task<bool> WorkAsync(DbTransaction transaction)
        {
            foreach (var entry in batch)
                await entry.Work(transaction);
            return true;
        }
    }

    private sealed record Entry(Func<DbTransaction, Task> Work)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
