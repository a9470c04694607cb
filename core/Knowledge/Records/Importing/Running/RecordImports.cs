using System.Security.Cryptography;
using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Records.Importing.Running;

/// <summary>A table that is open, and how it is going to be imported.</summary>
/// <param name="IsKnown">Its shape was remembered from an earlier time.</param>
public sealed record PreparedImport(IRecordTable Table, ImportPlan Plan, bool IsKnown, TableRequest Request) : IDisposable
{
    public void Dispose() => Table.Dispose();
}

/// <summary>Imports tables: opens them, finds their shape, stores their rows.</summary>
public sealed class RecordImports(
    RecordStore store,
    RecordSources sources,
    Redactor redactor,
    PersonMarks people,
    IOptions<RecordsOptions> records,
    IOptions<DataOptions> data
)
{
    /// <summary>Where side files lie, and what is remembered of queries.</summary>
    private string Folder => data.Value.PathOf("records");

    /// <summary>Opens a table and decides its shape. Nothing is stored or remembered yet.</summary>
    /// <exception cref="UnreadableDocumentException">The table cannot be read.</exception>
    /// <exception cref="ShapeException">Its shape cannot be decided.</exception>
    public PreparedImport Prepare(TableRequest request, ShapeWishes wishes, CancellationToken cancel = default)
    {
        // A query is known by what opening it tells; how it is read needs no remembering.
        if (request.Query is null && RememberedOf(request, Path.GetFileName(request.Path)) is { } before)
            request = before.Reading?.Fill(request) ?? request;
        var table = RecordTables.Open(request with { Expected = [.. wishes.Named] }, cancel);
        try
        {
            var known = RememberedOf(request, table.Name);
            return new PreparedImport(table, ShapeFinder.Find(table, wishes, known?.Plan, cancel), known is not null, request);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Remembers the shape and imports the rows: adds, changes, and removes what the table no longer has.</summary>
    /// <returns>What was done, and what else there is to say, in words for people.</returns>
    /// <exception cref="UnreadableDocumentException">
    /// The table breaks off, no row of it could be stored, or another process imports it: what was stored stays, and nothing is removed.
    /// </exception>
    public async Task<(RecordReport Report, IReadOnlyCollection<string> Notes)> RunAsync(
        string workspace,
        PreparedImport prepared,
        IProgress<RecordProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        var (table, plan, request) = (prepared.Table, prepared.Plan, prepared.Request);
        var notes = new List<string>();
        if (request.Query is not null)
            PrivateFiles.MakeFolder(Folder);
        if (RecordsFile.Beside(HomeOf(request)).Remember(table.Name, RememberedTable.Of(plan, request)) is { } fault)
            notes.Add(fault);
        var side = SideFile(workspace, table);
        using var turn = Turn(side, table);
        var stamp = StampOf(table, plan);
        var run = await store.BeginAsync(workspace, table.Source, plan.Shape, stamp, cancel);
        if (run.Position > 0)
            notes.Add($"an import of the same file was interrupted: it goes on after row {run.Position}");
        var conversion = new RowConversion(plan, new CellRedaction(redactor, people, workspace), records.Value.Zone, run.SoFar.Columns);
        var import = new RecordImport(store, run, table, plan, conversion, new RejectedRows(side, run.Position), stamp);
        var report = await import.RunAsync(progress, cancel);
        return (report, [.. notes, .. table.Notes]);
    }

    /// <summary>Imports a table by its remembered shape, where it has changed since; a query always has.</summary>
    /// <returns>Null where it has not.</returns>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<RecordReport?> RefreshAsync(string workspace, TableRequest request, CancellationToken cancel = default)
    {
        using var prepared = Prepare(request, new ShapeWishes(), cancel);
        var known = (await sources.ListAsync(workspace, cancel)).FirstOrDefault(source => source.Source == prepared.Table.Source);
        if (known?.Report?.Stamp == StampOf(prepared.Table, prepared.Plan))
            return null;
        return (await RunAsync(workspace, prepared, cancel: cancel)).Report;
    }

    /// <summary>Takes a source out with all its rows and its side file.</summary>
    /// <returns>Rows that went; null where there is no such source.</returns>
    public async Task<long?> ForgetAsync(string workspace, string source, CancellationToken cancel = default)
    {
        if (await sources.ForgetAsync(workspace, source, cancel: cancel) is not { } removed)
            return null;
        if (Directory.Exists(Folder))
            foreach (var side in Directory.EnumerateFiles(Folder, $"*-{MarkOf(workspace, source)}.rejected.jsonl"))
                File.Delete(side);
        return removed;
    }

    private RememberedTable? RememberedOf(TableRequest request, string name) => RecordsFile.Beside(HomeOf(request))[name];

    private string HomeOf(TableRequest request) =>
        request.Query is not null ? Folder : Path.GetDirectoryName(Path.GetFullPath(request.Path))!;

    /// <summary>Two files of one name have two side files.</summary>
    private string SideFile(string workspace, IRecordTable table)
    {
        var name = string.Concat(table.Name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return Path.Combine(Folder, $"{(name.Length <= 80 ? name : name[..80])}-{MarkOf(workspace, table.Source)}.rejected.jsonl");
    }

    private static string MarkOf(string workspace, string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\0{source}")))[..6];

    /// <summary>Two processes that import one table would see each other's rows as its second ones.</summary>
    private FileStream Turn(string side, IRecordTable table)
    {
        PrivateFiles.MakeFolder(Folder);
        try
        {
            return new FileStream(
                Path.ChangeExtension(side, ".lock"),
                new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    Options = FileOptions.DeleteOnClose,
                }
            );
        }
        catch (IOException)
        {
            throw new UnreadableDocumentException($"{table.Name} is being imported already: wait until that has ended.");
        }
    }

    private string StampOf(IRecordTable table, ImportPlan plan)
    {
        if (table.Stamp is not { } content)
            return $"query-{Guid.NewGuid():n}";
        // The same file with another shape, or another clock, is another import.
        var how = WireJson.Write(plan.Columns) + plan.Noun + records.Value.Zone.Id;
        return $"{content}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(how)))[..16]}";
    }
}
