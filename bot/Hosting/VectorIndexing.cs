using ChatBot.Knowledge.Searching;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting;

/// <summary>Builds approximate vector indexes when knowledge on PostgreSQL has grown to need them; answers go on meanwhile.</summary>
internal sealed partial class VectorIndexing(
    [FromKeyedServices(StorageRegistration.Owner)] IDatabase owner,
    IOptions<StorageOptions> storage,
    TimeProvider time,
    ILogger<VectorIndexing> log
) : BackgroundService
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
                foreach (var graph in await PostgresVectorIndex.BuildMissingAsync(owner, storage.Value.IndexMemoryMegabytes, stopping))
                    LogBuilt(log, graph.Index, graph.Vectors, graph.EfSearch, graph.Recall);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogNotBuilt(log, error.Message, Every);
            }
        } while (await timer.WaitForNextTickAsync(stopping));
    }

    [LoggerMessage(
        LogLevel.Information,
        "Vector index {Index} over {Vectors} vectors is ready: {EfSearch} candidates find {Recall} of the nearest"
    )]
    private static partial void LogBuilt(ILogger log, string index, long vectors, int efSearch, double recall);

    [LoggerMessage(LogLevel.Warning, "The vector index was not built ({Reason}); searches scan exactly until the next try in {Pause}")]
    private static partial void LogNotBuilt(ILogger log, string reason, TimeSpan pause);
}
