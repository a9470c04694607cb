using ChatBot.Knowledge.Records.Asking;
using ChatBot.Privacy;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>Reads tables of records into memory at start and whenever an import has changed them, whoever imported.</summary>
internal sealed partial class RecordRefreshing(IRecordDesk desk, TimeProvider time, ILogger<RecordRefreshing> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await desk.RefreshAsync(stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogFailed(log, FaultTrace.Of(fault), Every);
            }
            await Task.Delay(Every, time, stopping);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reading the tables of records failed; trying again in {Pause}: {Trace}")]
    private static partial void LogFailed(ILogger log, string trace, TimeSpan pause);
}
