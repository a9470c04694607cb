using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ChatBot.TestKit.Storage;

/// <summary>
/// Which engine the whole suite runs on: SQLite, or, where <c>CHATBOT_TEST_STORAGE</c> holds the connection string of a
/// PostgreSQL server, that one, with a database for each data folder. CI runs the suite once on each.
/// </summary>
public static class TestStorage
{
    public const string Variable = "CHATBOT_TEST_STORAGE";

    public static bool IsPostgres => Counterpart.Find(Variable) is not null;

    /// <summary>Connection string of the database that belongs to a data folder.</summary>
    public static string ConnectionString(string folder) =>
        new NpgsqlConnectionStringBuilder(Counterpart.Of(Variable)) { Database = DatabaseOf(folder), MaxPoolSize = 20 }.ConnectionString;

    /// <summary>The settings that make the application use this engine in <paramref name="folder"/>; creates the database where there is none.</summary>
    public static IReadOnlyDictionary<string, string?> Settings(string folder)
    {
        if (!IsPostgres)
            return new Dictionary<string, string?>();
        Create(folder);
        return new Dictionary<string, string?> { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = ConnectionString(folder) };
    }

    public static void Create(string folder)
    {
        using var server = new NpgsqlConnection(Counterpart.Of(Variable));
        server.Open();
        using var exists = new NpgsqlCommand("select count(*) from pg_database where datname = $1", server) { Parameters = { new() { Value = DatabaseOf(folder) } } };
        if ((long)exists.ExecuteScalar()! > 0)
            return;
        using var create = new NpgsqlCommand($"create database {DatabaseOf(folder)}", server);
        create.ExecuteNonQuery();
    }

    /// <summary>Deletes the folder, and its database where it has one.</summary>
    public static void Delete(string folder)
    {
        if (IsPostgres)
        {
            using (var own = new NpgsqlConnection(ConnectionString(folder)))
                NpgsqlConnection.ClearPool(own);
            using var server = new NpgsqlConnection(Counterpart.Of(Variable));
            server.Open();
            using var drop = new NpgsqlCommand($"drop database if exists {DatabaseOf(folder)} with (force)", server);
            drop.ExecuteNonQuery();
        }
        Directory.Delete(folder, recursive: true);
    }

    private static string DatabaseOf(string folder) =>
        "chatbot_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..20];
}
