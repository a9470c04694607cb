using System.Security.Cryptography;
using System.Text;
using ChatBot.Bot.Hosting;
using ChatBot.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Web.Local;

/// <summary>Tells the command line of this machine where the bot is, as long as it serves.</summary>
internal sealed partial class RunningNotice(
    IServer server,
    IConfiguration settings,
    IEnumerable<SettingsSection> sections,
    IOptions<DataOptions> data,
    IOptions<WebOptions> web,
    ILogger<RunningNotice> log
) : IHostedLifecycleService
{
    private RunningBot? _told;

    /// <summary>Whether a caller has read the file.</summary>
    public bool Knows(string? secret) =>
        _told is { } bot
        && secret is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(bot.Secret));

    public Task StartedAsync(CancellationToken cancel)
    {
        if (OwnAddress.Of(server, web.Value) is not { } address)
            return Task.CompletedTask;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        IReadOnlyList<string> known = [.. sections.Select(section => section.Name).Distinct()];
        _told = new RunningBot(
            Environment.ProcessId,
            address,
            secret,
            known,
            settings
                .AsEnumerable()
                .Where(setting => setting.Value is { Length: > 0 } && known.Any(section => Holds(section, setting.Key)))
                .ToDictionary(setting => setting.Key.ToLowerInvariant(), setting => RunningBot.Hash(secret, setting.Value))
        );
        try
        {
            _told.Write(data.Value);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            NotTold(log, fault.Message);
        }
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancel)
    {
        _told?.Erase(data.Value);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;

    internal static bool Holds(string section, string key) => key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Warning, "The command line will not find this bot and answers by itself: {Reason}")]
    private static partial void NotTold(ILogger log, string reason);
}
