using System.Security.Cryptography;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Announcing;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>
/// Delivers the outbox: in order within a conversation, within the platform's rates, again after what passes, and into the
/// dead letters after what does not.
/// </summary>
public sealed partial class OutboxSender(
    IDatabase database,
    Instance instance,
    IEnumerable<IChannel> channels,
    TurnSeal seal,
    Deliveries deliveries,
    Underway underway,
    ConversationPace pace,
    AdminAnnouncements announcements,
    Rehearsal rehearsal,
    OutboxWakeUp wake,
    IOptions<TurnsOptions> options,
    TimeProvider time,
    ILogger<OutboxSender> log
)
    : QueueService<OutboxRow>(
        new QueueTable("outbox", database, instance, time, options.Value.Lease),
        wake,
        rehearsal,
        options.Value,
        options.Value.Sending,
        time,
        log
    )
{
    private readonly Dictionary<string, IChannel> _channels = channels.ToDictionary(channel => channel.Name);

    protected override async Task WorkAsync(OutboxRow row, CancellationToken cancel)
    {
        if (!_channels.TryGetValue(row.Channel, out var channel))
        {
            await DeadAsync(row, $"the channel {row.Channel} is not configured any more");
            return;
        }
        if (Read(row) is not var (to, reply))
        {
            await DeadAsync(row, "sealed with another key");
            return;
        }
        if (pace.Reserve(channel, row.Workspace, to.Conversation) is var wait && wait > TimeSpan.Zero)
        {
            await Table.ReleaseAsync(row.Id, wait, counts: false);
            return;
        }
        if (row.Updates is { } updates)
            row.Updates = await underway.ResolveAsync(row.Workspace, updates, cancel);
        switch (await SendAsync(channel, row, to, reply, cancel))
        {
            case Delivery.Sent sent:
                await deliveries.SentAsync(row, sent.MessageId);
                break;
            case Delivery.Refused refused:
                await DeadAsync(row, refused.Reason);
                break;
            case Delivery.Retry retry when row.Attempts >= options.Value.SendAttempts:
                await DeadAsync(row, $"{retry.Reason}, {row.Attempts} times");
                break;
            case Delivery.Retry retry:
                var pause = Pauses.After(row.Attempts, options.Value);
                Retrying(row.Id, row.Channel, row.Attempts, retry.Reason);
                await Table.ReleaseAsync(row.Id, retry.After > pause ? retry.After.Value : pause, counts: true, retry.Reason);
                break;
        }
    }

    /// <summary>Null where it was sealed with a key that is gone.</summary>
    private (ConversationAddress To, Reply Reply)? Read(OutboxRow row)
    {
        try
        {
            return (seal.OpenPlace(row.Workspace, row.Conversation, row.Address), seal.OpenReply(row.Workspace, row.Reply));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private async Task<Delivery> SendAsync(IChannel channel, OutboxRow row, ConversationAddress to, Reply reply, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Value.SendTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await channel.SendAsync(
                new OutboundReply(row.Id, row.Workspace, to.Conversation, to.Address, reply, row.Attempts, row.Updates)
                {
                    Begun = row.Begun,
                },
                either.Token
            );
        }
        catch (OperationCanceledException)
        {
            return new Delivery.Retry(null, limit.IsCancellationRequested ? "no answer in time" : "the bot was stopped");
        }
        catch (Exception fault)
        {
            SendFaulted(FaultTrace.Of(fault), row.Id, row.Channel);
            return new Delivery.Retry(null, fault.GetType().Name);
        }
    }

    private async Task DeadAsync(OutboxRow row, string reason)
    {
        GivenUp(row.Id, row.Channel, reason);
        var admins = await announcements.AddressesAsync(row.Workspace, CancellationToken.None);
        await database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var now = Time.NowMs();
                var ended = await transaction.Connection!.ExecuteAsync(
                    "update outbox set state = 'dead', finished = @now, claimant = null, error = @reason where id = @Id and "
                        + "claimant = @Me and finished is null",
                    new
                    {
                        row.Id,
                        Me = instance.Id,
                        reason,
                        now,
                    },
                    transaction
                );
                if (ended == 0)
                    return;
                // One notice an hour for a conversation that is closed to us, and none to it.
                var told = await transaction.Connection!.ExecuteScalarAsync<long>(
                    """
                    select count(*) from outbox
                    where channel = @Channel and workspace = @Workspace and conversation = @Conversation and state = 'dead'
                        and finished > @since and id <> @Id
                    """,
                    new
                    {
                        row.Channel,
                        row.Workspace,
                        row.Conversation,
                        row.Id,
                        since = now - (long)TimeSpan.FromHours(1).TotalMilliseconds,
                    },
                    transaction
                );
                if (told == 0)
                    await announcements.AddAsync(
                        transaction,
                        row.Workspace,
                        [.. admins.Where(admin => seal.KeyOf(row.Workspace, admin.Channel, admin.To.Conversation) != row.Conversation)],
                        new NoticeReply($"A reply in {row.Channel} could not be delivered ({reason}). It is kept as dead letter {row.Id}.")
                    );
            }
        );
        wake.Set();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reply {Reply} to {Channel} is tried again after attempt {Attempt}: {Reason}")]
    private partial void Retrying(string reply, string channel, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reply {Reply} to {Channel} failed unexpectedly: {Trace}")]
    private partial void SendFaulted(string trace, string reply, string channel);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reply {Reply} to {Channel} became a dead letter: {Reason}")]
    private partial void GivenUp(string reply, string channel, string reason);
}
