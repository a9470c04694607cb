using ChatBot.Starting;

namespace ChatBot.Bot.Commands;

/// <summary>What a verb gets: the settings given on the command line, and where to write.</summary>
/// <param name="Settings">Settings from the command line; the settings file and the environment lie below them.</param>
/// <param name="Out">Standard output: results only.</param>
/// <param name="Error">Standard error: progress, warnings, errors.</param>
internal sealed record CommandContext(IReadOnlyList<KeyValuePair<string, string?>> Settings, TextWriter Out, TextWriter Error)
{
    /// <summary>Commands say what they have to say themselves; only trouble is logged unless told otherwise.</summary>
    private static readonly KeyValuePair<string, string?> QuietLog = new("Logging:LogLevel:Default", nameof(LogLevel.Warning));

    /// <summary>
    /// The core's services with the settings checked, without the web server; the caller disposes them. Nothing is opened or written yet.
    /// </summary>
    /// <param name="overrides">Settings of the verb itself, on top of all others.</param>
    public ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        var settings = SettingsSources.Load([QuietLog, .. Settings, .. overrides ?? []]);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(settings);
        services.AddLogging(logging => ConsoleLog.Configure(logging, settings, toStandardError: true));
        Program.AddCore(services, settings);
        SettingsCheck.Run(services, settings);
        return services.BuildServiceProvider();
    }

    /// <summary>The same with the data folder there and the schema up to date.</summary>
    public async Task<ServiceProvider> OpenAsync(
        IEnumerable<KeyValuePair<string, string?>>? overrides = null,
        CancellationToken cancel = default
    )
    {
        var services = Build(overrides);
        try
        {
            await Preparation.RunAsync(services, cancel);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }
}
