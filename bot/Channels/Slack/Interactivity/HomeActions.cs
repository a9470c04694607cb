using ChatBot.Bot.Channels.Slack.Home;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Learning.Feedback;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>One's preferences, in the Home tab.</summary>
public sealed class HomeActions(SlackIdentity identity, PreferenceStore preferences, HomeTab home, AfterAck after)
{
    /// <summary>False where the action is not one of the Home tab.</summary>
    public async Task<bool> HandleAsync(InteractionPayload payload, PressedAction action, CancellationToken cancel)
    {
        var (workspace, user) = (identity.WorkspaceOf(payload.TeamId), identity.UserOf(payload.TeamId, payload.UserId));
        var now = await preferences.GetAsync(workspace, user, cancel);
        var wanted = action.ActionId switch
        {
            ActionIds.OptOut => now with { OptOut = true },
            ActionIds.OptIn => now with { OptOut = false },
            ActionIds.AskEvery when int.TryParse(action.SelectedOption?.Value, out var every) && every is >= 1 and <= 100 => now with
            {
                AskEvery = every,
            },
            _ => null,
        };
        if (wanted is null)
            return false;
        await preferences.SetAsync(workspace, user, wanted, cancel);
        after.Do(stopping => home.PublishAsync(payload.TeamId, payload.UserId, stopping));
        return true;
    }
}
