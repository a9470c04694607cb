using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Storage;
using ChatBot.TestKit.Turns;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class KnownConversationsTests
{
    private const string Channel = "recording";

    [Fact]
    public async Task A_conversation_is_known_in_its_own_workspace_only()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var known = turns.Get<KnownConversations>();
        await known.SeenAsync(Workspaces.Default, Channel, new ConversationAddress("c1", "{}"));
        await turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync("update known_conversations set workspace = 'other'", transaction: transaction)
        );

        Assert.Null(await known.FindAsync(Workspaces.Default, Channel, "c1"));
        await known.ForgetAsync(Workspaces.Default, Channel, "c1");
        Assert.Equal(1, await turns.CountAsync("select count(*) from known_conversations"));

        await known.SeenAsync(Workspaces.Default, Channel, new ConversationAddress("c1", "{}"));
        Assert.Equal(new ConversationAddress("c1", "{}"), await known.FindAsync(Workspaces.Default, Channel, "c1"));
        await known.ForgetAsync(Workspaces.Default, Channel, "c1");
        Assert.Null(await known.FindAsync(Workspaces.Default, Channel, "c1"));
        Assert.Equal(1, await turns.CountAsync("select count(*) from known_conversations where workspace = 'other'"));
    }
}
