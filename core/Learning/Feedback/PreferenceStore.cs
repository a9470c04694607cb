using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Feedback;

/// <summary>How often a person wants to be asked for the detailed rating.</summary>
/// <param name="AskEvery">Answers between two requests, 1 to 100.</param>
public sealed record Preference(int AskEvery = 5, bool OptOut = false);

/// <summary>People's preferences, and the count of answers since they were last asked.</summary>
public sealed class PreferenceStore(IDatabase database, TimeProvider time)
{
    public async Task<Preference> GetAsync(string workspace, string user, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var row = await connection.QuerySingleOrDefaultAsync<(int AskEvery, int OptOut)?>(
            new CommandDefinition(
                "select ask_every, opt_out from preferences where workspace = @workspace and user_id = @user",
                new { workspace, user },
                cancellationToken: cancel
            )
        );
        return row is { } found ? new Preference(found.AskEvery, found.OptOut != 0) : new Preference();
    }

    /// <exception cref="ArgumentOutOfRangeException"><see cref="Preference.AskEvery"/> is not 1 to 100.</exception>
    public async Task SetAsync(string workspace, string user, Preference preference, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(preference.AskEvery, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(preference.AskEvery, 100);
        await database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        insert into preferences (workspace, user_id, ask_every, opt_out, updated)
                            values (@workspace, @user, @AskEvery, @OptOut, @Now)
                        on conflict (workspace, user_id) do update
                            set ask_every = excluded.ask_every, opt_out = excluded.opt_out, updated = excluded.updated
                        """,
                        new
                        {
                            workspace,
                            user,
                            preference.AskEvery,
                            OptOut = preference.OptOut ? 1 : 0,
                            Now = time.NowMs(),
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );
    }

    /// <summary>
    /// Counts one more answer to this person, in the transaction that stores the answer. True where it is time to ask for
    /// the detailed form: once after every <see cref="Preference.AskEvery"/> answers, never after an opt-out.
    /// </summary>
    public async Task<bool> CountAnswerAsync(DbTransaction transaction, string workspace, string user, CancellationToken cancel = default)
    {
        var (askEvery, optOut, since) = await transaction.Connection!.QuerySingleAsync<(int, int, int)>(
            new CommandDefinition(
                """
                insert into preferences (workspace, user_id, answers_since, updated) values (@workspace, @user, 1, @Now)
                on conflict (workspace, user_id) do update set answers_since = preferences.answers_since + 1, updated = excluded.updated
                returning ask_every, opt_out, answers_since
                """,
                new
                {
                    workspace,
                    user,
                    Now = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        if (optOut != 0 || since < askEvery)
            return false;
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update preferences set answers_since = 0 where workspace = @workspace and user_id = @user",
                new { workspace, user },
                transaction,
                cancellationToken: cancel
            )
        );
        return true;
    }
}
