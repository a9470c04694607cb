using System.Globalization;
using System.Text;
using ChatBot.Settings;
using CsvHelper;

namespace ChatBot.Learning.Exports;

/// <summary>One format's way of writing rows, one after the other.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    ValueTask WriteAsync(TrainingRow row, CancellationToken cancel);
}

internal static class ExportWriters
{
    public static IExportWriter Open(ExportFormat format, string path) =>
        format switch
        {
            ExportFormat.Json => new JsonArrayWriter(path),
            ExportFormat.Csv => new CsvRowWriter(path),
            ExportFormat.Sqlite => new SqliteFileWriter(path),
            _ => new JsonLinesWriter(path, TrainingShapes.Of(format)),
        };

    internal static StreamWriter Text(string path) =>
        new(PrivateFiles.Create(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}

internal sealed class JsonLinesWriter(string path, Func<TrainingRow, object> shape) : IExportWriter
{
    private readonly StreamWriter _text = ExportWriters.Text(path);

    public async ValueTask WriteAsync(TrainingRow row, CancellationToken cancel)
    {
        await _text.WriteAsync(WireJson.Write(shape(row)).AsMemory(), cancel);
        await _text.WriteAsync('\n');
    }

    public ValueTask DisposeAsync() => _text.DisposeAsync();
}

internal sealed class JsonArrayWriter(string path) : IExportWriter
{
    private readonly StreamWriter _text = ExportWriters.Text(path);
    private bool _any;

    public async ValueTask WriteAsync(TrainingRow row, CancellationToken cancel)
    {
        await _text.WriteAsync(_any ? ",\n" : "[\n");
        _any = true;
        await _text.WriteAsync(WireJson.Write(row).AsMemory(), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _text.WriteAsync(_any ? "\n]\n" : "[]\n");
        await _text.DisposeAsync();
    }
}

internal sealed class CsvRowWriter : IExportWriter
{
    private static readonly string[] Columns =
    [
        "id",
        "question",
        "answer",
        "rejected",
        "outcome",
        "category",
        "channel",
        "approved",
        "quality",
        "ratings",
        "created",
    ];

    private readonly CsvWriter _csv;

    public CsvRowWriter(string path)
    {
        // A cell that begins with = + - or @ would run as a formula in a spreadsheet.
        _csv = CsvWriter.Create(ExportWriters.Text(path), CsvWriterOptions.Default with { Injection = CsvInjection.Escape });
        foreach (var column in Columns)
            _csv.WriteField(column);
        _csv.EndRecord();
    }

    public ValueTask WriteAsync(TrainingRow row, CancellationToken cancel)
    {
        string?[] fields =
        [
            row.Id,
            row.Question,
            row.Answer,
            row.Rejected,
            row.Outcome,
            row.Category,
            row.Channel,
            row.Approved ? "true" : "false",
            row.Quality?.ToString(CultureInfo.InvariantCulture),
            row.Ratings.ToString(CultureInfo.InvariantCulture),
            row.Created.ToString("O"),
        ];
        foreach (var field in fields)
            _csv.WriteField(field ?? "");
        _csv.EndRecord();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _csv.Dispose();
        return ValueTask.CompletedTask;
    }
}
