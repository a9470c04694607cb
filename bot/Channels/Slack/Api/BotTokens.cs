using ChatBot.Bot.Channels.Slack.Installing;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Api;

/// <summary>The token that speaks in a team: the configured one, or that of its installation.</summary>
public sealed class BotTokens(IOptions<SlackOptions> options, Installations installations)
{
    /// <summary>Null where the app is not installed there (any more).</summary>
    public async Task<string?> OfAsync(string team, CancellationToken cancel) =>
        options.Value.BotToken is { Length: > 0 } configured ? configured : (await installations.FindAsync(team, cancel))?.Token;
}
