using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>A place of a document, as its headings name it.</summary>
/// <param name="Headings">The document's title and the headings above the place, outermost first.</param>
public sealed record DocumentHeading(string DocumentId, IReadOnlyList<string> Headings);

/// <summary>What the documents of a workspace are about, by their headings.</summary>
public sealed class KnowledgeHeadings(IDatabase database)
{
    /// <summary>More say nothing new of what a collection is about.</summary>
    private const int Most = 20_000;

    /// <param name="source">Of one source; null for all.</param>
    /// <returns>Document by document, in an order that has nothing to do with what they are about.</returns>
    public async Task<IReadOnlyList<DocumentHeading>> ListAsync(string workspace, string? source, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                """
                select c.document_id as Document, c.title as Title
                from chunks c join documents d on d.workspace = c.workspace and d.id = c.document_id
                where c.workspace = @workspace and (@source = '' or d.source = @source)
                group by c.document_id, c.title
                order by c.document_id, min(c.ordinal) limit @most
                """,
                new
                {
                    workspace,
                    source = source ?? "",
                    most = Most,
                },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => new DocumentHeading(row.Document, HeadingPath.Split(row.Title)))];
    }

    private sealed class Row
    {
        public string Document { get; init; } = "";
        public string Title { get; init; } = "";
    }
}
