using System.Data.Common;
using Npgsql;

namespace ChatBot.Knowledge.Records.Importing.Tables.Postgres;

/// <summary>PostgreSQL: transactions are for reading only, so that a statement cannot change anything by mistake.</summary>
internal sealed class PostgresQueryServer : IQueryServer
{
    private readonly string _connection;

    /// <param name="connection"><c>Host=…</c>, or an address <c>postgres://user:password@host/database</c>.</param>
    /// <exception cref="ArgumentException">It cannot be read; what it says may be secret.</exception>
    public PostgresQueryServer(string connection)
    {
        var own = IsAddress(connection) ? OfAddress(new Uri(connection)) : new NpgsqlConnectionStringBuilder(connection);
        own.Options = $"{own.Options} -c default_transaction_read_only=on".Trim();
        _connection = own.ConnectionString;
        Address = $"postgresql://{own.Host}:{own.Port}/{own.Database}";
    }

    public string Address { get; }

    public static bool IsMeant(string connection) =>
        IsAddress(connection) || new DbConnectionStringBuilder { ConnectionString = connection }.ContainsKey("Host");

    public DbConnection Connect() => new NpgsqlConnection(_connection);

    private static bool IsAddress(string connection) =>
        connection.StartsWith("postgres://", StringComparison.Ordinal) || connection.StartsWith("postgresql://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder OfAddress(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        var own = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (address.Port > 0)
            own.Port = address.Port;
        if (user.Length > 1)
            own.Password = Uri.UnescapeDataString(user[1]);
        return own;
    }
}
