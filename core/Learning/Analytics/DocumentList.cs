using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Analytics;

/// <summary>What documents are listed by.</summary>
public enum DocumentOrder
{
    Title,
    Source,
    State,

    /// <summary>When the file changed.</summary>
    Changed,

    /// <summary>When it was read.</summary>
    Read,
    Passages,
    Cited,
    Disliked,
}

/// <summary>What a document is like; each may be true beside another but <see cref="KeptOut"/>.</summary>
public enum DocumentState
{
    /// <summary>Found by words and meaning, and its file was read whole.</summary>
    Searchable,

    /// <summary>Found by its words; its vectors are still being made.</summary>
    Pending,

    /// <summary>A part of its file was left out.</summary>
    Partly,

    /// <summary>An admin keeps it out of answers.</summary>
    KeptOut,
}

/// <summary>Null asks for all.</summary>
/// <param name="Find">A part of title or uri.</param>
public sealed record DocumentFilter(string? Source = null, DocumentState? State = null, string? Find = null)
{
    public DocumentOrder Order { get; init; }

    public bool Descending { get; init; }

    /// <summary>Days that citations and ratings are counted over, the running one included.</summary>
    public int Days { get; init; } = 90;
}

/// <summary>A document with what became of it.</summary>
public sealed record DocumentFigures
{
    /// <summary>Empty for one that is kept out.</summary>
    public string Id { get; init; } = "";
    public string Source { get; init; } = "";
    public string Path { get; init; } = "";
    public string Uri { get; init; } = "";
    public string Title { get; init; } = "";
    public string Category { get; init; } = "";
    public long Passages { get; init; }

    /// <summary>When its file changed, in ms since 1970 UTC; 0 where that is not known.</summary>
    public long Changed { get; init; }

    /// <summary>When it was read, or kept out.</summary>
    public long Read { get; init; }

    /// <summary>Answers that cite it, and bad ratings of these: a thumb down, at most two stars.</summary>
    public long Cited { get; init; }
    public long Disliked { get; init; }

    /// <summary>Lines about parts of its file that were left out.</summary>
    public long Parts { get; init; }

    /// <summary>1 where vectors are missing.</summary>
    public long Pending { get; init; }

    /// <summary>Documents that meet the filter, on all pages.</summary>
    public long Total { get; init; }

    public bool IsKeptOut => Id.Length == 0;
}

/// <summary>
/// The documents of a workspace with their state and their use. One statement: joins over the sums by day, none over interactions.
/// </summary>
public sealed class DocumentList(IDatabase database, DayCounts days, VectorFill vectors, Embedder embedder)
{
    /// <returns>A page; <see cref="DocumentFigures.Total"/> of each says how many there are.</returns>
    public async Task<IReadOnlyList<DocumentFigures>> ReadAsync(
        string workspace,
        DocumentFilter filter,
        int skip,
        int count,
        CancellationToken cancel = default
    )
    {
        // Mostly none is: then passages need not be looked through.
        var someArePending = await vectors.PendingAsync(cancel) > 0;
        await using var connection = await database.OpenAsync(workspace, cancel);
        return
        [
            .. await connection.QueryAsync<DocumentFigures>(
                new CommandDefinition(
                    $"""
                    with used as (
                        select document_id, sum(cited) as cited, sum(disliked) as disliked from document_days
                        where workspace = @workspace and day >= @From group by document_id
                    ), left_out as (
                        select source, file, count(*) as parts from skipped_files
                        where workspace = @workspace and file <> '' and partly = 1 group by source, file
                    ), waiting as (
                        {(someArePending ? Waiting : "select id as document_id from documents where 1 = 0")}
                    ), listed as (
                        select d.id, d.source, d.path, d.uri, d.title, d.category, cast(d.chunks as bigint) as passages,
                            coalesce(f.modified, 0) as changed, d.indexed as read, cast(coalesce(u.cited, 0) as bigint) as cited,
                            cast(coalesce(u.disliked, 0) as bigint) as disliked, cast(coalesce(l.parts, 0) as bigint) as parts,
                            cast(case when w.document_id is null then 0 else 1 end as bigint) as pending
                        from documents d
                        left join source_files f on f.workspace = d.workspace and f.source = d.source and f.path = d.path
                        left join used u on u.document_id = d.id
                        left join left_out l on l.source = d.source and l.file = d.path
                        left join waiting w on w.document_id = d.id
                        where d.workspace = @workspace
                        union all
                        select '', source, path, uri, title, '', 0, 0, excluded, 0, 0, 0, 0
                        from excluded_documents where workspace = @workspace
                    )
                    select listed.*, count(*) over () as total from listed where 1 = 1 {Conditions(filter)}
                    order by {Ordered(filter)} limit @count offset @skip
                    """,
                    new
                    {
                        workspace,
                        From = days.Today - filter.Days + 1,
                        embedder.Name,
                        filter.Source,
                        Like = filter.Find is { } find ? Likeness.Containing(find) : null,
                        count,
                        skip,
                    },
                    cancellationToken: cancel
                )
            ),
        ];
    }

    private const string Waiting = """
        select distinct c.document_id from chunks c where c.workspace = @workspace
            and not exists (select 1 from chunk_embeddings e where e.chunk_id = c.id and e.embedder = @Name)
        """;

    private static string Conditions(DocumentFilter filter) =>
        (filter.Source is null ? "" : "and source = @Source ")
        + (filter.Find is null ? "" : @"and (lower(title) like @Like escape '\' or lower(uri) like @Like escape '\') ")
        + filter.State switch
        {
            DocumentState.KeptOut => "and id = ''",
            DocumentState.Pending => "and pending = 1",
            DocumentState.Partly => "and parts > 0",
            DocumentState.Searchable => "and id <> '' and pending = 0 and parts = 0",
            _ => "",
        };

    /// <summary>By title where the rest is equal, so that pages do not overlap.</summary>
    private static string Ordered(DocumentFilter filter)
    {
        var key = filter.Order switch
        {
            DocumentOrder.Source => "source",
            DocumentOrder.State => "case when id = '' then 3 when pending = 1 then 2 when parts > 0 then 1 else 0 end",
            DocumentOrder.Changed => "changed",
            DocumentOrder.Read => "read",
            DocumentOrder.Passages => "passages",
            DocumentOrder.Cited => "cited",
            DocumentOrder.Disliked => "disliked",
            _ => "lower(title)",
        };
        return $"{key} {(filter.Descending ? "desc" : "asc")}, lower(title), source, uri";
    }
}
