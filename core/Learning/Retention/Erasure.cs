using ChatBot.Answering.Reuse;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Retention;

/// <param name="Corrections">Deleted, or without their proposer where they answer.</param>
public sealed record ErasureReport(int Interactions, int Ratings, int Corrections, int Messages);

/// <summary>
/// Deletes all that is stored of a person: questions and answers, ratings, preferences, messages on their way, undecided corrections, what
/// they had answered twice, and where the improvement cycle quotes them. What was deleted is taken off the disk as well.
/// An approved correction is the company's text and stays, without its proposer. The audit keeps that something happened, not who.
/// </summary>
public sealed class Erasure(IDatabase database, AuditLog audit, AnswerReuse reuse, LearntQuotes quotes)
{
    private const string Erased = "erased";

    /// <summary>Corrections that never answered: of the person, or of one of their answers.</summary>
    private const string Theirs =
        "workspace = @workspace and status in ('pending', 'reviewed', 'rejected') and (proposer = @user or interaction_id in (select id "
        + "from interactions where workspace = @workspace and user_id = @user))";

    /// <param name="user">Pseudonym.</param>
    public async Task<ErasureReport> EraseAsync(string workspace, string user, Auditor by, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user); // the empty pseudonym is everybody who gave no name
        var erased = await DeleteAsync(workspace, user, by, cancel);
        quotes.ForgetKept(workspace);
        await database.ScrubAsync(cancel: cancel);
        return erased;
    }

    private Task<ErasureReport> DeleteAsync(string workspace, string user, Auditor by, CancellationToken cancel) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var connection = transaction.Connection!;
                var row = new
                {
                    workspace,
                    user,
                    Erased,
                };
                await quotes.ForgetAsync(transaction, workspace, await WordsAsync(), cancel);
                await RunAsync(
                    "update audit set detail = '{}' where workspace = @workspace and (actor = @user or subject in (select id "
                        + "from interactions where workspace = @workspace and user_id = @user) or subject in (select id from corrections "
                        + $"where {Theirs}))"
                );
                var corrections =
                    await RunAsync($"delete from corrections where {Theirs}")
                    + await RunAsync("update corrections set proposer = @Erased where workspace = @workspace and proposer = @user");
                var ratings = await RunAsync(
                    "delete from ratings where workspace = @workspace and (user_id = @user or interaction_id in (select id from "
                        + "interactions where workspace = @workspace and user_id = @user))"
                );
                var interactions = await RunAsync("delete from interactions where workspace = @workspace and user_id = @user");
                await RunAsync("delete from preferences where workspace = @workspace and user_id = @user");
                await RunAsync("delete from allowances where workspace = @workspace and user_id = @user");
                await RunAsync("delete from answer_pairs where workspace = @workspace and asked_by = @user");
                var messages =
                    await RunAsync("delete from inbox where workspace = @workspace and user_id = @user")
                    + await RunAsync("delete from outbox where workspace = @workspace and user_id = @user")
                    + await RunAsync("delete from deliveries where workspace = @workspace and user_id = @user");
                await RunAsync(
                    "update corrections set reviewer = @Erased, reviewer_id = @Erased where workspace = @workspace and reviewer_id = @user"
                );
                await RunAsync(
                    "update correction_wordings set added_by = @Erased, added_by_id = @Erased "
                        + "where workspace = @workspace and added_by_id = @user"
                );
                await RunAsync("update audit set actor = @Erased, actor_name = null where workspace = @workspace and actor = @user");
                var report = new ErasureReport(interactions, ratings, corrections, messages);
                await reuse.ForgetAsync(database, transaction, workspace);
                await audit.WriteAsync(transaction, workspace, by, "user.erased", "", report, cancel);
                return report;

                async Task<GoneWords> WordsAsync() =>
                    GoneWords.Of(
                        await ReadAsync("select id from interactions where workspace = @workspace and user_id = @user"),
                        await ReadAsync(
                            """
                            select question from interactions where workspace = @workspace and user_id = @user
                            union select comment from ratings where workspace = @workspace and user_id = @user
                            union select suggestion from ratings where workspace = @workspace and user_id = @user
                            """
                        )
                    );

                Task<IEnumerable<string>> ReadAsync(string sql) =>
                    connection.QueryAsync<string>(new CommandDefinition(sql, row, transaction, cancellationToken: cancel));

                Task<int> RunAsync(string sql) =>
                    connection.ExecuteAsync(new CommandDefinition(sql, row, transaction, cancellationToken: cancel));
            },
            cancel
        );
}
