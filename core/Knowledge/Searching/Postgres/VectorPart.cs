using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>The vectors of one workspace and embedder: what one graph is built over.</summary>
internal sealed record VectorPart(string Workspace, string Embedder, long Vectors, int Dimensions)
{
    /// <summary>Of the index; a hash, for workspaces and embedders have names that PostgreSQL's would not hold.</summary>
    public string Name => NameOf(Workspace, Embedder);

    /// <summary>
    /// The condition of the partial index, word for word: the planner matches it only with constants, never with parameters.
    /// </summary>
    public string Condition => ConditionOf(Workspace, Embedder);

    public static string NameOf(string workspace, string embedder) =>
        "chunk_embeddings_hnsw_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\0{embedder}")))[..16];

    public static string ConditionOf(string workspace, string embedder) =>
        $"workspace = {Literal(workspace)} and embedder = {Literal(embedder)}";

    /// <summary>
    /// The relation <c>question</c>: @Vector (real[]) as pgvector has it, made once; a cast where it is compared would be done for every
    /// row.
    /// </summary>
    public const string Question = "select @Vector::real[]::vector as vector";

    /// <summary>
    /// Statement for <c>chunk_id, distance</c> of the nearest to the vector of <see cref="Question"/>, by comparing all; distance is
    /// the negative inner product. Counts are written out: of a limit that is a parameter the planner thinks a tenth of the table.
    /// </summary>
    public static string Exact(string condition, int count) =>
        $"select chunk_id, embedding <#> (select vector from question) as distance from chunk_embeddings where {condition} order "
        + $"by distance limit {count}";

    /// <summary>The same by the graph, which offers candidates by half precision; the full vectors put them in order.</summary>
    public static string ByGraph(string condition, int dimensions, int count, int offered) =>
        $"""
            select chunk_id, embedding <#> (select vector from question) as distance from
                (select chunk_id, embedding from chunk_embeddings where {condition}
                 order by embedding::halfvec({dimensions}) <#> (select vector::halfvec({dimensions}) from question) limit {offered}) offered
            order by distance limit {count}
            """;

    /// <summary>An SQL string constant (standard_conforming_strings is on since PostgreSQL 9.1).</summary>
    public static string Literal(string value) => "'" + value.Replace("'", "''") + "'";
}
