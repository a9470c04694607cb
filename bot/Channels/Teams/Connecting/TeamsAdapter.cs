using ChatBot.Bot.Channels.Teams.Authenticating;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Bot.Channels.Teams.Connecting;

/// <summary>
/// Bot Builder's adapter. It says nothing by itself: its own log names conversations, and what goes wrong in a turn is the caller's, so
/// that Teams hears of it and sends again.
/// </summary>
public sealed class TeamsAdapter(TeamsAuthentication authentication) : CloudAdapter(authentication, NullLogger.Instance)
{
    /// <summary>Verifies who sends the activity, then has <paramref name="bot"/> take it.</summary>
    /// <returns>The answer to an invoke; null for other activities.</returns>
    /// <exception cref="UnauthorizedAccessException">The token does not vouch for the activity.</exception>
    /// <exception cref="KeysUnavailableException">Nobody can be verified now.</exception>
    public Task<InvokeResponse?> TakeAsync(string authorization, Activity activity, IBot bot, CancellationToken cancel) =>
        ProcessActivityAsync(authorization, activity, bot.OnTurnAsync, cancel)!;
}
