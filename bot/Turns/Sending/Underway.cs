using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>
/// Messages that are just being sent. People see them, press their buttons and edit their questions before the platform has told us the
/// message's id.
/// </summary>
public sealed class Underway(IDatabase database, TurnSeal seal, TimeProvider time)
{
    /// <summary>
    /// Stands before an id of the outbox in the place of a platform's id, for a message that is just being sent: what replaces it waits in
    /// the same conversation behind it, and by then it has an id.
    /// </summary>
    public const string Mark = "outbox:";

    /// <summary>How long a message that is being sent is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The platform's id of what <paramref name="updates"/> names; null where it was never delivered, so that there is nothing to replace.
    /// </summary>
    public async Task<string?> ResolveAsync(string workspace, string updates, CancellationToken cancel = default)
    {
        if (!updates.StartsWith(Mark, StringComparison.Ordinal))
            return updates;
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition(
                "select message_id from deliveries where workspace = @workspace and id = @Id",
                new { workspace, Id = updates[Mark.Length..] },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>
    /// Returns when nothing is being sent into the conversation, or after a few seconds: people press what they see before the platform has
    /// confirmed it to us.
    /// </summary>
    public async Task SettledAsync(string workspace, string channel, string conversation, CancellationToken cancel = default)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < Patience)
        {
            await using (var connection = await database.OpenAsync(workspace, cancel))
                if (
                    await connection.ExecuteScalarAsync<long>(
                        new CommandDefinition(
                            "select count(*) from outbox where workspace = @workspace and channel = @channel "
                                + "and conversation = @conversation and finished is null and claimant is not null",
                            new
                            {
                                workspace,
                                channel,
                                conversation = seal.KeyOf(workspace, channel, conversation),
                            },
                            cancellationToken: cancel
                        )
                    ) == 0
                )
                    return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancel);
        }
    }
}
