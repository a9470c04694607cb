using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records.Importing.Tables.Postgres;
using ChatBot.Knowledge.Records.Importing.Tables.SqlServer;

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
    private readonly IQueryServer _server;

    public QueryTable(TableRequest request, CancellationToken cancel)
    {
        _query = request.Query!;
        var given = request.Connection ?? throw new UnreadableDocumentException("a query needs --connection");
        // A name without "=" is the environment variable that holds it, so that no secret stands in a command line.
        _server = Server(
            given.Contains('=') || given.Contains("://") ? given
            : Environment.GetEnvironmentVariable(given) is { Length: > 0 } held ? held
            : throw new UnreadableDocumentException($"there is no environment variable {given}, and it is no connection string")
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_query)))[..12];
        Source = $"{_server.Address}#{hash}";
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
        var isOver = false;
        try
        {
            for (var number = 1L; !(isOver = !Guarded(reader.Read)); number++)
            {
                cancel.ThrowIfCancellationRequested();
                yield return new TableRow(number, ReaderCells.Row(reader), 0);
            }
        }
        finally
        {
            if (!isOver)
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
        var connection = _server.Connect();
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

    private static IQueryServer Server(string connection)
    {
        try
        {
            return PostgresQueryServer.IsMeant(connection) ? new PostgresQueryServer(connection) : new SqlServerQueryServer(connection);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or UriFormatException)
        {
            // The message of a provider may quote the string.
            throw new UnreadableDocumentException("the connection string cannot be read: PostgreSQL's has Host=, SQL Server's has Server=");
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            throw new UnreadableDocumentException($"{Source} cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
