using System.Text.Json;

namespace ChatBot.Learning.Exports;

/// <summary>Names and file kinds of the formats.</summary>
public static class ExportFormats
{
    /// <summary>All of them, for error messages.</summary>
    public static string Names { get; } = string.Join(", ", Enum.GetValues<ExportFormat>().Select(Name));

    public static string Name(ExportFormat format) => JsonNamingPolicy.SnakeCaseLower.ConvertName(format.ToString());

    public static ExportFormat? Read(string name) =>
        Enum.GetValues<ExportFormat>().Where(format => Name(format) == name).Select(format => (ExportFormat?)format).FirstOrDefault();

    public static string Extension(ExportFormat format) =>
        format switch
        {
            ExportFormat.Json => ".json",
            ExportFormat.Csv => ".csv",
            ExportFormat.Sqlite => ".db",
            _ => ".jsonl",
        };

    public static string ContentType(ExportFormat format) =>
        format switch
        {
            ExportFormat.Json => "application/json",
            ExportFormat.Csv => "text/csv",
            ExportFormat.Sqlite => "application/vnd.sqlite3",
            _ => "application/x-ndjson",
        };
}
