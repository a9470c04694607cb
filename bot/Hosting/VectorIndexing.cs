using ChatBot.Knowledge.Searching;
using ChatBot.Storage;

namespace ChatBot.Bot.Hosting;

/// <summary>Builds the approximate vector index when the knowledge on PostgreSQL has grown to need one; answers go on meanwhile.</summary>
internal sealed partial class VectorIndexing([FromKeyedServices(StorageRegistration.Owner)] IDatabase owner, TimeProvider time, ILogger<VectorIndexing> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (owner.Engine != StorageEngine.Postgres)
            return;
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                foreach (var index in await PostgresVectorIndex.BuildMissingAsync(owner, stopping))
                    LogBuilt(log, index);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogNotBuilt(log, error.Message, Every);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    [LoggerMessage(LogLevel.Information, "Vector index {Index} is built")]
    private static partial void LogBuilt(ILogger log, string index);

    [LoggerMessage(LogLevel.Warning, "The vector index was not built ({Reason}); searches scan exactly until the next try in {Pause}")]
    private static partial void LogNotBuilt(ILogger log, string reason, TimeSpan pause);
}
