using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>What is to be said. Rows are added in the transaction of whatever caused them, and sent after it.</summary>
public sealed class Outbox(Ordinals ordinals, TurnSeal seal, TimeProvider time)
{
    /// <summary>Queues one reply. After the commit the caller sets <see cref="OutboxWakeUp"/>.</summary>
    public Task AddAsync(DbTransaction transaction, Outgoing outgoing)
    {
        var now = time.NowMs();
        return transaction.Connection!.ExecuteAsync(
            """
            insert into outbox (id, workspace, channel, conversation, user_id, ordinal, address, reply, updates, begun, subject,
                subject_id, state, ready, created)
            values (@Id, @Workspace, @Channel, @Conversation, @User, @Ordinal, @Address, @Reply, @Updates, @Begun, @Subject,
                @SubjectId, 'open', @now, @now)
            """,
            new
            {
                Id = Ids.New(time),
                outgoing.Workspace,
                outgoing.Channel,
                Conversation = seal.KeyOf(outgoing.Workspace, outgoing.Channel, outgoing.Conversation),
                outgoing.User,
                Ordinal = ordinals.Next(),
                Address = seal.Close(outgoing.Workspace, new ConversationAddress(outgoing.Conversation, outgoing.Address)),
                Reply = seal.Close(outgoing.Workspace, outgoing.Reply),
                outgoing.Updates,
                outgoing.Begun,
                outgoing.Subject,
                outgoing.SubjectId,
                now,
            },
            transaction
        );
    }

    /// <summary>Takes back what has not been sent yet, has not begun to stand on the platform and is not being sent right now.</summary>
    /// <returns>How many rows were taken back.</returns>
    public Task<int> CancelAsync(DbTransaction transaction, string workspace, string subject, string subjectId) =>
        transaction.Connection!.ExecuteAsync(
            """
            update outbox set state = 'cancelled', finished = @now, reply = null
            where workspace = @workspace and subject = @subject and subject_id = @subjectId and finished is null and claimant is null
                and begun is null
            """,
            new
            {
                workspace,
                subject,
                subjectId,
                now = time.NowMs(),
            },
            transaction
        );

    /// <summary>
    /// Conversations where a message about this is queued and not being sent. It is held until the transaction ends, and rendered after:
    /// with all that the transaction changes, so that no second one is needed. Their names are pseudonyms (<see cref="TurnSeal"/>).
    /// </summary>
    public async Task<IReadOnlySet<(string Channel, string Conversation)>> HoldAsync(
        DbTransaction transaction,
        string workspace,
        string subject,
        string subjectId
    ) =>
        (
            await transaction.Connection!.QueryAsync<(string, string)>(
                """
                update outbox set ready = ready
                where workspace = @workspace and subject = @subject and subject_id = @subjectId and finished is null and claimant is null
                returning channel, conversation
                """,
                new
                {
                    workspace,
                    subject,
                    subjectId,
                },
                transaction
            )
        ).ToHashSet();

    /// <summary>Makes way for a new answer to an edited message: takes back the old one where it has not been sent.</summary>
    /// <returns>
    /// What stands for the old answer in <see cref="Outgoing.Updates"/> where it has been, or is being, sent: it is replaced in place.
    /// </returns>
    public async Task<string?> SupersedeAsync(DbTransaction transaction, ChannelMessage message)
    {
        // Which answers the message has had: asked in the statement itself, since engines differ in how they take a list.
        const string answers = """
            select interaction_id from inbox
            where workspace = @Workspace and channel = @Channel and conversation = @Conversation and message_id = @MessageId
                and interaction_id is not null
            """;
        var arguments = new
        {
            message.Workspace,
            message.Channel,
            Conversation = seal.KeyOf(message),
            message.MessageId,
            Now = time.NowMs(),
        };
        await transaction.Connection!.ExecuteAsync(
            $"""
            update outbox set state = 'cancelled', finished = @Now, reply = null
            where workspace = @Workspace and subject = 'answer' and subject_id in ({answers}) and finished is null and claimant is null
                and begun is null
            """,
            arguments,
            transaction
        );
        return await transaction.Connection!.QueryFirstOrDefaultAsync<string>(
            $"""
            select message_id from (
                select message_id, sent from deliveries
                where workspace = @Workspace and channel = @Channel and conversation = @Conversation and subject = 'answer'
                    and subject_id in ({answers})
                union all
                select coalesce(updates, '{Underway.Mark}' || id), created from outbox
                where workspace = @Workspace and channel = @Channel and conversation = @Conversation and subject = 'answer'
                    and subject_id in ({answers}) and finished is null
            ) answered
            order by sent desc limit 1
            """,
            arguments,
            transaction
        );
    }
}
