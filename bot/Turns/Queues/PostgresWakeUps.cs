using ChatBot.Storage;
using Npgsql;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// Carries wake-ups across instances: PostgreSQL notifies at the commit that added to a queue, whichever instance made it.
/// While the connection is away nothing is lost, only later: the loops are woken once it is back.
/// </summary>
public sealed partial class PostgresWakeUps(IDatabase database, InboxWakeUp inbox, OutboxWakeUp outbox, TimeProvider time, ILogger<PostgresWakeUps> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (database.Engine != StorageEngine.Postgres)
            return;
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
        connection.Notification += (_, notice) => Wake(notice.Payload);
        await using (var listen = new NpgsqlCommand("listen chatbot_queues", connection))
            await listen.ExecuteNonQueryAsync(stopping);
        connected();
        // What was committed while nobody listened.
        inbox.Set();
        outbox.Set();
        while (true)
            await connection.WaitAsync(stopping);
    }

    private void Wake(string queue)
    {
        if (queue == "inbox")
            inbox.Set();
        else
            outbox.Set();
    }

    [LoggerMessage(LogLevel.Warning, "Not listening to the queues' notifications ({Reason}); trying again in {Pause}")]
    private static partial void LogLost(ILogger log, string reason, TimeSpan pause);
}
