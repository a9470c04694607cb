using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatBot.Storage;

/// <summary>
/// Looks every few seconds whether the database can be written, says so once when that changes, and keeps its log small. Once after the
/// start it reads the whole file for damage, beside serving, however long that takes.
/// </summary>
public sealed partial class StorageHealth(IDatabase database, TimeProvider time, ILogger<StorageHealth> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private string? _trouble;
    private string? _damage;

    /// <summary>What is wrong, in one line that says what to do; null where nothing is known to be.</summary>
    /// <exception cref="DbException">The database is away.</exception>
    public async Task<string?> LookAsync(CancellationToken cancel = default)
    {
        string? trouble = null;
        try
        {
            await database.ProveAsync(cancel);
        }
        catch (DbException fault) when (StorageTrouble.Of(fault) is { } known)
        {
            trouble = known;
        }
        if (Interlocked.Exchange(ref _trouble, trouble) != trouble)
            if (trouble is null)
                Recovered();
            else
                InTrouble(trouble);
        return trouble ?? _damage;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        var read = ReadAsync(stopping);
        using var ticks = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stopping))
                await TendAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        await read;
    }

    private async Task TendAsync(CancellationToken stopping)
    {
        try
        {
            if (await LookAsync(stopping) is null && await database.TendLogAsync(stopping) is var held and > 0)
                HeldBack(held >> 20);
        }
        catch (DbException)
        {
            // Away, or in a trouble that has been told; the next look says when it is over.
        }
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        var begun = time.GetTimestamp();
        try
        {
            if (await database.FindDamageAsync(stopping) is not { } found)
            {
                Sound(time.GetElapsedTime(begun));
                return;
            }
            _damage = StorageTrouble.Damaged;
            FoundDamaged(StorageTrouble.Damaged, found);
        }
        catch (DbException fault)
        {
            if (StorageTrouble.Of(fault) == StorageTrouble.Damaged)
                _damage = StorageTrouble.Damaged;
            NotRead(StorageTrouble.Of(fault) ?? fault.GetType().Name);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [LoggerMessage(LogLevel.Critical, "Nothing can be stored. {Trouble}")]
    private partial void InTrouble(string trouble);

    [LoggerMessage(LogLevel.Information, "The database can be written again")]
    private partial void Recovered();

    [LoggerMessage(LogLevel.Critical, "{Trouble} Found: {Found}")]
    private partial void FoundDamaged(string trouble, string found);

    [LoggerMessage(LogLevel.Error, "The database could not be read through: {Reason}")]
    private partial void NotRead(string reason);

    [LoggerMessage(LogLevel.Debug, "The database was read through in {Time}; nothing is damaged")]
    private partial void Sound(TimeSpan time);

    [LoggerMessage(LogLevel.Warning, "The database's log has {Megabytes} MB: a reader that does not end keeps it from being emptied")]
    private partial void HeldBack(long megabytes);
}
