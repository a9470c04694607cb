using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>A row of a table of the turns as an older version wrote it, in clear.</summary>
internal sealed class RowInClear
{
    public string Id { get; init; } = "";
    public string Workspace { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Conversation { get; init; } = "";
    public string? Event_Id { get; init; }
    public string? Message { get; init; }
    public string? Address { get; init; }
    public string? Reply { get; init; }
}

/// <summary>Seals the rows of one table that an older version wrote in clear.</summary>
internal abstract class RowsInClear(IDatabase database, string table) : IRowUpgrade
{
    public Task<int> RunAsync(int count, CancellationToken cancel) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var found = await transaction.Connection!.QueryAsync<RowInClear>(
                    new CommandDefinition(
                        $"select * from {table} where substr(conversation, 1, 2) <> 'c~' limit @count",
                        new { count },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                var rows = found.AsList();
                foreach (var row in rows)
                    await SealAsync(transaction, row);
                return rows.Count;
            },
            cancel
        );

    protected abstract Task SealAsync(DbTransaction transaction, RowInClear row);
}

internal sealed class InboxInClear(IDatabase database, TurnSeal seal) : RowsInClear(database, "inbox")
{
    /// <summary>Beside an older version of the program an event may have come twice, once in each form: then it keeps both rows.</summary>
    protected override Task SealAsync(DbTransaction transaction, RowInClear row) =>
        transaction.Connection!.ExecuteAsync(
            """
            update inbox set conversation = @Key, message = @Message, event_id = case when exists (
                select 1 from inbox other where other.workspace = @Workspace and other.channel = @Channel and other.event_id = @Event)
                then @Event || id else @Event end
            where id = @Id
            """,
            new
            {
                row.Id,
                row.Workspace,
                row.Channel,
                Key = seal.KeyOf(row.Workspace, row.Channel, row.Conversation),
                Event = seal.EventOf(row.Workspace, row.Channel, row.Event_Id!),
                Message = row.Message is null ? null : seal.CloseMessage(row.Workspace, row.Message),
            },
            transaction
        );
}

internal sealed class OutboxInClear(IDatabase database, TurnSeal seal) : RowsInClear(database, "outbox")
{
    protected override Task SealAsync(DbTransaction transaction, RowInClear row) =>
        transaction.Connection!.ExecuteAsync(
            "update outbox set conversation = @Key, address = @Address, reply = @Reply where id = @Id",
            new
            {
                row.Id,
                Key = seal.KeyOf(row.Workspace, row.Channel, row.Conversation),
                Address = seal.Close(row.Workspace, new ConversationAddress(row.Conversation, row.Address!)),
                Reply = row.Reply is null ? null : seal.CloseReply(row.Workspace, row.Reply),
            },
            transaction
        );
}

internal sealed class DeliveriesInClear(IDatabase database, TurnSeal seal) : RowsInClear(database, "deliveries")
{
    protected override Task SealAsync(DbTransaction transaction, RowInClear row) =>
        transaction.Connection!.ExecuteAsync(
            "update deliveries set conversation = @Key, address = @Address where id = @Id",
            new
            {
                row.Id,
                Key = seal.KeyOf(row.Workspace, row.Channel, row.Conversation),
                Address = seal.Close(row.Workspace, new ConversationAddress(row.Conversation, row.Address!)),
            },
            transaction
        );
}

internal sealed class KnownConversationsInClear(IDatabase database, TurnSeal seal) : RowsInClear(database, "known_conversations")
{
    /// <summary>Deleted first: beside an older version of the program both forms of one conversation may be there.</summary>
    protected override Task SealAsync(DbTransaction transaction, RowInClear row) =>
        transaction.Connection!.ExecuteAsync(
            """
            delete from known_conversations where workspace = @Workspace and channel = @Channel and conversation = @Key;
            update known_conversations set conversation = @Key, address = @Address
            where workspace = @Workspace and channel = @Channel and conversation = @Conversation
            """,
            new
            {
                row.Workspace,
                row.Channel,
                row.Conversation,
                Key = seal.KeyOf(row.Workspace, row.Channel, row.Conversation),
                Address = seal.Close(row.Workspace, new ConversationAddress(row.Conversation, row.Address!)),
            },
            transaction
        );
}
