using System.Globalization;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching;

/// <summary>Reads the PostgreSQL index: lexemes by GIN, vectors by pgvector.</summary>
public sealed class PostgresKnowledgeReader(IDatabase database) : IKnowledgeReader
{
    public async ValueTask<IKnowledgeSnapshot> OpenAsync(string workspace, CancellationToken cancel = default)
    {
        var connection = (NpgsqlConnection)await database.OpenAsync(workspace, cancel);
        try
        {
            // One view for all statements of a search: a document that is replaced meanwhile is seen whole, as it was.
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
            var totals = await connection.QuerySingleOrDefaultAsync<(long Version, long Documents, long Chunks, long Length)>(
                "select version, documents, chunks, length from knowledge_index where workspace = @workspace", new { workspace });
            if (totals.Chunks >= PostgresVectorIndex.ExactBelow)
                await connection.ExecuteAsync(
                    "select set_config('hnsw.ef_search', @Ef, false), set_config('hnsw.iterative_scan', 'relaxed_order', false)",
                    new { Ef = PostgresVectorIndex.EfSearch(totals.Chunks).ToString(CultureInfo.InvariantCulture) });
            return new PostgresKnowledgeSnapshot(connection, workspace, new IndexTotals(totals.Version, totals.Documents, totals.Chunks, totals.Length));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>One search over one connection, within its transaction; closing the connection ends both.</summary>
internal sealed class PostgresKnowledgeSnapshot(NpgsqlConnection connection, string workspace, IndexTotals totals) : IKnowledgeSnapshot
{
    /// <summary>
    /// Chunks that the lexical arm may look at. Rare words choose them: a word in more chunks than this adds to the score of
    /// what the rarer ones found, but brings in nothing by itself.
    /// </summary>
    private const long LookedAt = 20_000;

    private readonly Dictionary<string, long> _frequencies = new(StringComparer.Ordinal);

    public IndexTotals Totals => totals;

    public async ValueTask<IReadOnlyDictionary<string, long>> FrequenciesAsync(IReadOnlyCollection<string> terms, CancellationToken cancel)
    {
        foreach (var (term, chunks) in await connection.QueryAsync<(string, long)>(new CommandDefinition(
            "select term, chunks from terms where workspace = @workspace and term = any(@Terms) and chunks > 0", new { workspace, Terms = terms.ToArray() }, cancellationToken: cancel)))
            _frequencies[term] = chunks;
        return terms.Where(_frequencies.ContainsKey).Distinct(StringComparer.Ordinal).ToDictionary(term => term, term => _frequencies[term], StringComparer.Ordinal);
    }

    public async ValueTask<IReadOnlyList<TermFrequency>> TermsStartingAsync(string prefix, int shortest, int longest, CancellationToken cancel) =>
        (await connection.QueryAsync<TermFrequency>(new CommandDefinition(
            """
            select term as Term, chunks as Chunks from terms
            where workspace = @workspace and term collate "C" >= @prefix and term collate "C" < @End and length(term) between @shortest and @longest and chunks > 0 limit 20000
            """, new { workspace, prefix, End = prefix + '\uFFFF', shortest, longest }, cancellationToken: cancel))).AsList();

    public async ValueTask<IReadOnlyList<Candidate>> ContainingAsync(IReadOnlyCollection<string> terms, string? category, int count, CancellationToken cancel)
    {
        var frequencies = await FrequenciesAsync(terms, cancel);
        if (frequencies.Count == 0)
            return [];
        var rarestFirst = frequencies.OrderBy(pair => pair.Value).ToList();
        var chosen = rarestFirst.TakeWhile((pair, i) => i == 0 || rarestFirst.Take(i + 1).Sum(earlier => earlier.Value) <= LookedAt).Select(pair => pair.Key);
        // A chunk scores the idf of each word it holds; how often and where (title, names, body) decides between equals.
        return (await connection.QueryAsync<CandidateRow>(new CommandDefinition(
            """
            select c.id as Id, c.document_id as DocumentId, c.title_terms as Title, c.body_terms as Body, c.name_terms as Names, c.length as Length
            from chunks c
            where c.workspace = @workspace and c.lexemes @@ @Match::tsquery
              and (@category::text is null or exists (select 1 from documents d where d.id = c.document_id and d.category = @category))
            order by (select sum(weight) from unnest(@Each, @Weights) as word(query, weight) where c.lexemes @@ query::tsquery)
                     + ts_rank('{0.2, 0.4, 0.8, 1.0}', c.lexemes, @All::tsquery, 1) desc, c.id
            limit @count
            """,
            new
            {
                workspace, category, count, Match = Query(chosen), All = Query(frequencies.Keys),
                Each = frequencies.Keys.Select(term => Query([term])).ToArray(),
                Weights = frequencies.Values.Select(chunks => Math.Log(1 + (totals.Chunks - chunks + 0.5) / (chunks + 0.5))).ToArray(),
            }, cancellationToken: cancel))).Select(row => row.ToCandidate()).ToList();
    }

    public async ValueTask<IReadOnlyList<Candidate>> CandidatesAsync(IReadOnlyCollection<long> chunkIds, string? category, CancellationToken cancel) =>
        chunkIds.Count == 0 ? [] : (await connection.QueryAsync<CandidateRow>(new CommandDefinition(
            """
            select c.id as Id, c.document_id as DocumentId, c.title_terms as Title, c.body_terms as Body, c.name_terms as Names, c.length as Length
            from chunks c
            where c.workspace = @workspace and c.id = any(@Ids)
              and (@category::text is null or exists (select 1 from documents d where d.id = c.document_id and d.category = @category))
            """, new { workspace, Ids = chunkIds.ToArray(), category }, cancellationToken: cancel))).Select(row => row.ToCandidate()).ToList();

    /// <summary>Above <see cref="PostgresVectorIndex.ExactBelow"/> the graph offers candidates and the full vectors order them; below, a scan is exact.</summary>
    public async ValueTask<IReadOnlyList<VectorMatch>> NearestAsync(ReadOnlyMemory<float> vector, string embedder, int count, CancellationToken cancel)
    {
        var near = "chunk_embeddings";
        if (totals.Chunks >= PostgresVectorIndex.ExactBelow)
            near =
                $"""
                (select * from chunk_embeddings where workspace = @workspace and embedder = {PostgresVectorIndex.Literal(embedder)}
                 order by embedding::halfvec({vector.Length}) <#> @Vector::real[]::halfvec({vector.Length}) limit @Pool) chunk_embeddings
                """;
        return [.. (await connection.QueryAsync<(long Id, double Cosine)>(new CommandDefinition(
            $"""
            select chunk_id, -(embedding <#> @Vector::real[]::vector) from {near}
            where workspace = @workspace and embedder = @embedder order by embedding <#> @Vector::real[]::vector limit @count
            """,
            new { workspace, embedder, Vector = vector.ToArray(), count, Pool = count * 3 },
            cancellationToken: cancel))).Select(row => new VectorMatch(row.Id, (float)row.Cosine))];
    }

    public async ValueTask<IReadOnlyDictionary<long, float>> CosinesAsync(ReadOnlyMemory<float> vector, string embedder, IReadOnlyCollection<long> chunkIds, CancellationToken cancel) =>
        chunkIds.Count == 0 ? new Dictionary<long, float>() : (await connection.QueryAsync<(long Id, double Cosine)>(new CommandDefinition(
            """
            select chunk_id, -(embedding <#> @Vector::vector) from chunk_embeddings
            where workspace = @workspace and embedder = @embedder and chunk_id = any(@Ids)
            """, new { workspace, embedder, Vector = vector.ToArray(), Ids = chunkIds.ToArray() }, cancellationToken: cancel))).ToDictionary(row => row.Id, row => (float)row.Cosine);

    public async ValueTask<IReadOnlyDictionary<long, Passage>> PassagesAsync(IReadOnlyCollection<long> chunkIds, CancellationToken cancel) =>
        chunkIds.Count == 0 ? new Dictionary<long, Passage>() : (await connection.QueryAsync<PassageRow>(new CommandDefinition(
            """
            select c.id as Id, c.document_id as DocumentId, c.title as Title, d.uri as Uri, d.category as Category, c.ordinal as Ordinal, c.kind as Kind, c.text as Text
            from chunks c join documents d on d.id = c.document_id
            where c.workspace = @workspace and c.id = any(@Ids)
            """, new { workspace, Ids = chunkIds.ToArray() }, cancellationToken: cancel))).ToDictionary(row => row.Id, row => row.ToPassage());

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Query(IEnumerable<string> terms) => string.Join(" | ", terms.Select(term => "'" + term.Replace("\\", "\\\\").Replace("'", "''") + "'"));

    private sealed record CandidateRow(long Id, string DocumentId, string Title, string Body, string Names, int Length)
    {
        public Candidate ToCandidate() => new(Id, DocumentId, Title, Body, Names, Length);
    }

    private sealed record PassageRow(long Id, string DocumentId, string Title, string Uri, string Category, int Ordinal, string Kind, string Text)
    {
        public Passage ToPassage() => new(Id.ToString(CultureInfo.InvariantCulture), DocumentId, Title, Uri, Category, Ordinal, Kind, Text, Similarity: 0);
    }
}
