using System.Collections.Concurrent;
using ChatBot.Privacy;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// The loop that serves a queue: claims what is due, works on several rows side by side, and sleeps until it is woken or the
/// next row becomes due. Storage that fails is waited for, never given up on.
/// </summary>
public abstract partial class QueueService<TRow>(
    QueueTable table,
    WakeUp wake,
    Rehearsal rehearsal,
    TurnsOptions options,
    int sideBySide,
    TimeProvider time,
    ILogger log
) : BackgroundService
    where TRow : IQueueRow
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    /// <summary>
    /// Hands that have nothing to do. Never disposed: a host that fails to start disposes this while the loop still runs, and there is
    /// nothing to free.
    /// </summary>
    private readonly SemaphoreSlim _free = new(sideBySide, sideBySide);

    /// <summary>Rows that a hand is working on: their leases are renewed, and no others.</summary>
    private readonly ConcurrentDictionary<string, byte> _held = new();

    /// <summary>Rows that a hand dropped because storage failed; given back as soon as it is there again.</summary>
    private readonly ConcurrentQueue<TRow> _dropped = new();

    /// <summary>When rows were last claimed, as a timestamp.</summary>
    private long _claimed;

    protected QueueTable Table => table;

    protected TimeProvider Time => time;

    /// <summary>Works on one row and ends it or releases it. Expected trouble does not throw.</summary>
    protected abstract Task WorkAsync(TRow row, CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        using var draining = new CancellationTokenSource();
        var upkeep = UpkeepAsync(stopping);
        var troubles = 0;
        var fresh = true;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (fresh)
                {
                    await rehearsal.RunAsync(stopping);
                    await table.TakeOverAsync(stopping);
                }
                fresh = false;
                await GiveBackAsync();
                var more = await StartDueAsync(draining.Token, stopping);
                troubles = 0;
                if (more)
                    wake.Share();
                else
                    await wake.WaitAsync(await table.UntilNextAsync(stopping), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                StorageTrouble(FaultTrace.Of(fault), GetType().Name);
                await Task.Delay(
                    Pauses.After(++troubles, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), Random.Shared.NextDouble()),
                    time,
                    CancellationToken.None
                );
            }
        }
        await DrainAsync(draining);
        await upkeep;
    }

    /// <returns>False when there was less to do than hands to do it.</returns>
    private async Task<bool> StartDueAsync(CancellationToken draining, CancellationToken stopping)
    {
        if (table.Pace - time.GetElapsedTime(_claimed) is { Ticks: > 0 } early)
            await Task.Delay(early, time, stopping);
        await _free.WaitAsync(stopping);
        var hands = 1;
        while (_free.Wait(0, CancellationToken.None))
            hands++;
        IReadOnlyList<TRow> rows = [];
        try
        {
            rows = await table.ClaimAsync<TRow>(hands, stopping);
            _claimed = time.GetTimestamp();
            foreach (var row in rows)
            {
                _held[row.Id] = 0;
                _ = GuardAsync(row, draining);
            }
        }
        finally
        {
            if (hands > rows.Count)
                _free.Release(hands - rows.Count);
        }
        return rows.Count == hands;
    }

    private async Task GuardAsync(TRow row, CancellationToken draining)
    {
        await Task.Yield();
        try
        {
            await WorkAsync(row, draining);
        }
        catch (Exception fault)
        {
            StorageTrouble(FaultTrace.Of(fault), GetType().Name);
            _dropped.Enqueue(row);
        }
        finally
        {
            _held.TryRemove(row.Id, out _);
            _free.Release();
            wake.Set();
        }
    }

    /// <summary>What storage that failed in the middle left claimed. The attempt counts: a part of the work may have been done.</summary>
    private async Task GiveBackAsync()
    {
        while (_dropped.TryPeek(out var row))
        {
            await table.ReleaseAsync(row.Id, Pauses.After(row.Attempts, options), counts: true, "storage failed");
            _dropped.TryDequeue(out _);
        }
    }

    private async Task UpkeepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Lease / 3, time);
        var swept = DateTimeOffset.MinValue;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    if (!_held.IsEmpty)
                        await table.RenewAsync([.. _held.Keys], stopping);
                    if (time.GetUtcNow() - swept < SweepEvery)
                        continue;
                    await table.SweepAsync(options.KeepDays, stopping);
                    swept = time.GetUtcNow();
                }
                catch (Exception fault) when (!stopping.IsCancellationRequested)
                {
                    StorageTrouble(FaultTrace.Of(fault), GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Lets what runs finish; what does not in time is cancelled, and its row released.</summary>
    private async Task DrainAsync(CancellationTokenSource draining)
    {
        using var patience = new CancellationTokenSource(options.DrainTime, time);
        await using var impatience = patience.Token.Register(draining.Cancel);
        for (var hand = 0; hand < sideBySide; hand++)
            await _free.WaitAsync(CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Queue}: storage failed; it is tried again: {Trace}")]
    private partial void StorageTrouble(string trace, string queue);
}
