using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Receiving;

/// <summary>How a message was taken in.</summary>
public enum Received
{
    /// <summary>On disk: it will be answered whatever happens.</summary>
    Accepted,

    /// <summary>This event was taken in before.</summary>
    Duplicate,

    /// <summary>An edit or deletion that took effect on a message still waiting.</summary>
    Applied,

    /// <summary>An edit or deletion of a message that nobody knows.</summary>
    Ignored,
}

/// <summary>
/// Where every channel puts what it has verified and read. When <see cref="ReceiveAsync"/> returns, the message is on disk,
/// once, and the channel may acknowledge it.
/// </summary>
public sealed class Inbox(GroupCommit commits, Ordinals ordinals, Outbox outbox, TurnSeal seal, InboxWakeUp wake, TimeProvider time)
{
    public async Task<Received> ReceiveAsync(ChannelMessage message)
    {
        var received = await commits.RunAsync(transaction =>
            message.Kind switch
            {
                MessageKind.Edited => EditAsync(transaction, message),
                MessageKind.Withdrawn => WithdrawAsync(transaction, message),
                _ => AddAsync(transaction, message),
            }
        );
        if (received is Received.Accepted or Received.Applied)
            wake.Set();
        return received;
    }

    private async Task<Received> AddAsync(DbTransaction transaction, ChannelMessage message)
    {
        var added = await transaction.Connection!.ExecuteAsync(
            """
            insert into inbox (id, workspace, channel, event_id, conversation, user_id, message_id, ordinal, message, state, ready, created)
            values (@Id, @Workspace, @Channel, @EventId, @Conversation, @User, @MessageId, @Ordinal, @Message, 'open', @Now, @Now)
            on conflict (workspace, channel, event_id) do nothing
            """,
            new
            {
                Id = Ids.New(time),
                message.Workspace,
                message.Channel,
                EventId = seal.EventOf(message),
                Conversation = seal.KeyOf(message),
                message.User,
                message.MessageId,
                Ordinal = ordinals.Next(),
                Message = seal.Close(message),
                Now = time.NowMs(),
            },
            transaction
        );
        return added == 1 ? Received.Accepted : Received.Duplicate;
    }

    /// <summary>
    /// Still waiting: the text is exchanged, and an answer that is being made to the old one is not sent. Answered: asked anew.
    /// </summary>
    private async Task<Received> EditAsync(DbTransaction transaction, ChannelMessage message)
    {
        var exchanged = await transaction.Connection!.ExecuteAsync(
            """
            update inbox set message = @Message, revision = revision + 1
            where workspace = @Workspace and channel = @Channel and conversation = @Conversation and message_id = @MessageId
              and finished is null and event_id <> @EventId
            """,
            new
            {
                message.Workspace,
                message.Channel,
                Conversation = seal.KeyOf(message),
                message.MessageId,
                EventId = seal.EventOf(message),
                Message = seal.Close(message with { Kind = MessageKind.Asked }),
            },
            transaction
        );
        if (exchanged > 0)
            return Received.Applied;
        return await IsAnsweredAsync(transaction, message) ? await AddAsync(transaction, message) : Received.Ignored;
    }

    private async Task<Received> WithdrawAsync(DbTransaction transaction, ChannelMessage message)
    {
        var withdrawn = await transaction.Connection!.ExecuteAsync(
            """
            update inbox set state = 'withdrawn', finished = @Now, message = null, claimant = null, revision = revision + 1
            where workspace = @Workspace and channel = @Channel and conversation = @Conversation and message_id = @MessageId
                and finished is null
            """,
            new
            {
                message.Workspace,
                message.Channel,
                Conversation = seal.KeyOf(message),
                message.MessageId,
                Now = time.NowMs(),
            },
            transaction
        );
        foreach (var interaction in await AnswersToAsync(transaction, message))
            withdrawn += await outbox.CancelAsync(transaction, message.Workspace, Subjects.Answer, interaction);
        return withdrawn > 0 ? Received.Applied : Received.Ignored;
    }

    private async Task<bool> IsAnsweredAsync(DbTransaction transaction, ChannelMessage message) =>
        (await AnswersToAsync(transaction, message)).Any();

    private Task<IEnumerable<string>> AnswersToAsync(DbTransaction transaction, ChannelMessage message) =>
        transaction.Connection!.QueryAsync<string>(
            """
            select interaction_id from inbox
            where workspace = @Workspace and channel = @Channel and conversation = @Conversation and message_id = @MessageId
                and interaction_id is not null
            order by ordinal desc
            """,
            new
            {
                message.Workspace,
                message.Channel,
                Conversation = seal.KeyOf(message),
                message.MessageId,
            },
            transaction
        );
}
