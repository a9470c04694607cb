using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>Makes the vectors of what has been indexed, at start and whenever documents have changed, whoever changed them.</summary>
internal sealed partial class VectorFilling(
    VectorFill fill,
    VectorState vectors,
    IndexingState indexing,
    TimeProvider time,
    ILogger<VectorFilling> log
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>After a fault; an embedder that is away is not asked every other second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await indexing.AtStart.WaitAsync(stopping);
        while (true)
        {
            var pause = Every;
            try
            {
                await fill.RunAsync(vectors, stopping);
                vectors.Ended(null);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                vectors.Ended(fault.Message);
                pause = Patience;
                if (fault is EmbeddingException)
                    LogUnusable(log, fault.Message);
                else
                    LogFailed(log, fault, Patience);
            }
            await Task.Delay(pause, time, stopping);
        }
    }

    [LoggerMessage(LogLevel.Error, "No vectors can be made, words alone are searched: {Reason}")]
    private static partial void LogUnusable(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Making vectors failed; trying again in {Pause}")]
    private static partial void LogFailed(ILogger log, Exception fault, TimeSpan pause);
}
