using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>What documents there are, for whoever asks.</summary>
public interface IKnowledgeContents
{
    /// <summary>The categories of a workspace, the largest first, each with the first titles of its documents.</summary>
    Task<IReadOnlyList<CategoryContents>> ListAsync(string workspace, int titles, CancellationToken cancel = default);
}

/// <param name="Category">Empty for documents that have none.</param>
/// <param name="Documents">All of them.</param>
/// <param name="Titles">Some of them, by the alphabet.</param>
public sealed record CategoryContents(string Category, long Documents, IReadOnlyList<string> Titles);

/// <inheritdoc />
public sealed class KnowledgeContents(IDatabase database) : IKnowledgeContents
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<CategoryContents>> ListAsync(string workspace, int titles, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                """
                select category, title, documents from (
                    select category, title,
                           count(*) over (partition by category) as documents,
                           row_number() over (partition by category order by lower(title), title, uri) as place
                    from documents where workspace = @workspace
                ) listed
                where place <= @titles
                order by documents desc, category, place
                """,
                new { workspace, titles },
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.GroupBy(row => row.Category)
                .Select(group => new CategoryContents(
                    group.Key,
                    group.First().Documents,
                    [.. group.Select(row => row.Title).Distinct(StringComparer.OrdinalIgnoreCase)]
                )),
        ];
    }

    private sealed class Row
    {
        public string Category { get; init; } = "";
        public string Title { get; init; } = "";
        public long Documents { get; init; }
    }
}
