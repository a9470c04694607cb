using Microsoft.Extensions.Configuration;

namespace ChatBot.Starting;

/// <summary>
/// Where settings come from: <c>appsettings.json</c> beside the program, then environment variables (<c>Section__Key</c>),
/// then the command line; the later wins.
/// </summary>
public static class SettingsSources
{
    public const string File = "appsettings.json";

    /// <summary>The program's own folder: its settings file, pages and sample lie there, whatever the working directory is.</summary>
    public static string ProgramFolder => AppContext.BaseDirectory;

    /// <exception cref="InvalidDataException">The settings file is not JSON.</exception>
    public static IConfigurationRoot Load(IEnumerable<KeyValuePair<string, string?>> commandLine) =>
        (IConfigurationRoot)Apply(new ConfigurationManager(), commandLine);

    /// <summary>
    /// Replaces the sources of <paramref name="configuration"/> with ours. Files are not watched: a new setting takes a restart.
    /// </summary>
    public static IConfigurationManager Apply(IConfigurationManager configuration, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        configuration.Sources.Clear();
        configuration.AddJsonFile(Path.Combine(ProgramFolder, File), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(
            commandLine.GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Select(same => same.Last())
        );
        return configuration;
    }
}
