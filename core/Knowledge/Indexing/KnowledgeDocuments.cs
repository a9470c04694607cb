using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>A document of the index, as the Knowledge page lists it.</summary>
public sealed record ListedDocument
{
    /// <summary>Empty for one that is excluded: it has no chunks.</summary>
    public string Id { get; init; } = "";
    public string Source { get; init; } = "";

    /// <summary>The file of the source that holds it.</summary>
    public string Path { get; init; } = "";
    public string Uri { get; init; } = "";
    public string Title { get; init; } = "";
    public string Category { get; init; } = "";
    public long Chunks { get; init; }

    /// <summary>When it was indexed or excluded, in ms since 1970 UTC.</summary>
    public long Indexed { get; init; }

    public bool IsExcluded => Id.Length == 0;
}

/// <summary>A passage as it was read.</summary>
public sealed record ReadPassage
{
    /// <summary>prose, code, table, record.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Which of the document, from 0.</summary>
    public long Ordinal { get; init; }

    /// <summary>The document's title and the headings above the passage, as one line.</summary>
    public string Title { get; init; } = "";
    public string Text { get; init; } = "";
}

/// <summary>The documents of a workspace: looked through, kept out, let in again, read again.</summary>
public sealed class KnowledgeDocuments(IDatabase database, IChunkStorage chunks, IEnumerable<IDocumentChanges> changes, TimeProvider time)
{
    /// <summary>Of one source: what is indexed, and what is kept out.</summary>
    private const string Listed = """
        (
            select id, source, path, uri, title, category, chunks, indexed from documents
            where workspace = @workspace and source = @source
            union all
            select '' as id, source, path, uri, title, '' as category, 0 as chunks, excluded as indexed from excluded_documents
            where workspace = @workspace and source = @source
        ) listed
        """;

    public async Task<ListedDocument?> FindAsync(string workspace, string source, string uri, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.QueryFirstOrDefaultAsync<ListedDocument>(
            new CommandDefinition(
                $"""
                select * from {Listed} where uri = @uri
                """,
                new
                {
                    workspace,
                    source,
                    uri,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>An indexed document by its id, or null.</summary>
    public async Task<ListedDocument?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.QuerySingleOrDefaultAsync<ListedDocument>(
            new CommandDefinition(
                "select id, source, path, uri, title, category, chunks, indexed from documents where workspace = @workspace and id = @id",
                new { workspace, id },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>What is kept out of the index, the latest first; of very many the first thousand.</summary>
    public async Task<IReadOnlyList<ListedDocument>> KeptOutAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return
        [
            .. await connection.QueryAsync<ListedDocument>(
                new CommandDefinition(
                    """
                    select source, path, uri, title, excluded as indexed from excluded_documents
                    where workspace = @workspace order by excluded desc, uri limit 1000
                    """,
                    new { workspace },
                    cancellationToken: cancel
                )
            ),
        ];
    }

    /// <summary>What was read of a document, in its order.</summary>
    public async Task<IReadOnlyList<ReadPassage>> PassagesAsync(
        string workspace,
        string documentId,
        int skip,
        int count,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return
        [
            .. await connection.QueryAsync<ReadPassage>(
                new CommandDefinition(
                    """
                    select kind, cast(ordinal as bigint) as ordinal, title, text from chunks
                    where workspace = @workspace and document_id = @documentId order by ordinal limit @count offset @skip
                    """,
                    new
                    {
                        workspace,
                        documentId,
                        skip,
                        count,
                    },
                    cancellationToken: cancel
                )
            ),
        ];
    }

    /// <summary>Takes a document out of the index; runs over its source pass it over until it is let in again.</summary>
    /// <param name="alongside">Stored with it, or neither.</param>
    public Task ExcludeAsync(
        ListedDocument document,
        string workspace,
        Func<DbTransaction, Task> alongside,
        CancellationToken cancel = default
    ) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var writer = await KnowledgeWriter.BeginAsync(chunks, transaction, workspace, time, cancel);
                await ExecuteAsync(
                    transaction,
                    """
                    insert into excluded_documents (workspace, source, uri, path, title, excluded)
                    values (@workspace, @Source, @Uri, @Path, @Title, @now) on conflict (workspace, source, uri) do nothing
                    """,
                    workspace,
                    document,
                    cancel
                );
                await writer.RemoveAsync(document.Id, cancel);
                await writer.FinishAsync(cancel);
                foreach (var listener in changes)
                    await listener.ChangedAsync(
                        transaction,
                        workspace,
                        [new DocumentChange(document.Id, document.Uri, document.Title, DocumentChangeKind.Removed)]
                    );
                await alongside(transaction);
            },
            cancel
        );

    /// <summary>Lets an excluded document in again, or has one that is there read anew; the next run over its source does it.</summary>
    /// <inheritdoc cref="ExcludeAsync"/>
    public Task ReadAgainAsync(
        ListedDocument document,
        string workspace,
        Func<DbTransaction, Task> alongside,
        CancellationToken cancel = default
    ) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                await ExecuteAsync(
                    transaction,
                    "delete from excluded_documents where workspace = @workspace and source = @Source and uri = @Uri",
                    workspace,
                    document,
                    cancel
                );
                await ExecuteAsync(
                    transaction,
                    "delete from source_files where workspace = @workspace and source = @Source and path = @Path",
                    workspace,
                    document,
                    cancel
                );
                // A document whose hash is unchanged would be passed over.
                await ExecuteAsync(
                    transaction,
                    "update documents set hash = '' where workspace = @workspace and source = @Source and uri = @Uri",
                    workspace,
                    document,
                    cancel
                );
                await alongside(transaction);
            },
            cancel
        );

    private Task<int> ExecuteAsync(
        DbTransaction transaction,
        string statement,
        string workspace,
        ListedDocument document,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                statement,
                new
                {
                    workspace,
                    document.Source,
                    document.Uri,
                    document.Path,
                    document.Title,
                    now = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
