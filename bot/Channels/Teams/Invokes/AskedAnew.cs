using System.Security.Cryptography;
using System.Text;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Turns.Receiving;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>A question that somebody wrote into the card of an answer that did not help: asked as if it had been typed below it.</summary>
public sealed class AskedAnew(TeamsIdentity identity, TeamsCommands commands, Inbox inbox)
{
    /// <summary>Repeating it changes nothing.</summary>
    public async Task TakeAsync(Activity activity, string interaction, string question, CancellationToken cancel)
    {
        var (workspace, user, conversation) = (identity.WorkspaceOf(activity), identity.UserOf(activity), activity.Conversation!.Id!);
        var same = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}|{question}")))[..16];
        await inbox.ReceiveAsync(
            new ChannelMessage(
                TeamsChannel.ChannelName,
                workspace,
                $"{conversation}|ask|{interaction}|{same}",
                conversation,
                user,
                question,
                WireJson.Write(TeamsAddress.Of(activity) with { ReplyTo = activity.ReplyToId })
            )
            {
                Prepared = await commands.ReplyAsync(question, workspace, user, cancel),
            }
        );
    }
}
