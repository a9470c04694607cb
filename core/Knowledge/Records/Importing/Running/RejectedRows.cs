using System.Text.Json;
using ChatBot.Settings;

namespace ChatBot.Knowledge.Records.Importing.Running;

/// <summary>A line of the side file.</summary>
/// <param name="Row">Counted from 1 over the whole table.</param>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Stored">True where the row is stored, and only a cell of it could not be read.</param>
/// <param name="Cells">Redacted; null where cells cannot be told apart and some column holds people.</param>
internal sealed record RejectedRow(long Row, long Line, string Reason, bool Stored, IReadOnlyDictionary<string, string>? Cells);

/// <summary>
/// The side file of an import: what could not be stored, a line of JSON each. It is written within the transaction of its batch, and an
/// import that goes on drops the lines of batches that were not committed.
/// </summary>
internal sealed class RejectedRows
{
    private readonly List<RejectedRow> _open = [];
    private long _length;

    public RejectedRows(string path, long position)
    {
        Path = path;
        if (!File.Exists(path))
            return;
        var next = path + ".next";
        if (position > 0)
        {
            using (var kept = new StreamWriter(PrivateFiles.Create(next)))
                foreach (var line in File.ReadLines(path))
                    if (RowOf(line) is { } row && row <= position)
                        kept.WriteLine(line);
            File.Move(next, path, overwrite: true);
            _length = new FileInfo(path).Length;
        }
        else
            File.Delete(path);
    }

    public string Path { get; }

    /// <summary>Whether anything stands in the file.</summary>
    public bool Any => _length > 0 || _open.Count > 0;

    public void Add(RejectedRow row) => _open.Add(row);

    /// <summary>Writes what was added, in the place of what an attempt before had written.</summary>
    public void Write(IEnumerable<RejectedRow> more)
    {
        var rows = _open.Concat(more).OrderBy(row => row.Row).ToList();
        if (rows.Count == 0)
            return;
        PrivateFiles.MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
        using var file = File.Exists(Path) ? new FileStream(Path, FileMode.Open, FileAccess.Write) : PrivateFiles.Create(Path);
        file.SetLength(_length);
        file.Position = _length;
        using var lines = new StreamWriter(file);
        foreach (var row in rows)
            lines.WriteLine(WireJson.Write(row));
    }

    /// <summary>The batch is in the database.</summary>
    public void Committed()
    {
        _open.Clear();
        _length = File.Exists(Path) ? new FileInfo(Path).Length : 0;
    }

    private static long? RowOf(string line)
    {
        try
        {
            return WireJson.Read<RejectedRow>(line).Row;
        }
        catch (JsonException)
        {
            return null; // half a line
        }
    }
}
