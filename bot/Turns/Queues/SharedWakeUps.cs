using ChatBot.Storage;

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
public sealed partial class SharedWakeUps(
    IDatabase database,
    IDatabaseNotices notices,
    InboxWakeUp inbox,
    OutboxWakeUp outbox,
    IEnumerable<IKeptInMemory> kept,
    TimeProvider time,
    ILogger<SharedWakeUps> log
) : BackgroundService
{
    private const string Channel = "chatbot_queues";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A neighbour that has been woken looks until it finds nothing more: it need not be told for every row.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (database.IsShared)
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
                await notices.ListenAsync(
                    [Channel, ChangeNotices.Channel],
                    () =>
                    {
                        pause = TimeSpan.FromMilliseconds(200);
                        CatchUp();
                    },
                    Hear,
                    stopping
                );
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogLost(log, error.Message, pause);
                await Task.Delay(pause, time, stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // What was committed while nobody listened.
    private void CatchUp()
    {
        foreach (var one in kept)
            one.Forget(workspace: null);
        inbox.Set();
        outbox.Set();
    }

    private void Hear(string channel, string payload)
    {
        if (channel == ChangeNotices.Channel)
            kept.Hear(payload);
        else
            (payload == nameof(inbox) ? (WakeUp)inbox : outbox).Set();
    }

    private async Task KeepTellingAsync(string queue, WakeUp wake, CancellationToken stopping)
    {
        while (true)
        {
            await wake.SharedAsync(stopping);
            try
            {
                await database.WriteAsync(
                    Workspaces.All,
                    transaction => database.Sql.NotifyAsync(transaction, Channel, queue, stopping),
                    stopping
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
