namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>
/// What the words offer and the nearest vectors, by pgvector, in one statement, and of every candidate all that the ranking and the reader
/// of the answer ask for. The nearest vectors keep to the workspace, and so do the words; what joins by id afterwards does not name it
/// again, or the planner may walk the whole workspace for every id while it knows nothing of a new table yet.
/// </summary>
internal static class CandidateStatement
{
    /// <summary>
    /// Candidates that the graph offers for each that is wanted; half precision puts near ones in a slightly wrong order.
    /// </summary>
    private const int Offered = 3;

    private const string Words = """
        lexical as materialized (
            select id from unnest(@Offered) with ordinality as offered(id, place)
            where @category::text is null or exists (
                select 1 from chunks c join documents d on d.id = c.document_id where c.id = offered.id and d.category = @category)
            order by place limit
        """;

    private const string Shown = """
        select c.id as Id, c.document_id as DocumentId, c.title_terms as TitleTerms,
               c.body_terms as BodyTerms, c.name_terms as NameTerms, c.length as TermCount,
               c.title as Title, d.uri as Uri, d.category as Category, c.ordinal as Ordinal, c.kind as Kind, c.text as Text,
               {0} as Cosine, {1} as Sentences
        from candidate join chunks c on c.id = candidate.id join documents d on d.id = c.document_id
        where @category::text is null or d.category = @category
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
