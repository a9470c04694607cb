using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace ChatBot.Knowledge.Records.Importing.Tables.SqlServer;

/// <summary>
/// SQL Server. It can be told that reading is intended, which sends the statement to a replica where there is one; what the account may
/// not do is for the server to say.
/// </summary>
internal sealed class SqlServerQueryServer : IQueryServer
{
    private readonly string _connection;

    /// <param name="connection"><c>Server=…</c></param>
    /// <exception cref="ArgumentException">It cannot be read; what it says may be secret.</exception>
    public SqlServerQueryServer(string connection)
    {
        var own = new SqlConnectionStringBuilder(connection) { ApplicationIntent = ApplicationIntent.ReadOnly };
        _connection = own.ConnectionString;
        Address = $"sqlserver://{own.DataSource}/{own.InitialCatalog}";
    }

    public string Address { get; }

    public DbConnection Connect() => new SqlConnection(_connection);
}
