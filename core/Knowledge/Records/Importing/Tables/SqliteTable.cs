using ChatBot.Knowledge.Reading;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// A table of a SQLite file, which is people's data: opened for reading only, and nothing that its schema defines is trusted.
/// </summary>
internal sealed class SqliteTable : IRecordTable
{
    private readonly string _path;
    private readonly string _table;

    public SqliteTable(string path, TableRequest request, CancellationToken cancel)
    {
        _path = path;
        try
        {
            using var connection = Open();
            var tables = Tables(connection);
            _table =
                request.Table is { } named
                    ? tables.Find(table => table.Equals(named, StringComparison.OrdinalIgnoreCase))
                        ?? throw Wrong($"has no table {named}", tables)
                : tables.Count == 1 ? tables[0]
                : throw Wrong("has several tables: name one with --table", tables);
            cancel.ThrowIfCancellationRequested();
            using var select = connection.CreateCommand();
            select.CommandText = Select;
            using var reader = select.ExecuteReader();
            Columns = ReaderCells.Columns(reader);
        }
        catch (SqliteException error)
        {
            throw Broken(error);
        }
        Stamp = FileStamp.Of(path, request with { Table = _table });
        Length = new FileInfo(path).Length;
    }

    public string Source => _path;
    public string Name => Path.GetFileName(_path);
    public string? Stamp { get; }
    public long Length { get; }
    public IReadOnlyList<string> Columns { get; }
    public IReadOnlyCollection<string> Notes => [];

    private string Select => $"select * from \"{_table.Replace("\"", "\"\"")}\"";

    public IEnumerable<TableRow> Rows(CancellationToken cancel = default)
    {
        using var connection = Open();
        using var select = connection.CreateCommand();
        select.CommandText = Select;
        using var reader = Guarded(select.ExecuteReader);
        for (var number = 1L; Guarded(reader.Read); number++)
        {
            cancel.ThrowIfCancellationRequested();
            yield return new TableRow(number, Guarded(() => ReaderCells.Row(reader)), 0);
        }
    }

    public void Dispose() { }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = _path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ConnectionString
        );
        connection.Open();
        connection.EnableExtensions(false);
        using var pragma = connection.CreateCommand();
        // A view or a trigger of a file from elsewhere may call nothing that reaches beyond it.
        pragma.CommandText = "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON;";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var list = connection.CreateCommand();
        list.CommandText =
            "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name";
        using var reader = list.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }

    private static UnreadableDocumentException Wrong(string what, List<string> tables) =>
        new($"{what} (it has {(tables.Count == 0 ? "none" : string.Join(", ", tables))})");

    private static UnreadableDocumentException Broken(SqliteException error) =>
        new($"is not a readable SQLite file (error {error.SqliteErrorCode}): export it again", error);

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException error)
        {
            throw Broken(error);
        }
    }
}
