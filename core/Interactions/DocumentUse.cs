using System.Data.Common;
using ChatBot.Answering;
using Dapper;

namespace ChatBot.Interactions;

/// <summary>
/// Counts by the day of the answer how often answers cite each document, and how often these are rated down; in the transaction that stores
/// the answer or the rating.
/// </summary>
internal static class DocumentUse
{
    private const long MsPerDay = 86_400_000;

    public static Task CitedAsync(DbTransaction transaction, string workspace, Answer answer, long created, CancellationToken cancel) =>
        answer.Outcome == Outcome.Answered
            ? AddAsync(transaction, workspace, answer.Sources, created / MsPerDay, 1, 0, cancel)
            : Task.CompletedTask;

    /// <param name="sign">1 for a bad rating, -1 for one that is bad no longer.</param>
    public static async Task DislikedAsync(
        DbTransaction transaction,
        string workspace,
        string interactionId,
        int sign,
        CancellationToken cancel
    )
    {
        var (receipt, created) = await transaction.Connection!.QuerySingleAsync<(string Receipt, long Created)>(
            new CommandDefinition(
                "select case when outcome = 'answered' then receipt else '' end, created from interactions "
                    + "where workspace = @workspace and id = @interactionId",
                new { workspace, interactionId },
                transaction,
                cancellationToken: cancel
            )
        );
        if (receipt.Length > 0)
            await AddAsync(transaction, workspace, WireJson.Read<StoredReceipt>(receipt).Sources, created / MsPerDay, 0, sign, cancel);
    }

    /// <summary>Always in the order of ids, so that two answers with the same documents never wait for each other in a circle.</summary>
    private static async Task AddAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<Source> sources,
        long day,
        int cited,
        int disliked,
        CancellationToken cancel
    )
    {
        var documents = sources.Select(source => source.DocumentId).Where(id => id.Length > 0).Distinct().Order(StringComparer.Ordinal);
        var parameters = new DynamicParameters(
            new
            {
                workspace,
                day,
                cited,
                disliked,
            }
        );
        var rows = new List<string>();
        foreach (var (n, document) in documents.Index())
        {
            parameters.Add("d" + n, document);
            rows.Add($"(@workspace, @d{n}, @day, @cited, @disliked)");
        }
        if (rows.Count > 0)
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    $"""
                    insert into document_days (workspace, document_id, day, cited, disliked) values {string.Join(", ", rows)}
                    on conflict (workspace, document_id, day) do update set
                        cited = document_days.cited + excluded.cited, disliked = document_days.disliked + excluded.disliked
                    """,
                    parameters,
                    transaction,
                    cancellationToken: cancel
                )
            );
    }
}
