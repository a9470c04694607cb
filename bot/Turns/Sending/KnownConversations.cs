using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>
/// Conversations that the bot has been seen in, with the channel's address of each: what it needs to speak without being asked.
/// </summary>
public sealed class KnownConversations(IDatabase database, TurnSeal seal, TimeProvider time)
{
    public Task SeenAsync(string workspace, string channel, ConversationAddress conversation, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into known_conversations (workspace, channel, conversation, address, seen)
                    values (@workspace, @channel, @Conversation, @Address, @Now)
                    on conflict (workspace, channel, conversation) do update set address = excluded.address, seen = excluded.seen
                    """,
                    new
                    {
                        workspace,
                        channel,
                        Conversation = seal.KeyOf(workspace, channel, conversation.Conversation),
                        Address = seal.Close(workspace, conversation),
                        Now = time.NowMs(),
                    },
                    transaction
                ),
            cancel
        );

    public async Task<ConversationAddress?> FindAsync(
        string workspace,
        string channel,
        string conversation,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var address = await connection.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition(
                "select address from known_conversations where workspace = @workspace and channel = @channel and conversation = "
                    + "@conversation",
                new
                {
                    workspace,
                    channel,
                    conversation = seal.KeyOf(workspace, channel, conversation),
                },
                cancellationToken: cancel
            )
        );
        return address is null ? null : seal.OpenPlace(workspace, conversation, address);
    }

    public Task ForgetAsync(string workspace, string channel, string conversation, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "delete from known_conversations where workspace = @workspace and channel = @channel and conversation = @conversation",
                    new
                    {
                        workspace,
                        channel,
                        conversation = seal.KeyOf(workspace, channel, conversation),
                    },
                    transaction
                ),
            cancel
        );
}
