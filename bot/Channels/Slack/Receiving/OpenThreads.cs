using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>Threads that the bot takes part in: it has answered there, or is just about to.</summary>
public sealed class OpenThreads(IDatabase database, TurnSeal seal)
{
    public async Task<bool> AreOursAsync(string workspace, string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    """
                    select (select count(*) from deliveries where workspace = @workspace and channel = @channel
                        and conversation = @conversation and subject = 'answer')
                         + (select count(*) from inbox where workspace = @workspace and channel = @channel
                             and conversation = @conversation and finished is null)
                         + (select count(*) from outbox where workspace = @workspace and channel = @channel
                             and conversation = @conversation and finished is null and subject = 'answer')
                    """,
                    new
                    {
                        workspace,
                        channel = SlackChannel.ChannelName,
                        conversation = seal.KeyOf(workspace, SlackChannel.ChannelName, conversation),
                    },
                    cancellationToken: cancel
                )
            ) > 0;
    }
}
