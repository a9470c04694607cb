using ChatBot.Knowledge.Searching;

namespace ChatBot.Bot.Hosting;

/// <summary>Builds approximate vector indexes when knowledge has grown to need them; answers go on meanwhile.</summary>
internal sealed partial class VectorIndexing(IVectorIndexes indexes, TimeProvider time, ILogger<VectorIndexing> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                foreach (var graph in await indexes.BuildMissingAsync(stopping))
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
