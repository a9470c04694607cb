using System.Data.Common;

namespace ChatBot.Knowledge.Indexing;

public enum DocumentChangeKind
{
    Changed,
    Removed,
}

/// <param name="DocumentId">Stays the same when a document's content changes.</param>
public sealed record DocumentChange(string DocumentId, string Uri, string Title, DocumentChangeKind Kind);

/// <summary>
/// Is told of documents whose content changed or that left, within the transaction that changes the index; whoever built on the
/// old content (approved corrections, examples) can flag it. Register any number; none is the default.
/// </summary>
public interface IDocumentChanges
{
    Task ChangedAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<DocumentChange> changes,
        CancellationToken cancel = default
    );
}
