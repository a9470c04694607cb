using ChatBot.Storage;
using Dapper;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// One training at a time, whichever machine it runs on: a row of <c>schedules</c> that its holder moves on. Who is late loses it, and
/// learns so at once.
/// </summary>
internal sealed class TrainingLease : IAsyncDisposable
{
    private const string Name = "training";

    /// <summary>A holder that was killed is waited for so long.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    private readonly IDatabase _database;
    private readonly TimeProvider _time;
    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _over = new();
    private Task _renewing = Task.CompletedTask;

    private TrainingLease(IDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Cancelled when somebody else holds it.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <returns>Null where another training runs.</returns>
    public static async Task<TrainingLease?> TakeAsync(IDatabase database, TimeProvider time, CancellationToken cancel = default)
    {
        var lease = new TrainingLease(database, time);
        if (!await lease.MoveAsync(cancel))
            return null;
        lease._renewing = lease.RenewAsync();
        return lease;
    }

    private async Task RenewAsync()
    {
        using var ticks = new PeriodicTimer(Length / 4, _time);
        try
        {
            while (await ticks.WaitForNextTickAsync(_over.Token))
                if (!await MoveAsync(_over.Token))
                {
                    await _lost.CancelAsync();
                    return;
                }
        }
        catch (OperationCanceledException)
        {
            // given back
        }
        catch (Exception)
        {
            await _lost.CancelAsync(); // without the database nobody knows who holds it
        }
    }

    /// <summary>True where it is ours from now on for another <see cref="Length"/>.</summary>
    private Task<bool> MoveAsync(CancellationToken cancel) =>
        _database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var now = _time.NowMs();
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "insert into schedules (name, holder, due) values (@Name, '', 0) on conflict (name) do nothing",
                        new { Name },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                return await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            "update schedules set holder = @_holder, due = @Until "
                                + "where name = @Name and (holder = @_holder or due <= @now)",
                            new
                            {
                                Name,
                                _holder,
                                now,
                                Until = now + (long)Length.TotalMilliseconds,
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    ) == 1;
            },
            cancel
        );

    /// <summary>Gives it back, so that the next one need not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _renewing;
        if (!_lost.IsCancellationRequested)
            await _database.WriteAsync(
                Workspaces.All,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        "update schedules set due = 0 where name = @Name and holder = @_holder",
                        new { Name, _holder },
                        transaction
                    )
            );
        _over.Dispose();
        _lost.Dispose();
    }
}
