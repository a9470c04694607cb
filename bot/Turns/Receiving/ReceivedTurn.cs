using System.Data.Common;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Receiving;

/// <summary>A claimed row of the inbox.</summary>
public sealed class ReceivedTurn : IQueueRow
{
    public string Id { get; init; } = "";
    public string Workspace { get; init; } = "";
    public long Ordinal { get; init; }
    public int Attempts { get; init; }
    public int Revision { get; init; }

    /// <summary>Of the message that was begun on the platform for its answer; null for none.</summary>
    public string? Begun { get; init; }

    /// <summary>What was received, as it is stored: <see cref="TurnSeal.OpenMessage"/> reads it.</summary>
    public string Message { get; init; } = "";
}

/// <summary>
/// The turn is not the claimant's any more: edited, withdrawn, or taken by another instance. What it made is rolled back.
/// </summary>
public sealed class TurnOvertakenException() : Exception("the turn was overtaken");

/// <summary>Ends turns, in the transaction that stores what they led to.</summary>
public sealed class TurnEnds(IDatabase database, Instance instance, TimeProvider time)
{
    /// <returns>What was begun on the platform for the reply, as it stands now: see <see cref="BegunAsync"/>.</returns>
    /// <exception cref="TurnOvertakenException">Nothing may come of this turn any more.</exception>
    public async Task<string?> AnsweredAsync(DbTransaction transaction, ReceivedTurn turn, string? interaction)
    {
        var ended = await transaction.Connection!.QueryAsync<string?>(
            """
            update inbox set state = 'answered', finished = @Now, message = null, claimant = null, error = null,
                interaction_id = @interaction
            where id = @Id and claimant = @Me and revision = @Revision and finished is null
            returning begun
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
        return Begun(ended);
    }

    private static string? Begun(IEnumerable<string?> ended) => ended.ToList() is [var begun] ? begun : throw new TurnOvertakenException();

    /// <summary>
    /// Remembers what was begun on the platform for the reply, so that whoever ends the turn lets the reply take its place: the row itself
    /// says whether this came before the end or after it.
    /// </summary>
    /// <returns>False where the turn has ended or is somebody else's: nothing will take the place of what was begun.</returns>
    public Task<bool> BegunAsync(ReceivedTurn turn, string begun, CancellationToken cancel = default) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
                await transaction.Connection!.ExecuteAsync(
                    "update inbox set begun = @begun where id = @Id and claimant = @Me and finished is null",
                    new
                    {
                        turn.Id,
                        Me = instance.Id,
                        begun,
                    },
                    transaction
                ) == 1,
            cancel
        );

    /// <summary>What was begun for a turn that was taken back meanwhile; null where it was not, or nothing was begun.</summary>
    public async Task<string?> WithdrawnAsync(ReceivedTurn turn, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        return await connection.QueryFirstOrDefaultAsync<string?>(
            new CommandDefinition(
                "select begun from inbox where id = @Id and state = 'withdrawn'",
                new { turn.Id },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Keeps the message for an admin to look at and to try again.</summary>
    /// <returns>What was begun on the platform for the reply.</returns>
    /// <exception cref="TurnOvertakenException">Nothing may come of this turn any more.</exception>
    public async Task<string?> DeadAsync(DbTransaction transaction, ReceivedTurn turn, string error)
    {
        var ended = await transaction.Connection!.QueryAsync<string?>(
            """
            update inbox set state = 'dead', finished = @Now, claimant = null, error = @error
            where id = @Id and claimant = @Me and revision = @Revision and finished is null
            returning begun
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
        return Begun(ended);
    }
}
