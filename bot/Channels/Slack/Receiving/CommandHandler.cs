using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Turns.Receiving;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>
/// The slash command <c>/ask</c>. Its answer is seen by its asker alone, in any channel, whether the bot is a member or not.
/// </summary>
public sealed class CommandHandler(SlackIdentity identity, SlackCommands commands, ResponseUrls responses, Inbox inbox)
{
    /// <summary>What to answer the command with at once; null: nothing, the answer follows.</summary>
    public async Task<JsonObject?> HandleAsync(SlashCommand command, CancellationToken cancel)
    {
        if (
            command is not { ChannelId: { Length: > 0 } channel, UserId: { Length: > 0 } user, TriggerId: { Length: > 0 } trigger }
            || !responses.IsSafe(command.ResponseUrl)
        )
            return Told("This command came without what I need to answer it.");
        var team = command.TeamId ?? "";
        var (workspace, person) = (identity.WorkspaceOf(team), identity.UserOf(team, user));
        var text = TypedText.Of(command.Text ?? "", null);
        if (await commands.ReplyAsync(text, workspace, person, cancel) is { } known)
            return known is WelcomeReply welcome ? Told(WelcomeMessage.Of(welcome, Richness.Full)) : Told(((NoticeReply)known).Text);
        var address = new SlackAddress(team, channel, null, user) { ResponseUrl = command.ResponseUrl };
        var message = identity.MessageAt(address, "command|" + trigger, text);
        if (BlindPair.QuestionIn(text) is { } question && await identity.MayDecideAsync(team, team, user, cancel))
            message = BlindPair.Wanted(message, question);
        await inbox.ReceiveAsync(message);
        return null;
    }

    private static JsonObject Told(string markdown) => Told(WelcomeMessage.Notice(markdown, null));

    private static JsonObject Told(SlackMessage message)
    {
        var told = new JsonObject { ["response_type"] = "ephemeral", ["text"] = message.Text };
        if (message.Blocks is { } blocks)
            told["blocks"] = blocks;
        return told;
    }
}
