using ChatBot.Answering.Guarding;
using ChatBot.Privacy;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ChatBot.Starting;

/// <summary>
/// What has to stand before anything else: settings that make sense, the topic file, the data folder, writable, the schema, up to date, and
/// the keys that instances share.
/// </summary>
public static partial class Preparation
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250),
        LongestPause = TimeSpan.FromSeconds(5);

    /// <exception cref="StartException">The data folder cannot be written, or the database did not answer for long.</exception>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancel)
    {
        services.GetService<IStartupValidator>()?.Validate();
        services.GetRequiredService<TopicSource>();
        ProveWritable(Path.GetFullPath(services.GetRequiredService<IOptions<DataOptions>>().Value.Directory));
        await PrepareDatabaseAsync(services, cancel);
    }

    /// <summary>A database that starts, restarts or has no connection left for the moment is waited for.</summary>
    private static async Task PrepareDatabaseAsync(IServiceProvider services, CancellationToken cancel)
    {
        var (time, log) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Migrator>>());
        var patience = services.GetRequiredService<IOptions<StorageOptions>>().Value.StartPatience;
        var begun = time.GetTimestamp();
        var again = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(fault =>
                        DatabaseOutage.Explains(fault) && time.GetElapsedTime(begun) < patience
                    ),
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = FirstPause,
                    MaxDelay = patience < LongestPause ? patience : LongestPause,
                    OnRetry = retry =>
                    {
                        WaitingForDatabase(log, retry.Outcome.Exception!.Message, retry.RetryDelay);
                        return default;
                    },
                }
            )
            .Build();
        try
        {
            await again.ExecuteAsync(
                async token =>
                {
                    await services.GetRequiredService<Migrator>().MigrateAsync(token);
                    await services.GetRequiredService<SharedSecrets>().AgreeAsync(token);
                    await services.GetRequiredService<RowUpgrades>().RunAsync(token);
                    // A full disk may have room again in a minute, and what can be read is served meanwhile; rights have to be set first.
                    if (await services.GetRequiredService<StorageHealth>().LookAsync(token) == StorageTrouble.Refusing)
                        throw new StartException(StorageTrouble.Refusing);
                },
                cancel
            );
        }
        catch (Exception fault) when (DatabaseOutage.Explains(fault))
        {
            throw new StartException(
                $"The database did not answer within {patience} (Storage:StartPatience): {fault.Message}. See that it "
                    + "runs, and check Storage:ConnectionString.",
                fault
            );
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer yet ({Reason}); trying again in {Pause}")]
    private static partial void WaitingForDatabase(ILogger log, string reason, TimeSpan pause);

    private static void ProveWritable(string folder)
    {
        try
        {
            PrivateFiles.MakeFolder(folder);
            PrivateFiles.Tighten(folder);
            var probe = Path.Combine(folder, ".write-" + Guid.NewGuid().ToString("N"));
            PrivateFiles.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Data:Directory {folder} cannot be written: {exception.Message}", exception);
        }
    }
}
