using System.Security.Cryptography;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Undelivered;

/// <summary>What was given up on: a question that could not be answered, or a reply that could not be delivered.</summary>
/// <param name="Queue"><c>inbox</c> or <c>outbox</c>.</param>
/// <param name="Error">Why, in words; never a person's text.</param>
public sealed record DeadLetter(
    string Id,
    string Queue,
    string Workspace,
    string Channel,
    string Conversation,
    int Attempts,
    string Error,
    DateTimeOffset Created,
    DateTimeOffset Died
);

/// <summary>Dead letters are kept until an admin sends them again or drops them.</summary>
public sealed class DeadLetters(
    IDatabase database,
    TurnSeal seal,
    Ordinals ordinals,
    InboxWakeUp inbox,
    OutboxWakeUp outbox,
    TimeProvider time
)
{
    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string workspace, int count = 200, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                """
                select id, 'inbox' as queue, workspace, channel, conversation, message as place, attempts, error, created, finished
                    from inbox
                    where workspace = @workspace and state = 'dead'
                union all
                select id, 'outbox' as queue, workspace, channel, conversation, address as place, attempts, error, created, finished
                    from outbox
                    where workspace = @workspace and state = 'dead'
                order by finished desc limit @count
                """,
                new { workspace, count },
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.Select(row => new DeadLetter(
                row.Id,
                row.Queue,
                row.Workspace,
                row.Channel,
                ConversationOf(row),
                row.Attempts,
                row.Error ?? "",
                DateTimeOffset.FromUnixTimeMilliseconds(row.Created),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Finished)
            )),
        ];
    }

    /// <summary>As the platform names it; its pseudonym where it was sealed with a key that is gone.</summary>
    private string ConversationOf(Row row)
    {
        try
        {
            return row.Queue == "inbox"
                ? seal.OpenMessage(row.Workspace, row.Place).Conversation
                : seal.OpenPlace(row.Workspace, row.Conversation, row.Place).Conversation;
        }
        catch (CryptographicException)
        {
            return row.Conversation;
        }
    }

    /// <summary>Puts it back at the end of its queue, with all its attempts before it.</summary>
    /// <returns>False when this workspace has no dead letter of that id.</returns>
    public async Task<bool> ResendAsync(string workspace, string id, CancellationToken cancel = default)
    {
        var reopened = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var arguments = new
                {
                    workspace,
                    id,
                    Now = time.NowMs(),
                    Ordinal = ordinals.Next(),
                };
                return await transaction.Connection!.ExecuteAsync(
                        "update inbox set state = 'open', finished = null, attempts = 0, ready = @Now, ordinal = @Ordinal where "
                            + "workspace = @workspace and id = @id and state = 'dead'",
                        arguments,
                        transaction
                    )
                    + await transaction.Connection!.ExecuteAsync(
                        "update outbox set state = 'open', finished = null, attempts = 0, ready = @Now, ordinal = @Ordinal where "
                            + "workspace = @workspace and id = @id and state = 'dead'",
                        arguments,
                        transaction
                    );
            },
            cancel
        );
        inbox.Set();
        outbox.Set();
        return reopened > 0;
    }

    /// <summary>Forgets it.</summary>
    /// <returns>False when this workspace has no dead letter of that id.</returns>
    public Task<bool> DropAsync(string workspace, string id, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            async transaction =>
                await transaction.Connection!.ExecuteAsync(
                    "delete from inbox where workspace = @workspace and id = @id and state = 'dead'",
                    new { workspace, id },
                    transaction
                )
                    + await transaction.Connection!.ExecuteAsync(
                        "delete from outbox where workspace = @workspace and id = @id and state = 'dead'",
                        new { workspace, id },
                        transaction
                    )
                > 0,
            cancel
        );

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Queue { get; init; } = "";
        public string Workspace { get; init; } = "";
        public string Channel { get; init; } = "";
        public string Conversation { get; init; } = "";

        /// <summary>The stored message, or the stored address.</summary>
        public string Place { get; init; } = "";
        public int Attempts { get; init; }
        public string? Error { get; init; }
        public long Created { get; init; }
        public long Finished { get; init; }
    }
}
