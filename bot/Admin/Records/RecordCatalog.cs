using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Learning.Audit;

namespace ChatBot.Bot.Admin.Records;

/// <summary>The imported tables of a workspace as admins see them, on the page and over HTTP alike.</summary>
public sealed class RecordCatalog(RecordSources sources, AuditLog audit, IServiceProvider services)
{
    /// <summary>Values of a facet that are listed.</summary>
    private const int MostValues = 50;

    /// <summary>Null where this program counts no records.</summary>
    private readonly IRecordDesk? _desk = services.GetService<IRecordDesk>();

    public async Task<IReadOnlyList<CatalogSource>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        var listed = new List<CatalogSource>();
        foreach (var source in await sources.ListAsync(workspace, cancel))
        {
            var columns = new List<CatalogColumn>();
            foreach (var column in source.Shape.Columns)
                columns.Add(await DescribeAsync(source, column, cancel));
            listed.Add(
                new CatalogSource(
                    source.Source,
                    source.FileName,
                    source.Shape.Noun,
                    source.Rows,
                    source.Version == 0 ? null : source.Imported,
                    columns,
                    source.Report is { } report ? CatalogImport.Of(report) : null
                )
            );
        }
        return listed;
    }

    /// <returns>Rows that went; null where there is no such source.</returns>
    public Task<long?> ForgetAsync(string workspace, string source, Auditor by, CancellationToken cancel = default) =>
        sources.ForgetAsync(
            workspace,
            source,
            (transaction, rows) => audit.WriteAsync(transaction, workspace, by, "records.forgotten", source, new { rows }, cancel),
            cancel
        );

    private async Task<CatalogColumn> DescribeAsync(RecordSource source, RecordColumn column, CancellationToken cancel)
    {
        var done = source.Report?.Columns.FirstOrDefault(one => one.Name == column.Name);
        return new CatalogColumn(column.Name, column.Role, column.Role == ColumnRole.Ignored ? null : column.Rule)
        {
            AlsoCalled = column.AlsoCalled.Count > 0 ? column.AlsoCalled : null,
            Redacted = done is { Redacted.Count: > 0 } ? done.Redacted : null,
            Hashed = done is { Hashed: > 0 } ? done.Hashed : null,
            Values = column.IsFacet && source.Version > 0 ? await ValuesAsync(source, column, cancel) : null,
        };
    }

    private async Task<IReadOnlyList<RecordGroup>?> ValuesAsync(RecordSource source, RecordColumn column, CancellationToken cancel)
    {
        if (_desk is null)
            return null;
        var found = await _desk.FindAsync(
            new RecordAsker(source.Workspace, RecordRights.AdminChannel),
            new RecordQuery(source.Source, RecordIntent.Group) { By = column.Name, First = MostValues },
            cancel
        );
        return [.. found.Groups.Take(MostValues)];
    }
}

/// <param name="Imported">When the last import ended; null while the first one has not.</param>
/// <param name="LastImport">What it did.</param>
public sealed record CatalogSource(
    string Source,
    string File,
    string Noun,
    long Rows,
    DateTimeOffset? Imported,
    IReadOnlyList<CatalogColumn> Columns,
    CatalogImport? LastImport
);

/// <param name="Rule">What is done to personal data; null for what is not stored.</param>
public sealed record CatalogColumn(string Name, ColumnRole Role, CellRule? Rule)
{
    public IReadOnlyList<string>? AlsoCalled { get; init; }

    /// <summary>Cells of the last import in which personal data was replaced, by kind.</summary>
    public IReadOnlyDictionary<string, long>? Redacted { get; init; }

    /// <summary>Cells of the last import that became pseudonyms.</summary>
    public long? Hashed { get; init; }

    /// <summary>Of a facet: its values, the most frequent first.</summary>
    public IReadOnlyList<RecordGroup>? Values { get; init; }
}

/// <param name="RejectedFile">Where the rejected rows lie.</param>
public sealed record CatalogImport(long Read, long Added, long Changed, long Unchanged, long Removed, long Rejected, string? RejectedFile)
{
    internal static CatalogImport Of(RecordReport report) =>
        new(report.Read, report.Added, report.Changed, report.Unchanged, report.Removed, report.Rejected, report.RejectedFile);
}
