using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ChatBot.TestKit.Storage;

/// <summary>
/// Which engine the suite runs on: SQLite, or with <c>CHATBOT_TEST_ENGINE=postgres</c> the server that
/// <c>CHATBOT_TEST_POSTGRES</c> names, with a database for each data folder. CI runs the suite once on each.
/// </summary>
public static class TestStorage
{
    /// <summary>Connection string of a PostgreSQL server with pgvector, as a superuser.</summary>
    public const string Server = "CHATBOT_TEST_POSTGRES";

    public static bool IsPostgres => Counterpart.Find("CHATBOT_TEST_ENGINE") == "postgres";

    /// <summary>Connection string of the database that belongs to a data folder.</summary>
    public static string ConnectionString(string folder) =>
        new NpgsqlConnectionStringBuilder(Counterpart.Of(Server)) { Database = DatabaseOf(folder), MaxPoolSize = 20 }.ConnectionString;

    /// <summary>
    /// The settings that make the application use this engine in <paramref name="folder"/>; creates the database where there is none.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Settings(string folder)
    {
        if (!IsPostgres)
            return new Dictionary<string, string?>();
        Create(folder);
        return new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "postgres",
            ["Storage:ConnectionString"] = ConnectionString(folder),
        };
    }

    public static void Create(string folder)
    {
        using var server = new NpgsqlConnection(Counterpart.Of(Server));
        server.Open();
        using var exists = new NpgsqlCommand("select count(*) from pg_database where datname = $1", server)
        {
            Parameters = { new() { Value = DatabaseOf(folder) } },
        };
        if ((long)exists.ExecuteScalar()! > 0)
            return;
        using var create = new NpgsqlCommand($"create database {DatabaseOf(folder)}", server);
        create.ExecuteNonQuery();
    }

    /// <summary>Deletes the folder, and its database where it has one.</summary>
    public static void Delete(string folder)
    {
        if (IsPostgres)
            Drop(folder);
        Directory.Delete(folder, recursive: true);
    }

    public static void Drop(string folder)
    {
        using (var own = new NpgsqlConnection(ConnectionString(folder)))
            NpgsqlConnection.ClearPool(own);
        using var server = new NpgsqlConnection(Counterpart.Of(Server));
        server.Open();
        using var drop = new NpgsqlCommand($"drop database if exists {DatabaseOf(folder)} with (force)", server);
        drop.ExecuteNonQuery();
    }

    private static string DatabaseOf(string folder) =>
        "chatbot_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..20];
}
