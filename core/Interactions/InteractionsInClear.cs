using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Interactions;

/// <summary>Gives the conversations of older turns their pseudonyms.</summary>
internal sealed class InteractionsInClear(IDatabase database, Pseudonyms pseudonyms) : IRowUpgrade
{
    public Task<int> RunAsync(int count, CancellationToken cancel) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var connection = transaction.Connection!;
                var found = await connection.QueryAsync<(string Workspace, string Channel, string Conversation)>(
                    new CommandDefinition(
                        "select distinct workspace, channel, conversation from interactions "
                            + "where substr(conversation, 1, 2) <> 'c~' and conversation <> '' limit @count",
                        new { count },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                var conversations = found.AsList();
                foreach (var (workspace, channel, conversation) in conversations)
                    await connection.ExecuteAsync(
                        new CommandDefinition(
                            """
                            update interactions set conversation = @Key
                            where workspace = @workspace and channel = @channel and conversation = @conversation
                            """,
                            new
                            {
                                workspace,
                                channel,
                                conversation,
                                Key = pseudonyms.OfConversation(workspace, channel, conversation),
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
                return conversations.Count;
            },
            cancel
        );
}
