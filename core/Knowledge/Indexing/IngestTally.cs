using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Indexing;

/// <summary>Counts what a run reads and what it leaves, by kind of file.</summary>
internal sealed class IngestTally
{
    /// <summary>Lines about one file; a broken export would fill pages with the same.</summary>
    private const int MostAFile = 20;

    private readonly List<Skipped> _skipped = [];
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, KindCount> _kinds = new(StringComparer.Ordinal);

    public int Documents { get; private set; }

    public int Unchanged { get; set; }

    public void Read(string path, int documents)
    {
        Documents += documents;
        Count(path, count => count with { Files = count.Files + 1, Documents = count.Documents + documents });
    }

    public void Skip(Skipped skipped)
    {
        // Of a file that is not read at all one line tells.
        if (!skipped.Partly && _told.Remove(skipped.Path))
            _skipped.RemoveAll(part => part.Path == skipped.Path);
        var told = _told[skipped.Path] = _told.GetValueOrDefault(skipped.Path) + 1;
        if (told <= MostAFile)
            _skipped.Add(skipped);
        else if (told == MostAFile + 1)
            _skipped.Add(skipped with { Reason = "and more of the same" });
        if (!skipped.Partly)
            Count(skipped.Path, count => count with { Skipped = count.Skipped + skipped.Files });
    }

    /// <summary>True where something about the file has been told already.</summary>
    public bool HasSkipped(string path) => _told.ContainsKey(path);

    public IngestReport Report(IngestBatch batch) =>
        new(batch.Added, batch.Changed, Unchanged, batch.Removed, _skipped) { Kinds = [.. _kinds.Values] };

    private void Count(string path, Func<KindCount, KindCount> change)
    {
        var kind = Path.GetExtension(path) is { Length: > 1 } extension
            ? extension.ToLowerInvariant()
            : Path.GetFileName(path).ToLowerInvariant();
        _kinds[kind] = change(_kinds.GetValueOrDefault(kind) ?? new KindCount(kind, 0, 0, 0));
    }
}
