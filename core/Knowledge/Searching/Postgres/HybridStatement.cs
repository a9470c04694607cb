namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>
/// Both arms of a search on PostgreSQL in one statement: words by GIN, vectors by pgvector, and of every candidate all that the
/// ranking and the reader of the answer ask for. One statement sees one moment, so a document that is replaced meanwhile is
/// seen whole, as it was or as it is. Each arm keeps to the workspace; what joins by id afterwards does not name it again, or the
/// planner may walk the whole workspace for every id while it knows nothing of a new table yet.
/// </summary>
internal static class HybridStatement
{
    /// <summary>
    /// Candidates that the graph offers for each that is wanted; half precision puts near ones in a slightly wrong order.
    /// </summary>
    private const int Offered = 3;

    /// <summary>
    /// Chunks that the words may look at. Rare words choose them: a word in more chunks than this adds to the score of what the rarer ones
    /// found, but brings in nothing by itself.
    /// </summary>
    public const long LookedAt = 20_000;

    private const string Words = """
        totals as materialized (
            select version, documents, chunks, length, embedder from knowledge_index where workspace = @workspace),
        word as materialized ( -- the question's terms that the index holds; "looks": rare enough to bring in chunks by itself
            select t.term, t.chunks, quoted, quoted::tsquery as query,
                   ln(1 + (totals.chunks - t.chunks + 0.5) / (t.chunks + 0.5))::float8 as weight,
                   sum(t.chunks) over rarest <= @LookedAt or row_number() over rarest = 1 as looks
            from totals, terms t, lateral (select '''' || replace(replace(t.term, '\', '\\'), '''', '''''') || '''' as quoted) lexeme
            where t.workspace = @workspace and t.term = any(@Terms) and t.chunks > 0
            window rarest as (order by t.chunks, t.term collate "C" rows unbounded preceding)),
        query as materialized (
            select string_agg(quoted, ' | ')::tsquery as whole from word),
        held as materialized ( -- by the index alone: taking lexemes out of a chunk costs more than finding it
            select c.id, sum(word.weight) as weight from word join chunks c on c.lexemes @@ word.query
            where word.looks and c.workspace = @workspace group by c.id),
        -- the idf of each word that a chunk holds; how often and where (title, names, body) decides between equals
        lexical as materialized (
            select c.id
            from held join chunks c on c.id = held.id
            where @category::text is null or exists (select 1 from documents d where d.id = c.document_id and d.category = @category)
            order by held.weight + coalesce((select sum(weight) from word where not looks and c.lexemes @@ word.query), 0)
                     + ts_rank('{0.2, 0.4, 0.8, 1.0}', c.lexemes, (select whole from query), 1) desc, c.id
            limit
        """;

    private const string Shown = """
        select totals.version as Version, totals.documents as Documents, totals.chunks as Chunks, totals.length as Length,
            totals.embedder as Embedder,
               (select array_agg(term order by term) from word) as Terms, (select array_agg(chunks order by term) from word) as Frequencies,
               (select obj_description(indexrelid, 'pg_class') from pg_index
                where indexrelid = to_regclass(@GraphName) and indisvalid) as Graph,
               found.*
        from totals left join (
            select c.id as Id, c.document_id as DocumentId, c.title_terms as TitleTerms,
                   c.body_terms as BodyTerms, c.name_terms as NameTerms, c.length as TermCount,
                   c.title as Title, d.uri as Uri, d.category as Category, c.ordinal as Ordinal, c.kind as Kind, c.text as Text,
                   {0} as Cosine, {1} as Sentences
            from candidate join chunks c on c.id = candidate.id join documents d on d.id = c.document_id
            where @category::text is null or d.category = @category) found on true
        """;

    /// <summary>By words alone.</summary>
    public static string ByWords(int byWords) =>
        $"with {Words} {byWords}),\ncandidate as (select id from lexical)\n{string.Format(null, Shown, "0::float8", "null::bytea")}";

    /// <param name="graph">Condition and dimensions of the graph to search by; null scans exactly.</param>
    public static string ByWordsAndVector(int byWords, int byVector, (string Condition, int Dimensions)? graph)
    {
        var nearest = graph is var (condition, dimensions)
            ? VectorPart.ByGraph(condition, dimensions, byVector, byVector * Offered)
            : VectorPart.Exact("workspace = @workspace and embedder = @Embedder", byVector);
        return $"""
            with question as materialized ({VectorPart.Question}),
            {Words} {byWords}),
            nearest as materialized ({nearest}),
            candidate as (select id from lexical union select chunk_id from nearest)
            {string.Format(
                null,
                Shown,
                "coalesce((select -(e.embedding <#> vector) from chunk_embeddings e, question "
                    + "where e.chunk_id = c.id and e.embedder = @Embedder), 0)",
                "(select vectors from chunk_sentences s where s.chunk_id = c.id and s.embedder = @Embedder)"
            )}
            """;
    }
}
