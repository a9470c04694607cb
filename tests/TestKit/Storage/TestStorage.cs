using System.Security.Cryptography;
using System.Text;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
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

    /// <summary>The migrated, empty database that others are copies of, since copying takes a tenth of migrating.</summary>
    private static readonly Lazy<string> Template = new(MakeTemplate);

    /// <summary>
    /// The settings that make the application use this engine in <paramref name="folder"/>; where there is no database, makes one with the
    /// schema of this version.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Settings(string folder)
    {
        if (!IsPostgres)
            return new Dictionary<string, string?>();
        CreateMigrated(folder);
        return new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "postgres",
            ["Storage:ConnectionString"] = ConnectionString(folder),
        };
    }

    /// <summary>An empty database without any table, where there is none.</summary>
    public static void Create(string folder) => Create(folder, "template1");

    /// <summary>An empty database with the schema of this version, where there is none.</summary>
    public static void CreateMigrated(string folder) => Create(folder, Template.Value);

    private static void Create(string folder, string template)
    {
        using var server = new NpgsqlConnection(Counterpart.Of(Server));
        server.Open();
        if (!Exists(server, DatabaseOf(folder)))
            Run(server, $"create database {DatabaseOf(folder)} template {template}");
    }

    /// <summary>Made once for each build; programs that are tested side by side wait for each other.</summary>
    private static string MakeTemplate()
    {
        var name = $"chatbot_template_{typeof(Migrator).Module.ModuleVersionId:n}";
        using var server = new NpgsqlConnection(Counterpart.Of(Server));
        server.Open();
        Run(server, "select pg_advisory_lock(7305813)"); // until the connection is closed
        if (Exists(server, name))
            return name;
        Run(server, $"drop database if exists {name}_new with (force)");
        Run(server, $"create database {name}_new");
        var connection = new NpgsqlConnectionStringBuilder(Counterpart.Of(Server)) { Database = $"{name}_new", Pooling = false };
        Task.Run(async () =>
            {
                await using var database = new PostgresDatabase(connection.ConnectionString, TimeProvider.System);
                await new Migrator(database, TimeProvider.System).MigrateAsync();
            })
            .GetAwaiter()
            .GetResult();
        Run(server, $"alter database {name}_new rename to {name}");
        return name;
    }

    private static bool Exists(NpgsqlConnection server, string database)
    {
        using var exists = new NpgsqlCommand("select count(*) from pg_database where datname = $1", server)
        {
            Parameters = { new() { Value = database } },
        };
        return (long)exists.ExecuteScalar()! > 0;
    }

    private static void Run(NpgsqlConnection server, string sql)
    {
        using var command = new NpgsqlCommand(sql, server) { CommandTimeout = 120 };
        command.ExecuteNonQuery();
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
        Run(server, $"drop database if exists {DatabaseOf(folder)} with (force)");
    }

    private static string DatabaseOf(string folder) =>
        "chatbot_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..20];
}
