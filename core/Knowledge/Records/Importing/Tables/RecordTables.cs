using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>Opens the table that is asked for.</summary>
public static class RecordTables
{
    /// <summary>The first bytes of every SQLite file.</summary>
    private static readonly byte[] SqliteHead = "SQLite format 3\0"u8.ToArray();

    /// <exception cref="UnreadableDocumentException">It cannot be read; the message is one line for people.</exception>
    public static IRecordTable Open(TableRequest request, CancellationToken cancel = default)
    {
        if (request.Query is not null)
            return new QueryTable(request, cancel);
        var path = Path.GetFullPath(request.Path);
        // What has no length (a pipe, a device) would be waited for, and cannot be read twice.
        if (!File.Exists(path))
            throw new UnreadableDocumentException($"{request.Path} is no file");
        try
        {
            var file = new FileContent(path, Path.GetFileName(path));
            return (request.Format ?? FormatOf(path)) switch
            {
                TableFormat.Csv => new DelimitedTable(file, request, tabbed: false, cancel),
                TableFormat.Tsv => new DelimitedTable(file, request, tabbed: true, cancel),
                TableFormat.Json => new JsonTable(file, request, byLine: false, cancel),
                TableFormat.JsonLines => new JsonTable(file, request, byLine: true, cancel),
                TableFormat.Excel => new SheetTable(file, request, cancel),
                TableFormat.Bcp => new BcpTable(file, request, cancel),
                _ => new SqliteTable(path, request, cancel),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDocumentException($"{request.Path} cannot be read: {error.Message}", error);
        }
        catch (UnreadableDocumentException error)
        {
            throw new UnreadableDocumentException($"{request.Path} {error.Message}", error);
        }
    }

    private static TableFormat FormatOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => TableFormat.Csv,
            ".tsv" or ".tab" => TableFormat.Tsv,
            ".json" => TableFormat.Json,
            ".jsonl" or ".ndjson" => TableFormat.JsonLines,
            ".xlsx" or ".xlsm" or ".xltx" or ".xls" => TableFormat.Excel,
            ".bcp" or ".dat" => TableFormat.Bcp,
            ".db" or ".sqlite" or ".sqlite3" or ".db3" => TableFormat.Sqlite,
            _ => StartsAsSqlite(path) ? TableFormat.Sqlite : TableFormat.Csv,
        };

    private static bool StartsAsSqlite(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[SqliteHead.Length];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual(SqliteHead);
    }
}
