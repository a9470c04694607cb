using System.Data.Common;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>What was delivered where: how a rating finds its answer, and a correction or a decision the messages it changes.</summary>
public sealed class Deliveries(IDatabase database, TurnSeal seal, GroupCommit commits, Instance instance, TimeProvider time)
{
    /// <summary>The message of that platform id, or null.</summary>
    public async Task<DeliveredMessage?> FindAsync(
        string workspace,
        string channel,
        string conversation,
        string messageId,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var found = await connection.QueryFirstOrDefaultAsync<DeliveredMessage>(
            new CommandDefinition(
                """
                select * from deliveries
                where workspace = @workspace and channel = @channel and conversation = @conversation and message_id = @messageId
                order by sent desc limit 1
                """,
                new
                {
                    workspace,
                    channel,
                    conversation = seal.KeyOf(workspace, channel, conversation),
                    messageId,
                },
                cancellationToken: cancel
            )
        );
        return found is null ? null : Open(found);
    }

    /// <summary>
    /// Answers in any conversation whose message has that platform id, the newest first: some events name a message and not its
    /// conversation.
    /// </summary>
    public async Task<IReadOnlyList<DeliveredMessage>> AnswersInAsync(
        string workspace,
        string channel,
        string messageId,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var found = await connection.QueryAsync<DeliveredMessage>(
            new CommandDefinition(
                """
                select * from deliveries
                where workspace = @workspace and channel = @channel and message_id = @messageId and subject = 'answer'
                order by sent desc
                """,
                new
                {
                    workspace,
                    channel,
                    messageId,
                },
                cancellationToken: cancel
            )
        );
        return [.. found.Select(Open)];
    }

    /// <summary>The latest answer to a person in a conversation, or null: where a platform does not say which message it means.</summary>
    public async Task<DeliveredMessage?> LatestAnswerAsync(
        string workspace,
        string channel,
        string conversation,
        string user,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var found = await connection.QueryFirstOrDefaultAsync<DeliveredMessage>(
            new CommandDefinition(
                """
                select * from deliveries
                where workspace = @workspace and channel = @channel and conversation = @conversation and user_id = @user
                    and subject = 'answer'
                order by sent desc limit 1
                """,
                new
                {
                    workspace,
                    channel,
                    conversation = seal.KeyOf(workspace, channel, conversation),
                    user,
                },
                cancellationToken: cancel
            )
        );
        return found is null ? null : Open(found);
    }

    /// <summary>
    /// True where the bot has answered in this conversation, or its answer is on the way: people reply to what they see before the platform
    /// has confirmed it to us.
    /// </summary>
    public async Task<bool> TakesPartInAsync(string workspace, string channel, string conversation, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    """
                    select (select count(*) from deliveries
                            where workspace = @workspace and subject = 'answer' and channel = @channel and conversation = @conversation)
                         + (select count(*) from outbox
                            where workspace = @workspace and subject = 'answer' and channel = @channel and conversation = @conversation
                                and finished is null)
                    """,
                    new
                    {
                        workspace,
                        channel,
                        conversation = seal.KeyOf(workspace, channel, conversation),
                    },
                    cancellationToken: cancel
                )
            ) > 0;
    }

    /// <summary>True where an answer of the bot stands in this conversation.</summary>
    public async Task<bool> HasAnsweredAsync(string workspace, string channel, string conversation, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    "select count(*) from deliveries where workspace = @workspace and channel = @channel and conversation = "
                        + "@conversation and subject = 'answer'",
                    new
                    {
                        workspace,
                        channel,
                        conversation = seal.KeyOf(workspace, channel, conversation),
                    },
                    cancellationToken: cancel
                )
            ) > 0;
    }

    /// <summary>
    /// True where the answer of <paramref name="interaction"/> stands in this conversation, or is arriving just now: an id from elsewhere
    /// opens nothing here.
    /// </summary>
    public async Task<bool> StandsInAsync(
        string workspace,
        string channel,
        string conversation,
        string interaction,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    """
                    select (select count(*) from deliveries
                            where workspace = @workspace and subject = 'answer' and subject_id = @interaction and channel = @channel
                                and conversation = @conversation)
                         + (select count(*) from outbox
                            where workspace = @workspace and subject = 'answer' and subject_id = @interaction and channel = @channel
                                and conversation = @conversation)
                    """,
                    new
                    {
                        workspace,
                        channel,
                        conversation = seal.KeyOf(workspace, channel, conversation),
                        interaction,
                    },
                    cancellationToken: cancel
                )
            ) > 0;
    }

    /// <summary>
    /// Every message about <paramref name="subjectId"/>, in all channels; one that is just being sent goes by <see cref="Underway.Mark"/>.
    /// </summary>
    public async Task<IReadOnlyList<DeliveredMessage>> AboutAsync(
        DbTransaction transaction,
        string workspace,
        string subject,
        string subjectId
    ) =>
        [
            .. (
                await transaction.Connection!.QueryAsync<DeliveredMessage>(
                    $"""
                    select workspace, channel, conversation, user_id, address, message_id, subject, subject_id, sent from deliveries
                    where workspace = @workspace and subject = @subject and subject_id = @subjectId
                    union all
                    select workspace, channel, conversation, user_id, address, '{Underway.Mark}' || id, subject, subject_id, created
                    from outbox
                    where workspace = @workspace and subject = @subject and subject_id = @subjectId and updates is null
                        and finished is null and claimant is not null
                    order by sent
                    """,
                    new
                    {
                        workspace,
                        subject,
                        subjectId,
                    },
                    transaction
                )
            ).Select(Open),
        ];

    private DeliveredMessage Open(DeliveredMessage stored)
    {
        var place = seal.OpenPlace(stored.Workspace, stored.Conversation, stored.Address);
        return stored with { Conversation = place.Conversation, Address = place.Address };
    }

    /// <summary>
    /// Ends a row as sent and remembers the platform's id: the sooner, the smaller the moment in which a crash would send it again.
    /// </summary>
    public Task SentAsync(OutboxRow row, string? messageId) => commits.RunAsync(transaction => StoreAsync(transaction, row, messageId));

    /// <summary>
    /// In one statement text, which is one round trip: what waits behind it in the shared transaction are replies that a crash would
    /// repeat.
    /// </summary>
    internal Task<int> StoreAsync(DbTransaction transaction, OutboxRow row, string? messageId) =>
        transaction.Connection!.ExecuteAsync(
            "update outbox set state = 'sent', finished = @Now, reply = null, claimant = null, error = null where id = @Id and "
                + "claimant = @Me and finished is null;\n"
                + (
                    row.Updates is not null ? Replaced
                    : messageId is not null ? Delivered
                    : ""
                ),
            new
            {
                row.Id,
                row.Workspace,
                row.Channel,
                row.Conversation,
                row.User_Id,
                row.Address,
                MessageId = messageId,
                row.Updates,
                row.Subject,
                row.Subject_Id,
                Me = instance.Id,
                Now = time.NowMs(),
            },
            transaction
        );

    private const string Delivered = """
        insert into deliveries (id, workspace, channel, conversation, user_id, address, message_id, subject, subject_id, sent)
        values (@Id, @Workspace, @Channel, @Conversation, @User_Id, @Address, @MessageId, @Subject, @Subject_Id, @Now)
        on conflict (id) do update set message_id = excluded.message_id, sent = excluded.sent
        """;

    /// <summary>An edited question's new answer stands in the old one's message: ratings by message go to the new one.</summary>
    private const string Replaced = """
        update deliveries set subject_id = @Subject_Id
        where workspace = @Workspace and channel = @Channel and conversation = @Conversation and message_id = @Updates
            and subject = @Subject
        """;
}
