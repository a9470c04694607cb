using ChatBot.Answering.Guarding;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting;

/// <summary>What has to stand before anything else: settings that make sense, the topic file, the data folder, writable, and the schema, up to date.</summary>
internal static class Preparation
{
    /// <exception cref="StartException">The data folder cannot be written.</exception>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancel)
    {
        services.GetService<IStartupValidator>()?.Validate();
        services.GetRequiredService<TopicSource>();
        ProveWritable(Path.GetFullPath(services.GetRequiredService<IOptions<DataOptions>>().Value.Directory));
        await services.GetRequiredService<Migrator>().MigrateAsync(cancel);
    }

    private static void ProveWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, ".write-" + Guid.NewGuid().ToString("N")), new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Data:Directory {folder} cannot be written: {exception.Message}", exception);
        }
    }
}
