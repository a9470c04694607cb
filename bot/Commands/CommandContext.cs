using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Settings;

namespace ChatBot.Bot.Commands;

/// <summary>What a verb gets: the settings given on the command line, and where to write.</summary>
/// <param name="Settings">Settings from the command line; the settings file and the environment lie below them.</param>
/// <param name="Out">Standard output: results only.</param>
/// <param name="Error">Standard error: progress, warnings, errors.</param>
internal sealed record CommandContext(IReadOnlyList<KeyValuePair<string, string?>> Settings, TextWriter Out, TextWriter Error)
{
    /// <summary>
    /// The core's services with the settings checked and the schema up to date, without the web server; the caller disposes them.
    /// </summary>
    /// <param name="overrides">Settings of the verb itself, on top of all others.</param>
    public async Task<ServiceProvider> OpenAsync(IEnumerable<KeyValuePair<string, string?>>? overrides = null, CancellationToken cancel = default)
    {
        var settings = BotSettings.Load([.. Settings, .. overrides ?? []]);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(settings);
        services.AddLogging(logging => BotLogging.Configure(logging, settings, toStandardError: true));
        Program.AddCore(services, settings);
        SettingsCheck.Run(services, settings);
        var provider = services.BuildServiceProvider();
        try
        {
            await Preparation.RunAsync(provider, cancel);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }
}
