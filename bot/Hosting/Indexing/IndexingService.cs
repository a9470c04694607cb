using ChatBot.Knowledge.Indexing;
using ChatBot.Privacy;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>Indexes the sample and the configured sources while the server already answers, and keeps the sources fresh.</summary>
internal sealed partial class IndexingService(
    SampleKnowledge sample,
    KnowledgeRefresh refresh,
    IndexingState state,
    IServiceProvider services,
    ILogger<IndexingService> logger
) : BackgroundService
{
    /// <summary>Bytes that a start may allocate without a collection of its own; the sample takes 170 MB, a model more.</summary>
    private const long Much = 256 << 20;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        // Readers and parsers take a moment to load: the port opens first.
        await Task.Yield();
        var allocated = GC.GetTotalAllocatedBytes();
        var warm = Task.Run(() => WarmAsync(stopping), stopping);
        var failure = await FailureAtStartAsync(stopping);
        await warm;
        await TriedAsync(() => Task.WhenAll(services.GetServices<IWarmUp>().Select(room => room.OnceReadAsync(stopping))), stopping);
        // Reading and parsing can leave much garbage behind, and a server at rest would keep it for long: give it back to the machine,
        // while nobody waits.
        if (GC.GetTotalAllocatedBytes() - allocated > Much)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        state.Ended(failure);
        await refresh.RunAsync(stopping);
    }

    /// <summary>The first question should wait neither for the model nor for what is made on first use.</summary>
    private Task WarmAsync(CancellationToken stopping) =>
        TriedAsync(
            () =>
                Task.WhenAll([
                    services.GetRequiredService<ModelOpening>().Begin(),
                    // its expressions take as long to make as all else, and wait for no model
                    Task.Run(() => services.GetRequiredService<Redactor>().Redact("Nobody"), stopping),
                    .. services.GetServices<IWarmUp>().Select(room => Task.Run(() => room.WhileReadingAsync(stopping), stopping)),
                ]),
            stopping
        );

    private async Task TriedAsync(Func<Task> warm, CancellationToken stopping)
    {
        try
        {
            await warm();
        }
        catch (Exception fault)
        {
            if (!stopping.IsCancellationRequested)
                Log.NotWarm(logger, FaultTrace.Of(fault)); // the first question meets the same, and says so
        }
    }

    private async Task<string?> FailureAtStartAsync(CancellationToken stopping)
    {
        try
        {
            await sample.IndexAsync(state, stopping);
            await refresh.RefreshDueAsync(stopping);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return "stopped";
        }
        catch (Exception exception)
        {
            // The server goes on with what is indexed; /ready and the log say why it is not more.
            Log.Failed(logger, FaultTrace.Of(exception));
            return exception.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The warm-up ended early: {Trace}")]
        public static partial void NotWarm(ILogger logger, string trace);

        [LoggerMessage(LogLevel.Error, "The sample could not be indexed: {Trace}")]
        public static partial void Failed(ILogger logger, string trace);
    }
}
