using ChatBot.Answering;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Retention;

/// <summary>
/// Empties the texts of old interactions and ratings, a batch at a time, and takes away where the improvement cycle quotes them; outcomes,
/// scores and times stay for the figures. Answers that were compared side by side go whole.
/// </summary>
public sealed class RetentionPass(
    IDatabase database,
    AuditLog audit,
    LearntQuotes quotes,
    IOptions<RetentionOptions> options,
    TimeProvider time
)
{
    private const int Batch = 2000;

    /// <summary>What an emptied interaction has for a receipt: readable, and saying why it is empty.</summary>
    private static readonly string EmptyReceipt = WireJson.Write(
        new
        {
            receipt = new Receipt
            {
                Outcome = Outcome.Answered,
                Stage = "retention",
                Rule = "expired",
            },
            sources = Array.Empty<Source>(),
        }
    );

    /// <param name="days">Keep the last so many; null: as configured. 0 keeps everything.</param>
    /// <returns>Interactions that were emptied.</returns>
    public async Task<int> RunAsync(string workspace, Auditor by, int? days = null, CancellationToken cancel = default)
    {
        var keep = days ?? options.Value.TextDays;
        if (keep == 0)
            return 0;
        var cutoff = time.NowMs() - keep * 86_400_000L;
        var emptied = 0;
        while (await database.WriteAsync(workspace, transaction => EmptyAsync(transaction, workspace, cutoff), cancel) is var batch and > 0)
            emptied += batch;
        var pairs = await database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "delete from answer_pairs where workspace = @workspace and created < @cutoff",
                        new { workspace, cutoff },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );
        if (emptied > 0)
        {
            await database.WriteAsync(
                workspace,
                transaction =>
                    audit.WriteAsync(transaction, workspace, by, "retention.run", "", new { days = keep, interactions = emptied }, cancel),
                cancel
            );
            quotes.ForgetKept(workspace);
        }
        if (emptied + pairs > 0)
            await database.ScrubAsync(cancel: cancel);
        return emptied;
    }

    private async Task<int> EmptyAsync(
        System.Data.Common.DbTransaction transaction,
        string workspace,
        long cutoff,
        CancellationToken cancel = default
    )
    {
        var connection = transaction.Connection!;
        var old = (
            await connection.QueryAsync<(string Id, string Question)>(
                new CommandDefinition(
                    "select id, question from interactions where workspace = @workspace and created < @cutoff and question <> '' order by "
                        + "created limit @Batch",
                    new
                    {
                        workspace,
                        cutoff,
                        Batch,
                    },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();
        if (old.Count == 0)
            return 0;
        var said = new List<string?>();
        foreach (var some in old.Select(row => row.Id).Chunk(500))
        {
            var row = new
            {
                workspace,
                ids = some,
                EmptyReceipt,
            };
            await connection.ExecuteAsync(
                new CommandDefinition(
                    "update interactions set question = '', answer = '', receipt = @EmptyReceipt where workspace = @workspace and "
                        + $"{database.Sql.IsOneOf("id", "ids")}",
                    row,
                    transaction,
                    cancellationToken: cancel
                )
            );
            var these = "workspace = @workspace and " + database.Sql.IsOneOf("interaction_id", "ids");
            said.AddRange(
                await connection.QueryAsync<string?>(
                    new CommandDefinition(
                        $"select comment from ratings where {these} union select suggestion from ratings where {these}",
                        row,
                        transaction,
                        cancellationToken: cancel
                    )
                )
            );
            await connection.ExecuteAsync(
                new CommandDefinition(
                    "update ratings set comment = null, suggestion = null where workspace = @workspace and "
                        + $"{database.Sql.IsOneOf("interaction_id", "ids")}",
                    row,
                    transaction,
                    cancellationToken: cancel
                )
            );
            await connection.ExecuteAsync(
                new CommandDefinition(
                    $"update audit set detail = '{{}}' where workspace = @workspace and action = 'rating.submitted' and "
                        + $"{database.Sql.IsOneOf("subject", "ids")}",
                    row,
                    transaction,
                    cancellationToken: cancel
                )
            );
            // A correction that answers, or did, is the company's text; one that never did goes with its question, and so does what the
            // audit quotes of it.
            var unanswered =
                "workspace = @workspace and status in ('pending', 'reviewed', 'rejected') and "
                + database.Sql.IsOneOf("interaction_id", "ids");
            foreach (
                var sql in (string[])
                    [
                        "update audit set detail = '{}' where workspace = @workspace and subject in (select id from corrections where "
                            + $"{unanswered})",
                        $"delete from corrections where {unanswered}",
                    ]
            )
                await connection.ExecuteAsync(new CommandDefinition(sql, row, transaction, cancellationToken: cancel));
        }
        var gone = GoneWords.Of(old.Select(row => row.Id), old.Select(row => row.Question).Concat(said));
        await quotes.ForgetAsync(transaction, workspace, gone, cancel);
        return old.Count;
    }
}
