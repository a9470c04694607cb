using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Receiving;

/// <summary>A claimed row of the inbox.</summary>
public sealed class ReceivedTurn : IQueueRow
{
    public string Id { get; init; } = "";
    public long Ordinal { get; init; }
    public int Attempts { get; init; }
    public int Revision { get; init; }

    /// <summary>The <see cref="ChannelMessage"/> as JSON.</summary>
    public string Message { get; init; } = "";

    public ChannelMessage Read() => WireJson.Read<ChannelMessage>(Message);
}

/// <summary>
/// The turn is not the claimant's any more: edited, withdrawn, or taken by another instance. What it made is rolled back.
/// </summary>
public sealed class TurnOvertakenException() : Exception("the turn was overtaken");

/// <summary>Ends turns, in the transaction that stores what they led to.</summary>
public sealed class TurnEnds(Instance instance, TimeProvider time)
{
    /// <exception cref="TurnOvertakenException">Nothing may come of this turn any more.</exception>
    public async Task AnsweredAsync(DbTransaction transaction, ReceivedTurn turn, string? interaction)
    {
        var ended = await transaction.Connection!.ExecuteAsync(
            """
            update inbox set state = 'answered', finished = @Now, message = null, claimant = null, error = null,
                interaction_id = @interaction
            where id = @Id and claimant = @Me and revision = @Revision and finished is null
            """,
            new
            {
                turn.Id,
                turn.Revision,
                Me = instance.Id,
                Now = time.NowMs(),
                interaction,
            },
            transaction
        );
        if (ended == 0)
            throw new TurnOvertakenException();
    }

    /// <summary>Keeps the message for an admin to look at and to try again.</summary>
    /// <exception cref="TurnOvertakenException">Nothing may come of this turn any more.</exception>
    public async Task DeadAsync(DbTransaction transaction, ReceivedTurn turn, string error)
    {
        var ended = await transaction.Connection!.ExecuteAsync(
            """
            update inbox set state = 'dead', finished = @Now, claimant = null, error = @error
            where id = @Id and claimant = @Me and revision = @Revision and finished is null
            """,
            new
            {
                turn.Id,
                turn.Revision,
                Me = instance.Id,
                Now = time.NowMs(),
                error,
            },
            transaction
        );
        if (ended == 0)
            throw new TurnOvertakenException();
    }
}
