using System.Data.Common;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Review;

/// <summary>
/// A document changed or left: approved corrections that its content supported, or that speak of its subject, are flagged, so that an
/// admin looks at them again. They go on answering meanwhile.
/// </summary>
public sealed class CorrectionFlags(AuditLog audit, TimeProvider time) : IDocumentChanges
{
    /// <summary>Weight of meaning words that title and correction must share, and their least number.</summary>
    private const double RelatedShare = 0.6;
    private const int RelatedWords = 2;
    private const int MostCorrections = 20_000;

    public async Task ChangedAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<DocumentChange> changes,
        CancellationToken cancel = default
    )
    {
        var rows = (
            await transaction.Connection!.QueryAsync<(string Id, string Question, string Text, string Receipt)>(
                new CommandDefinition(
                    """
                    select c.id, c.question, c.correct_response, coalesce(i.receipt, '') from corrections c left join interactions i
                        on i.id = c.interaction_id and i.workspace = c.workspace
                    where c.workspace = @workspace and c.status = 'approved' and c.flag is null order by c.decided desc limit @MostCorrections
                    """,
                    new { workspace, MostCorrections },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();
        if (rows.Count == 0)
            return;
        var titles = changes.Select(change => (Change: change, Title: QuestionReading.Of(change.Title))).ToList();
        foreach (var row in rows)
        {
            QuestionReading? form = null;
            var related = titles
                .FirstOrDefault(item =>
                    Cites(row.Receipt, item.Change.Uri) || IsAbout(form ??= QuestionReading.Of(row.Question + "\n" + row.Text), item.Title)
                )
                .Change;
            if (related is null)
                continue;
            var flag = $"{related.Title} was {(related.Kind == DocumentChangeKind.Removed ? "removed" : "changed")}";
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    "update corrections set flag = @flag, updated = @Now where workspace = @workspace and id = @Id",
                    new
                    {
                        flag,
                        Now = time.NowMs(),
                        workspace,
                        row.Id,
                    },
                    transaction,
                    cancellationToken: cancel
                )
            );
            await audit.WriteAsync(
                transaction,
                workspace,
                "system",
                "correction.flagged",
                row.Id,
                new { related.Uri, kind = related.Kind },
                cancel
            );
        }
    }

    /// <summary>The receipt of the corrected answer names the document's address, as a JSON string.</summary>
    private static bool Cites(string receipt, string uri) =>
        uri.Length > 0 && receipt.Contains(WireJson.Write(uri), StringComparison.Ordinal);

    private static bool IsAbout(QuestionReading correction, QuestionReading title)
    {
        var shared = title.Content.Where(word => correction.Content.Any(other => other.Stem == word.Stem)).ToList();
        return shared.Count >= RelatedWords && shared.Sum(word => word.Weight) >= RelatedShare * title.Content.Sum(word => word.Weight);
    }
}
