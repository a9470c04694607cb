using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Audit;

namespace ChatBot.Bot.Admin.Pages.Knowledge;

/// <summary>Lets documents in again that were kept out, or has them read anew: marked in the index, then their source is read.</summary>
public sealed class LettingIn(KnowledgeDocuments documents, KnowledgeSources sources, RefreshNow refreshing, AuditLog audit)
{
    /// <returns>Null where it has begun, else why it cannot be done.</returns>
    public async Task<string?> ReadAgainAsync(string workspace, ListedDocument document, Auditor by, CancellationToken cancel)
    {
        var source = (await sources.ListAsync(workspace, cancel)).FirstOrDefault(known => known.Source == document.Source);
        if (source is null || !RefreshNow.CanRead(document.Source))
            return $"{document.Source} is not on this machine any more; its documents stay as they are.";
        await documents.ReadAgainAsync(
            document,
            workspace,
            transaction => audit.WriteAsync(transaction, workspace, by, "knowledge.read-again", document.Uri, new { document.Source }),
            cancel
        );
        await refreshing.StartAsync(workspace, document.Source, source.Category, by);
        return null;
    }
}
