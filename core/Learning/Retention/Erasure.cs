using ChatBot.Answering.Reuse;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Retention;

/// <param name="Corrections">Deleted, or without their proposer where they answer.</param>
public sealed record ErasureReport(int Interactions, int Ratings, int Corrections, int Messages);

/// <summary>
/// Deletes all that is stored of a person: questions and answers, ratings, preferences, messages on their way, undecided corrections.
/// An approved correction is the company's text and stays, without its proposer. The audit keeps that something happened, not who.
/// </summary>
public sealed class Erasure(IDatabase database, AuditLog audit, AnswerReuse reuse)
{
    private const string Erased = "erased";

    /// <param name="user">Pseudonym.</param>
    public Task<ErasureReport> EraseAsync(string workspace, string user, string by, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user); // the empty pseudonym is everybody who gave no name
        return database.WriteAsync(
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
                await RunAsync(
                    "update audit set detail = '{}' where workspace = @workspace and (actor = @user or subject in (select id "
                        + "from interactions where workspace = @workspace and user_id = @user))"
                );
                var corrections =
                    await RunAsync(
                        "delete from corrections where workspace = @workspace and status in ('pending', 'reviewed', 'rejected') "
                            + "and (proposer = @user or interaction_id in (select id from interactions where workspace = @workspace "
                            + "and user_id = @user))"
                    ) + await RunAsync("update corrections set proposer = @Erased where workspace = @workspace and proposer = @user");
                var ratings = await RunAsync(
                    "delete from ratings where workspace = @workspace and (user_id = @user or interaction_id in (select id from "
                        + "interactions where workspace = @workspace and user_id = @user))"
                );
                await RunAsync(
                    "delete from guard_marks where workspace = @workspace and interaction_id in (select id from interactions "
                        + "where workspace = @workspace and user_id = @user)"
                );
                var interactions = await RunAsync("delete from interactions where workspace = @workspace and user_id = @user");
                await RunAsync("delete from preferences where workspace = @workspace and user_id = @user");
                var messages =
                    await RunAsync("delete from inbox where workspace = @workspace and user_id = @user")
                    + await RunAsync("delete from outbox where workspace = @workspace and user_id = @user")
                    + await RunAsync("delete from deliveries where workspace = @workspace and user_id = @user");
                await RunAsync("update audit set actor = @Erased where workspace = @workspace and actor = @user");
                var report = new ErasureReport(interactions, ratings, corrections, messages);
                await reuse.ForgetAsync(database, transaction, workspace);
                await audit.WriteAsync(transaction, workspace, by, "user.erased", "", report, cancel);
                return report;

                Task<int> RunAsync(string sql) =>
                    connection.ExecuteAsync(new CommandDefinition(sql, row, transaction, cancellationToken: cancel));
            },
            cancel
        );
    }
}
