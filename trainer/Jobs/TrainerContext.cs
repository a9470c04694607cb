using ChatBot.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatBot.Trainer.Jobs;

/// <summary>What a job gets: the settings given on the command line, and where to write.</summary>
/// <param name="Settings">Settings from the command line; the settings file and the environment lie below them.</param>
/// <param name="Out">Standard output: results only.</param>
/// <param name="Error">Standard error: progress, warnings, errors.</param>
internal sealed record TrainerContext(IReadOnlyList<KeyValuePair<string, string?>> Settings, TextWriter Out, TextWriter Error)
{
    private static readonly KeyValuePair<string, string?> QuietLog = new("Logging:LogLevel:Default", nameof(LogLevel.Warning));

    /// <summary>The core's services and the trainer's, with the settings checked; the caller disposes them.</summary>
    /// <param name="overrides">Settings of the job itself, on top of all others.</param>
    /// <param name="adjust">Puts other services in the place of some.</param>
    public ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>>? overrides = null, Action<IServiceCollection>? adjust = null)
    {
        var settings = SettingsSources.Load([QuietLog, .. Settings, .. overrides ?? []]);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(settings);
        services.AddSingleton(this);
        services.AddLogging(logging => ConsoleLog.Configure(logging, settings, toStandardError: true));
        Program.AddCore(services, settings);
        Program.AddTrainer(services, settings);
        SettingsCheck.Run(services, settings, sharesFile: true);
        adjust?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>The same with the data folder there and the schema up to date.</summary>
    public async Task<ServiceProvider> OpenAsync(CancellationToken cancel = default)
    {
        var services = Build();
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
