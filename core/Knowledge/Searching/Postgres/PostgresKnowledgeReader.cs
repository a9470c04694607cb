using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>
/// Reads the PostgreSQL index: what it knows of the words, their postings, then the candidates; once more where a word has to be respelled.
/// </summary>
public sealed class PostgresKnowledgeReader(IDatabase database) : IKnowledgeReader
{
    private readonly ConcurrentBag<PostgresPostingReader> _idle = [];

    public async ValueTask<IKnowledgeSnapshot> OpenAsync(string workspace, CancellationToken cancel = default) =>
        new PostgresKnowledgeSnapshot((NpgsqlConnection)await database.OpenAsync(workspace, cancel), workspace, _idle);
}

/// <summary>One search over one connection; closing it ends the search and keeps the connection for the next.</summary>
internal sealed class PostgresKnowledgeSnapshot(NpgsqlConnection connection, string workspace, ConcurrentBag<PostgresPostingReader> idle)
    : IKnowledgeSnapshot
{
    /// <summary>
    /// The first statements of a search. Plans are made once for a prepared statement: planning anew takes as long as the search, and
    /// nothing about a question's words could change the plan.
    /// </summary>
    private const string Index = """
        select set_config('plan_cache_mode', 'force_generic_plan', true);
        select version as Version, documents as Documents, chunks as Chunks, length as Length, embedder as Embedder,
               (select obj_description(indexrelid, 'pg_class') from pg_index
                where indexrelid = to_regclass(@GraphName) and indisvalid) as Graph
        from knowledge_index where workspace = @workspace;
        select term as Term, chunks as Chunks from terms where workspace = @workspace and term = any(@Terms) and chunks > 0
        """;

    /// <summary>Only with a graph: an older pgvector does not know them.</summary>
    private const string GraphSettings =
        "select set_config('hnsw.ef_search', @EfSearch, true), set_config('hnsw.iterative_scan', 'relaxed_order', true)";

    private readonly Dictionary<long, FoundRow> _found = [];

    public async ValueTask<IndexTotals> TotalsAsync(CancellationToken cancel)
    {
        var (version, documents, chunks, length, embedder) = await connection.QuerySingleOrDefaultAsync<(long, long, long, long, string?)>(
            new CommandDefinition(
                "select version, documents, chunks, length, embedder from knowledge_index where workspace = @workspace",
                new { workspace },
                cancellationToken: cancel
            )
        );
        return new IndexTotals(version, documents, chunks, length, embedder);
    }

    /// <summary>Several statements that see one moment: a document that is replaced meanwhile is seen whole, before or after.</summary>
    public async ValueTask<Findings> FindAsync(CandidateSearch search, CancellationToken cancel)
    {
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var (totals, frequencies, graph) = await IndexAsync(search, cancel);
        var offered = await OfferedAsync(search, frequencies, totals, cancel);
        // Not all vectors are there yet: none counts.
        await ReadAsync(totals.Embedder == search.Embedder ? search : search with { Vector = default }, offered, graph, cancel);
        await moment.CommitAsync(cancel);
        var question = new QuestionBytes(search.Vector.Span);
        return new Findings(totals, frequencies, [.. _found.Values.Select(row => row.ToCandidate(question))]);
    }

    private async ValueTask<(IndexTotals, IReadOnlyDictionary<string, long>, VectorGraph?)> IndexAsync(
        CandidateSearch search,
        CancellationToken cancel
    )
    {
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(
                Index,
                new
                {
                    workspace,
                    Terms = search.Terms.ToArray(),
                    GraphName = VectorPart.NameOf(workspace, search.Embedder),
                },
                cancellationToken: cancel
            )
        );
        await results.ReadAsync();
        var (version, documents, chunks, length, embedder, graph) = await results.ReadSingleOrDefaultAsync<(
            long,
            long,
            long,
            long,
            string?,
            string?
        )>();
        var frequencies = await results.ReadAsync<TermFrequency>();
        return (
            new IndexTotals(version, documents, chunks, length, embedder),
            frequencies.ToDictionary(word => word.Term, word => word.Chunks, StringComparer.Ordinal),
            VectorGraph.Parse(graph)
        );
    }

    private async ValueTask<long[]> OfferedAsync(
        CandidateSearch search,
        IReadOnlyDictionary<string, long> frequencies,
        IndexTotals totals,
        CancellationToken cancel
    )
    {
        if (!idle.TryTake(out var postings))
            postings = new PostgresPostingReader();
        try
        {
            return await postings.BestAsync(connection, workspace, frequencies, totals, search.ByWords, search.Category, cancel);
        }
        finally
        {
            idle.Add(postings);
        }
    }

    private async ValueTask ReadAsync(CandidateSearch search, long[] offered, VectorGraph? graph, CancellationToken cancel)
    {
        _found.Clear();
        if (search.Vector.IsEmpty && offered.Length == 0)
            return;
        var statement = search.Vector.IsEmpty
            ? CandidateStatement.ByWords(search.ByWords)
            : CandidateStatement.ByWordsAndVector(
                search.ByWords,
                search.ByVector,
                graph is null ? null : (VectorPart.ConditionOf(workspace, search.Embedder), search.Vector.Length)
            );
        var isByGraph = !search.Vector.IsEmpty && graph is not null;
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(
                isByGraph ? $"{GraphSettings}; {statement}" : statement,
                new
                {
                    EfSearch = graph?.EfSearch.ToString(CultureInfo.InvariantCulture),
                    workspace,
                    Offered = offered,
                    search.Category,
                    search.Embedder,
                    Vector = search.Vector.ToArray(),
                },
                cancellationToken: cancel
            )
        );
        if (isByGraph)
            await results.ReadAsync();
        foreach (var row in await results.ReadAsync<FoundRow>())
            _found[row.Id] = row;
    }

    public async ValueTask<IReadOnlyList<TermFrequency>> TermsStartingAsync(
        string prefix,
        int shortest,
        int longest,
        CancellationToken cancel
    ) =>
        (
            await connection.QueryAsync<TermFrequency>(
                new CommandDefinition(
                    """
                    select term as Term, chunks as Chunks from terms
                    where workspace = @workspace and term >= @prefix and term < @End
                        and length(term) between @shortest and @longest and chunks > 0 limit 20000
                    """,
                    new
                    {
                        workspace,
                        prefix,
                        End = prefix + '\uFFFF',
                        shortest,
                        longest,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();

    public ValueTask<IReadOnlyDictionary<long, Passage>> PassagesAsync(IReadOnlyCollection<long> chunkIds, CancellationToken cancel) =>
        new(chunkIds.Where(_found.ContainsKey).ToDictionary(id => id, id => _found[id].ToPassage()));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private sealed record FoundRow
    {
        public long Id { get; init; }
        public string DocumentId { get; init; } = "";
        public string TitleTerms { get; init; } = "";
        public string BodyTerms { get; init; } = "";
        public string NameTerms { get; init; } = "";
        public int TermCount { get; init; }
        public string Title { get; init; } = "";
        public string Uri { get; init; } = "";
        public string Category { get; init; } = "";
        public int Ordinal { get; init; }
        public string Kind { get; init; } = "";
        public string Text { get; init; } = "";
        public double Cosine { get; init; }
        public byte[]? Sentences { get; init; }

        public Candidate ToCandidate(QuestionBytes question) =>
            new(Id, DocumentId, TitleTerms, BodyTerms, NameTerms, TermCount, Cosine) { Cosines = question.Cosines(Sentences) };

        public Passage ToPassage() =>
            new(
                Id.ToString(CultureInfo.InvariantCulture),
                DocumentId,
                HeadingPath.Split(Title),
                Uri,
                Category,
                Ordinal,
                Kind,
                Text,
                Similarity: 0
            );
    }
}
