namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>Indexes the sample while the server already answers.</summary>
internal sealed partial class IndexingService(SampleKnowledge sample, IndexingState state, ILogger<IndexingService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        // Readers and parsers take a moment to load: the port opens first.
        await Task.Yield();
        string? failure = null;
        try
        {
            await sample.IndexAsync(state, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            failure = "stopped";
        }
        catch (Exception exception)
        {
            // The server goes on with what is indexed; /ready and the log say why it is not more.
            failure = exception.Message;
            Log.Failed(logger, exception);
        }
        state.Ended(failure);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The sample could not be indexed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
