using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>The documents behind sources: where each lies now, whatever happened since it was cited.</summary>
public sealed class DocumentAddresses(IDatabase database)
{
    /// <summary>Indexed documents that have one of these ids or addresses; of excluded ones, those by address.</summary>
    public async Task<IReadOnlyList<ListedDocument>> FindAsync(
        string workspace,
        IReadOnlyCollection<string> ids,
        IReadOnlyCollection<string> uris,
        CancellationToken cancel = default
    )
    {
        if (ids.Count + uris.Count == 0)
            return [];
        await using var connection = await database.OpenAsync(workspace, cancel);
        return
        [
            .. await connection.QueryAsync<ListedDocument>(
                new CommandDefinition(
                    $"""
                    select id, source, path, uri, title, category, chunks, indexed from documents where workspace = @workspace
                        and ({database.Sql.IsOneOf("id", "ids")} or {database.Sql.IsOneOf("uri", "uris")})
                    union all
                    select '' as id, source, path, uri, title, '' as category, 0 as chunks, excluded as indexed from excluded_documents
                    where workspace = @workspace and {database.Sql.IsOneOf("uri", "uris")}
                    """,
                    new
                    {
                        workspace,
                        ids = ids.Append("").ToArray(),
                        uris = uris.Append("").ToArray(),
                    },
                    cancellationToken: cancel
                )
            ),
        ];
    }
}
