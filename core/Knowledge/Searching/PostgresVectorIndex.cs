using System.Security.Cryptography;
using System.Text;
using ChatBot.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching;

/// <summary>
/// The approximate index over vectors (HNSW, Malkov and Yashunin 2016, as pgvector builds it). Small tables are scanned
/// exactly, which is as fast and never misses; from <see cref="ExactBelow"/> vectors on a graph is built beside the running bot.
/// Half precision halves the memory; the exact vectors put the candidates in order.
/// </summary>
public static class PostgresVectorIndex
{
    /// <summary>Vectors of one embedder below which a scan is good enough (about 20 ms on one core at 384 dimensions).</summary>
    public const long ExactBelow = 20_000;

    /// <summary>Oldest pgvector with half precision and with scans that go on until enough rows pass the filter.</summary>
    private static readonly Version NeededExtension = new(0, 8);

    /// <summary>
    /// Candidates that the graph keeps while it descends. A larger graph needs more for the same recall: measured on clustered
    /// vectors, 40 finds .77 of the ten nearest among a million, 200 finds .96.
    /// </summary>
    public static int EfSearch(long vectors) => vectors switch { < 50_000 => 80, < 200_000 => 120, < 500_000 => 160, < 2_000_000 => 200, _ => 320 };

    /// <summary>Builds the indexes that are missing, without blocking anybody; a build that was interrupted is begun again.</summary>
    /// <param name="database">Opened by a role that owns the tables.</param>
    /// <returns>Names of what was built.</returns>
    public static async Task<IReadOnlyList<string>> BuildMissingAsync(IDatabase database, CancellationToken cancel = default)
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.All, cancel);
        if (!await SupportedAsync(connection))
            return [];
        await connection.ExecuteAsync("set statement_timeout = 0");
        // One instance builds; the others find the lock taken and have nothing to do.
        if (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(7305813)"))
            return [];
        var built = new List<string>();
        var sizes = await connection.QueryAsync<(string Embedder, int Dimensions, long Vectors)>(
            "select embedder, min(vector_dims(embedding)), count(*) from chunk_embeddings group by embedder having count(*) >= @ExactBelow", new { ExactBelow });
        foreach (var (embedder, dimensions, vectors) in sizes)
            if (await BuildAsync(connection, embedder, dimensions, vectors, cancel))
                built.Add(Name(embedder));
        await connection.ExecuteAsync("select pg_advisory_unlock(7305813)");
        return built;
    }

    /// <summary>An SQL literal: the planner matches a partial index only with a constant, never with a parameter.</summary>
    internal static string Literal(string embedder) => "'" + embedder.Replace("'", "''") + "'";

    private static async Task<bool> BuildAsync(NpgsqlConnection connection, string embedder, int dimensions, long vectors, CancellationToken cancel)
    {
        var name = Name(embedder);
        var valid = await connection.ExecuteScalarAsync<bool?>("select indisvalid from pg_index where indexrelid = to_regclass(@name)", new { name });
        if (valid == true)
            return false;
        if (valid == false) // left behind by an interrupted build
            await connection.ExecuteAsync($"drop index concurrently {name}");
        var (links, width) = vectors < 200_000 ? (16, 64) : (16, 100);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            create index concurrently {name} on chunk_embeddings using hnsw ((embedding::halfvec({dimensions})) halfvec_ip_ops)
            with (m = {links}, ef_construction = {width}) where embedder = {Literal(embedder)}
            """, commandTimeout: 0, cancellationToken: cancel));
        return true;
    }

    private static async Task<bool> SupportedAsync(NpgsqlConnection connection) =>
        Version.TryParse(await connection.ExecuteScalarAsync<string>("select extversion from pg_extension where extname = 'vector'"), out var version) && version >= NeededExtension;

    private static string Name(string embedder) => "chunk_embeddings_hnsw_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(embedder)))[..12];
}
