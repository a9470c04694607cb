using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Knowledge.Reading;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// What a select statement of PostgreSQL or SQL Server gives. The source is named by host, database and a hash of the statement; the
/// connection string stays out of the database, the report and the log.
/// </summary>
internal sealed class QueryTable : IRecordTable
{
    /// <summary>Seconds that the first row may take.</summary>
    private const int Patience = 600;

    private readonly string _query;
    private readonly string _connection;
    private readonly bool _isPostgres;

    public QueryTable(TableRequest request, CancellationToken cancel)
    {
        _query = request.Query!;
        var given = request.Connection ?? throw new UnreadableDocumentException("a query needs --connection");
        // A name without "=" is the environment variable that holds it, so that no secret stands in a command line.
        _connection =
            given.Contains('=') || given.Contains("://") ? given
            : Environment.GetEnvironmentVariable(given) is { Length: > 0 } held ? held
            : throw new UnreadableDocumentException($"there is no environment variable {given}, and it is no connection string");
        (_isPostgres, _connection, var place) = Place(_connection);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_query)))[..12];
        Source = $"{(_isPostgres ? "postgresql" : "sqlserver")}://{place}#{hash}";
        Name = Source;
        using var connection = Open();
        using var command = Command(connection);
        using var reader = Guarded(() => command.ExecuteReader(System.Data.CommandBehavior.SchemaOnly));
        cancel.ThrowIfCancellationRequested();
        Columns = ReaderCells.Columns(reader);
    }

    public string Source { get; }
    public string Name { get; }
    public string? Stamp => null;
    public long Length => 0;
    public IReadOnlyList<string> Columns { get; }
    public IReadOnlyCollection<string> Notes => [];

    public IEnumerable<TableRow> Rows(CancellationToken cancel = default)
    {
        using var connection = Open();
        using var command = Command(connection);
        using var reader = Guarded(command.ExecuteReader);
        try
        {
            for (var number = 1L; Guarded(reader.Read); number++)
            {
                cancel.ThrowIfCancellationRequested();
                yield return new TableRow(number, ReaderCells.Row(reader), 0);
            }
        }
        finally
        {
            command.Cancel(); // else the rest of the answer is read to be thrown away
        }
    }

    public void Dispose() { }

    private DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = _query;
        command.CommandTimeout = Patience;
        return command;
    }

    private DbConnection Open()
    {
        DbConnection connection = _isPostgres ? new NpgsqlConnection(_connection) : new SqlConnection(_connection);
        try
        {
            Guarded(() =>
            {
                connection.Open();
                return true;
            });
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static (bool IsPostgres, string Connection, string Place) Place(string given)
    {
        try
        {
            if (given.StartsWith("postgres://", StringComparison.Ordinal) || given.StartsWith("postgresql://", StringComparison.Ordinal))
                given = OfAddress(new Uri(given));
            var words = new DbConnectionStringBuilder { ConnectionString = given };
            if (words.ContainsKey("Host"))
            {
                var own = new NpgsqlConnectionStringBuilder(given);
                // The statement is somebody's own; it shall change nothing by mistake.
                own.Options = $"{own.Options} -c default_transaction_read_only=on".Trim();
                return (true, own.ConnectionString, $"{own.Host}:{own.Port}/{own.Database}");
            }
            var server = new SqlConnectionStringBuilder(given) { ApplicationIntent = ApplicationIntent.ReadOnly };
            return (false, server.ConnectionString, $"{server.DataSource}/{server.InitialCatalog}");
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or UriFormatException)
        {
            // The message of a provider may quote the string.
            throw new UnreadableDocumentException("the connection string cannot be read: PostgreSQL's has Host=, SQL Server's has Server=");
        }
    }

    private static string OfAddress(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.IsDefaultPort || address.Port < 0 ? 5432 : address.Port,
            Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        }.ConnectionString;
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            throw new UnreadableDocumentException(
                $"{Source} cannot be read: {(error is PostgresException fault ? fault.MessageText : error.Message.ReplaceLineEndings(" "))}",
                error
            );
        }
    }
}
