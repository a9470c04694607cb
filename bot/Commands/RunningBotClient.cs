using System.Text.Json;
using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Channels.Web.Local;
using ChatBot.Settings;
using ChatBot.Starting;

namespace ChatBot.Bot.Commands;

/// <summary>
/// Asks the bot that serves on the same data folder: it has open what another process would have to open first. A setting on the command
/// line or in the environment that it was not set to is a question to another bot: this process answers then.
/// </summary>
internal static class RunningBotClient
{
    /// <summary>A bot that does not even say that it lives is not waited for.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(2);

    /// <summary>Longer than any answer with the usual settings.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>The reply as it came, which may be printed, and as it reads; null where no bot runs, or it does not answer.</returns>
    public static async Task<(string Json, AskResponse Answer)?> AskAsync(
        IReadOnlyList<KeyValuePair<string, string?>> settings,
        string question,
        CancellationToken cancel
    )
    {
        var data = SettingsSources.Load(settings).GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions();
        if (RunningBot.Find(data) is not { } bot || !IsMeant(bot, settings))
            return null;
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
            {
                BaseAddress = new Uri(bot.Address),
                Timeout = Patience,
            };
            using (var soon = CancellationTokenSource.CreateLinkedTokenSource(cancel))
            {
                soon.CancelAfter(Alive);
                (await http.GetAsync(new Uri("/health", UriKind.Relative), soon.Token)).EnsureSuccessStatusCode().Dispose();
            }
            http.DefaultRequestHeaders.Add(RunningBot.SecretHeader, bot.Secret);
            using var reply = await http.PostAsJsonAsync(LocalAsking.Address, new AskRequest(question), WireJson.Options, cancel);
            var json = await reply.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancel);
            return (json, WireJson.Read<AskResponse>(json));
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsMeant(RunningBot bot, IReadOnlyList<KeyValuePair<string, string?>> settings) =>
        settings
            .Concat(FromEnvironment(bot.Sections))
            .Where(setting => !RunningNotice.Holds(DataOptions.Section, setting.Key)) // where it was found
            .All(setting => bot.IsSetTo(setting.Key, setting.Value));

    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment(IReadOnlyList<string> sections) =>
        new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .Build()
            .AsEnumerable()
            .Where(setting => setting.Value is { Length: > 0 } && sections.Any(section => RunningNotice.Holds(section, setting.Key)));
}
