using ChatBot.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// Carries wake-ups across instances: one whose hands are full notifies the others, which help; and word of what has changed. While the
/// connection is away
/// nothing is lost, only later: each looks around by itself every few seconds, and the loops are woken once it is back.
/// </summary>
/// <remarks>
/// Not a notification for every row: PostgreSQL lets only one transaction that notifies commit at a time, and every instance
/// would look for work that the one that made it has in hand already.
/// </remarks>
public sealed partial class PostgresWakeUps(
    IDatabase database,
    InboxWakeUp inbox,
    OutboxWakeUp outbox,
    IEnumerable<IKeptInMemory> kept,
    TimeProvider time,
    ILogger<PostgresWakeUps> log
) : BackgroundService
{
    private const string Channel = "chatbot_queues";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A neighbour that has been woken looks until it finds nothing more: it need not be told for every row.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (database.Engine == StorageEngine.Postgres)
            await Task.WhenAll(
                KeepListeningAsync(stopping),
                KeepTellingAsync(nameof(inbox), inbox, stopping),
                KeepTellingAsync(nameof(outbox), outbox, stopping)
            );
    }

    private async Task KeepListeningAsync(CancellationToken stopping)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => pause = TimeSpan.FromMilliseconds(200), stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogLost(log, error.Message, pause);
                await Task.Delay(pause, time, stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken stopping)
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.All, stopping);
        connection.Notification += (_, notice) => Hear(notice);
        await connection.ExecuteAsync(
            new CommandDefinition($"listen {Channel}; listen {ChangeNotices.Channel}", cancellationToken: stopping)
        );
        connected();
        // What was committed while nobody listened.
        foreach (var one in kept)
            one.Forget(workspace: null);
        inbox.Set();
        outbox.Set();
        while (true)
            await connection.WaitAsync(stopping);
    }

    private void Hear(NpgsqlNotificationEventArgs notice)
    {
        if (notice.Channel == ChangeNotices.Channel)
            kept.Hear(notice.Payload);
        else
            (notice.Payload == nameof(inbox) ? (WakeUp)inbox : outbox).Set();
    }

    private async Task KeepTellingAsync(string queue, WakeUp wake, CancellationToken stopping)
    {
        while (true)
        {
            await wake.SharedAsync(stopping);
            try
            {
                await using var connection = await database.OpenAsync(Workspaces.All, stopping);
                await connection.ExecuteAsync(
                    new CommandDefinition("select pg_notify(@Channel, @queue)", new { Channel, queue }, cancellationToken: stopping)
                );
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogNotTold(log, error.Message);
            }
            await Task.Delay(TellEvery, time, stopping);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Not listening to the queues' notifications ({Reason}); trying again in {Pause}")]
    private static partial void LogLost(ILogger log, string reason, TimeSpan pause);

    [LoggerMessage(LogLevel.Debug, "Other instances were not told of work ({Reason}); they find it by themselves")]
    private static partial void LogNotTold(ILogger log, string reason);
}
