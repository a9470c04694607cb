using System.Collections.Concurrent;
using System.Globalization;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>Reads the PostgreSQL index: one statement for a search, one more where a word has to be respelled.</summary>
public sealed class PostgresKnowledgeReader(IDatabase database) : IKnowledgeReader
{
    /// <summary>The graphs as searches last saw them, null where there is none; every search brings word of its own.</summary>
    private readonly ConcurrentDictionary<string, VectorGraph?> _graphs = new(StringComparer.Ordinal);

    public async ValueTask<IKnowledgeSnapshot> OpenAsync(string workspace, CancellationToken cancel = default) =>
        new PostgresKnowledgeSnapshot((NpgsqlConnection)await database.OpenAsync(workspace, cancel), workspace, _graphs);
}

/// <summary>One search over one connection; closing it ends the search and keeps the connection for the next.</summary>
internal sealed class PostgresKnowledgeSnapshot(
    NpgsqlConnection connection,
    string workspace,
    ConcurrentDictionary<string, VectorGraph?> graphs
) : IKnowledgeSnapshot
{
    /// <summary>
    /// Settings of a search, sent along with it and gone with its implicit transaction. Plans are made once for a prepared statement:
    /// planning anew takes as long as the
    /// search, and nothing about a question's words could change the plan.
    /// </summary>
    private const string Settings = "select set_config('plan_cache_mode', 'force_generic_plan', true)";

    /// <summary>Only with a graph: an older pgvector does not know them.</summary>
    private const string GraphSettings =
        Settings + ", set_config('hnsw.ef_search', @EfSearch, true), set_config('hnsw.iterative_scan', 'relaxed_order', true)";

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

    public async ValueTask<Findings> FindAsync(CandidateSearch search, CancellationToken cancel)
    {
        var name = VectorPart.NameOf(workspace, search.Embedder);
        var graph = search.Vector.IsEmpty ? null : await GraphAsync(name, cancel);
        var statement = search.Vector.IsEmpty
            ? HybridStatement.ByWords(search.ByWords)
            : HybridStatement.ByWordsAndVector(
                search.ByWords,
                search.ByVector,
                graph is null ? null : (VectorPart.ConditionOf(workspace, search.Embedder), search.Vector.Length)
            );
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(
                $"{(graph is null ? Settings : GraphSettings)}; {statement}",
                new
                {
                    EfSearch = graph?.EfSearch.ToString(CultureInfo.InvariantCulture),
                    workspace,
                    Terms = search.Terms.ToArray(),
                    HybridStatement.LookedAt,
                    search.Category,
                    GraphName = name,
                    search.Embedder,
                    Vector = search.Vector.ToArray(),
                },
                cancellationToken: cancel
            )
        );
        await results.ReadAsync();
        var rows = (await results.ReadAsync<FoundRow>()).AsList();
        if (rows is not [var first, ..])
            return new Findings(default, new Dictionary<string, long>(), []);
        graphs[name] = VectorGraph.Parse(first.Graph);
        if (!search.Vector.IsEmpty && first.Embedder != search.Embedder)
            return await FindAsync(search with { Vector = default }, cancel); // not all vectors are there yet: none counts
        var question = new QuestionBytes(search.Vector.Span);
        _found.Clear();
        foreach (var row in rows)
            if (row.Id is { } id)
                _found[id] = row;
        return new Findings(
            new IndexTotals(first.Version, first.Documents, first.Chunks, first.Length, first.Embedder),
            (first.Terms ?? []).Zip(first.Frequencies ?? []).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
            [.. _found.Values.Select(row => row.ToCandidate(question))]
        );
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
                    where workspace = @workspace and term collate "C" >= @prefix and term collate "C" < @End
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

    /// <summary>Asked for once; from then on searches bring it themselves.</summary>
    private async ValueTask<VectorGraph?> GraphAsync(string name, CancellationToken cancel)
    {
        if (!graphs.TryGetValue(name, out var graph))
            graphs[name] = graph = VectorGraph.Parse(
                await connection.ExecuteScalarAsync<string?>(
                    new CommandDefinition(
                        "select obj_description(indexrelid, 'pg_class') from pg_index where indexrelid = to_regclass(@name) and indisvalid",
                        new { name },
                        cancellationToken: cancel
                    )
                )
            );
        return graph;
    }

    private sealed record FoundRow
    {
        public long Version { get; init; }
        public long Documents { get; init; }
        public long Chunks { get; init; }
        public long Length { get; init; }
        public string? Embedder { get; init; }
        public string[]? Terms { get; init; }
        public long[]? Frequencies { get; init; }
        public string? Graph { get; init; }

        /// <summary>Null in the only row of a search that found nothing; the rest is the candidate.</summary>
        public long? Id { get; init; }
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
            new(Id!.Value, DocumentId, TitleTerms, BodyTerms, NameTerms, TermCount, Cosine) { Cosines = question.Cosines(Sentences) };

        public Passage ToPassage() =>
            new(
                Id!.Value.ToString(CultureInfo.InvariantCulture),
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
