using ChatBot.Answering;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Retention;

/// <summary>
/// Empties the texts of old interactions and ratings, a batch at a time; outcomes, scores and times stay for the figures.
/// </summary>
public sealed class RetentionPass(IDatabase database, AuditLog audit, IOptions<RetentionOptions> options, TimeProvider time)
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
    public async Task<int> RunAsync(string workspace, string by, int? days = null, CancellationToken cancel = default)
    {
        var keep = days ?? options.Value.TextDays;
        if (keep == 0)
            return 0;
        var cutoff = time.NowMs() - keep * 86_400_000L;
        var emptied = 0;
        while (await database.WriteAsync(workspace, transaction => EmptyAsync(transaction, workspace, cutoff), cancel) is var batch and > 0)
            emptied += batch;
        if (emptied > 0)
            await database.WriteAsync(
                workspace,
                transaction =>
                    audit.WriteAsync(transaction, workspace, by, "retention.run", "", new { days = keep, interactions = emptied }, cancel),
                cancel
            );
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
        var ids = (
            await connection.QueryAsync<string>(
                new CommandDefinition(
                    "select id from interactions where workspace = @workspace and created < @cutoff and question <> '' order by "
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
        if (ids.Count == 0)
            return 0;
        foreach (var some in ids.Chunk(500))
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
            // A correction that answers, or did, is the company's text; one that never did goes with its question.
            await connection.ExecuteAsync(
                new CommandDefinition(
                    "delete from corrections where workspace = @workspace and status in ('pending', 'reviewed', 'rejected') and "
                        + $"{database.Sql.IsOneOf("interaction_id", "ids")}",
                    row,
                    transaction,
                    cancellationToken: cancel
                )
            );
        }
        return ids.Count;
    }
}
