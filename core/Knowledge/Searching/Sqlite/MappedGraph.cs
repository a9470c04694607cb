namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// A graph's file (HNSW, Malkov and Yashunin 2016, as USearch builds it), mapped into memory: opening it reads little, what searches touch
/// stays in the system's cache. It never changes; chunks that were removed since are ghosts, which no lookup finds.
/// </summary>
internal sealed class MappedGraph
{
    /// <summary>Searches at a time; the library has a place to work for each, and fails those beyond.</summary>
    private static readonly int Places = Environment.ProcessorCount * 2;

    private readonly USearchHandle _index;
    private readonly SemaphoreSlim _places = new(Places);
    private readonly int _dimensions;

    private MappedGraph(StoredGraph stored, USearchHandle index)
    {
        (Stored, _index) = (stored, index);
        _dimensions = (int)USearch.Dimensions(index, out var error);
        USearch.Check(error);
    }

    public StoredGraph Stored { get; }

    /// <exception cref="InvalidOperationException">The file is not the one that was written, or not to be read.</exception>
    public static MappedGraph Open(StoredGraph stored, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new InvalidOperationException("it is missing");
        // A damaged graph could lead the library anywhere in memory: only a file that nobody has touched since is opened.
        if (file.Length != stored.Bytes || WrittenAt(file) != stored.Written)
            throw new InvalidOperationException("it is not as it was written");
        var index = USearch.Init(USearch.OfBytes(dimensions: 1), out var error); // the file says how many
        try
        {
            USearch.Check(error);
            USearch.SetThreads(index, (nuint)Places, out error); // only an empty index takes them
            USearch.Check(error);
            USearch.View(index, path, out error);
            USearch.Check(error);
            if (USearch.Size(index, out _) != (nuint)stored.Vectors)
                throw new InvalidOperationException("it holds another number of vectors");
            USearch.SetWidth(index, (nuint)stored.Width, out error);
            USearch.Check(error);
            return new MappedGraph(stored, index);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>In seconds, as coarse as any file system's.</summary>
    public static long WrittenAt(FileInfo file) => new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeSeconds();

    /// <summary>Those that it takes for the nearest, best first; ids of ghosts among them.</summary>
    public List<(long Id, float Cosine)> Nearest(ReadOnlySpan<float> query, int count)
    {
        if (query.Length != _dimensions)
            return [];
        _places.Wait();
        try
        {
            return USearch.Nearest(_index, query, count);
        }
        finally
        {
            _places.Release();
        }
    }
}
