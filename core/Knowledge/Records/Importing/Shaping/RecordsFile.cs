using System.Text.Json;
using System.Text.Json.Serialization;
using ChatBot.Knowledge.Records.Importing.Tables;

namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>
/// <c>records.json</c> beside the files: what was decided for each, by its name. People may edit it; the next import reads it, and what it
/// does not decide anew stays as it stands there.
/// </summary>
public sealed class RecordsFile
{
    public const string FileName = "records.json";

    private static readonly JsonSerializerOptions Json = Written();

    private readonly string _path;
    private readonly SortedDictionary<string, RememberedTable> _tables;

    private RecordsFile(string path, SortedDictionary<string, RememberedTable> tables) => (_path, _tables) = (path, tables);

    /// <param name="folder">Where the table lies; the data folder's <c>records</c> for a query.</param>
    /// <exception cref="ShapeException">It is there and is not what this class writes.</exception>
    public static RecordsFile Beside(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new RecordsFile(path, new(StringComparer.Ordinal));
        try
        {
            var tables = JsonSerializer.Deserialize<Dictionary<string, RememberedTable>>(File.ReadAllText(path), Json) ?? [];
            return new RecordsFile(path, new(tables, StringComparer.Ordinal));
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            throw new ShapeException(
                $"{path} cannot be read ({error.Message.ReplaceLineEndings(" ")}): mend it, or delete it to begin anew."
            );
        }
    }

    public RememberedTable? this[string name] => _tables.GetValueOrDefault(name);

    /// <returns>Why it could not be written; null where it was, or is up to date.</returns>
    public string? Remember(string name, RememberedTable table)
    {
        if (_tables.TryGetValue(name, out var before) && JsonSerializer.Serialize(before, Json) == JsonSerializer.Serialize(table, Json))
            return null;
        _tables[name] = table;
        try
        {
            // Never half a file: what people wrote into it is in no other place.
            var next = _path + ".next";
            File.WriteAllText(next, JsonSerializer.Serialize(_tables, Json) + "\n");
            File.Move(next, _path, overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{_path} cannot be written, so the shape is not remembered: {error.Message}";
        }
    }

    private static JsonSerializerOptions Written()
    {
        var options = WireJson.Configure(new JsonSerializerOptions { WriteIndented = true });
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.ReadCommentHandling = JsonCommentHandling.Skip;
        options.AllowTrailingCommas = true;
        return options;
    }
}

/// <summary>What is remembered of a table: how it is read, and its shape.</summary>
public sealed record RememberedTable(string Noun, IReadOnlyList<RememberedColumn> Columns)
{
    public RememberedReading? Reading { get; init; }

    [JsonIgnore] // made of what is remembered
    public ImportPlan Plan => new(Noun, [.. Columns.Select(column => column.Planned)]);

    public static RememberedTable Of(ImportPlan plan, TableRequest request) =>
        new(plan.Noun, [.. plan.Columns.Select(RememberedColumn.Of)]) { Reading = RememberedReading.Of(request) };
}

/// <param name="Rule">Null: what the role brings.</param>
/// <param name="Dates">How dates are written; null for other columns.</param>
public sealed record RememberedColumn(string Name, ColumnRole Role, CellRule? Rule = null, DateForm? Dates = null)
{
    /// <summary>Whether amounts have decimal commas; null for other columns.</summary>
    public bool? DecimalCommas { get; init; }

    public IReadOnlyList<string>? AlsoCalled { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Synonyms { get; init; }

    internal PlannedColumn Planned =>
        new(
            new RecordColumn(Name, Role)
            {
                Rule = Rule ?? RoleFinder.RuleOf(Role),
                AlsoCalled = AlsoCalled ?? [],
                Synonyms = Synonyms ?? new Dictionary<string, IReadOnlyList<string>>(),
            },
            Role == ColumnRole.Date ? Dates ?? DateForm.YearFirst : null,
            DecimalCommas ?? false
        );

    internal static RememberedColumn Of(PlannedColumn planned) =>
        new(planned.Column.Name, planned.Column.Role, planned.Column.Rule, planned.Dates)
        {
            DecimalCommas = planned.Column.Role == ColumnRole.Amount ? planned.Commas : null,
            AlsoCalled = planned.Column.AlsoCalled.Count > 0 ? planned.Column.AlsoCalled : null,
            Synonyms = planned.Column.Synonyms.Count > 0 ? planned.Column.Synonyms : null,
        };
}

/// <summary>How a table is read, where its file does not say it.</summary>
public sealed record RememberedReading(
    TableFormat? Format,
    string? Delimiter,
    string? Encoding,
    string? Table,
    IReadOnlyList<string>? Columns
)
{
    /// <summary>What the request leaves open, as it was the last time.</summary>
    public TableRequest Fill(TableRequest request) =>
        request with
        {
            Format = request.Format ?? Format,
            Delimiter = request.Delimiter ?? Delimiter,
            Encoding = request.Encoding ?? Encoding,
            Table = request.Table ?? Table,
            Columns = request.Columns.Count > 0 ? request.Columns : Columns ?? [],
        };

    internal static RememberedReading? Of(TableRequest request)
    {
        var columns = request.Columns.Count > 0 ? request.Columns : null;
        return request is { Format: null, Delimiter: null, Encoding: null, Table: null } && columns is null
            ? null
            : new RememberedReading(request.Format, request.Delimiter, request.Encoding, request.Table, columns);
    }
}
