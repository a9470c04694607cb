using System.Runtime.InteropServices;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// The functions of USearch's native library that a graph needs. The package's own class reaches neither the width of a search nor the
/// number of its threads.
/// </summary>
internal static partial class USearch
{
    private const string Library = "libusearch_c";

    /// <summary>Whether the native library is there: not on every platform.</summary>
    public static bool IsThere => Found.Value;

    private static readonly Lazy<bool> Found = new(() =>
    {
        try
        {
            return Version() != 0;
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    });

    [StructLayout(LayoutKind.Sequential)]
    internal struct Options
    {
        public int MetricKind;
        public nint Metric;
        public int Scalars;
        public nuint Dimensions,
            Connectivity,
            ExpansionAdd,
            ExpansionSearch;
        public byte Multi;
    }

    public const int Bytes = 4;

    /// <summary>By the cosine: lengths do not matter, so each vector may be scaled to use its bytes to the full.</summary>
    public static Options OfBytes(int dimensions, int links = 0, int width = 0) =>
        new()
        {
            MetricKind = 1,
            Scalars = Bytes,
            Dimensions = (nuint)dimensions,
            Connectivity = (nuint)links,
            ExpansionAdd = (nuint)width,
        };

    /// <exception cref="InvalidOperationException">What the library says.</exception>
    public static void Check(nint error)
    {
        if (error != 0)
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(error));
    }

    /// <summary>Those that the index takes for the nearest, best first.</summary>
    public static List<(long Id, float Cosine)> Nearest(USearchHandle index, ReadOnlySpan<float> query, int count)
    {
        Span<sbyte> bytes = stackalloc sbyte[query.Length];
        Int8Vectors.Quantise(query, bytes);
        var (keys, distances) = (new ulong[count], new float[count]);
        var found = (int)Search(index, bytes, Bytes, (nuint)count, keys, distances, out var error);
        Check(error);
        return [.. Enumerable.Range(0, found).Select(i => ((long)keys[i], 1 - distances[i]))];
    }

    [LibraryImport(Library, EntryPoint = "usearch_version")]
    private static partial nint Version();

    [LibraryImport(Library, EntryPoint = "usearch_init")]
    public static partial USearchHandle Init(in Options options, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_free")]
    public static partial void Free(nint index, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_reserve")]
    public static partial void Reserve(USearchHandle index, nuint capacity, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_capacity")]
    public static partial nuint Capacity(USearchHandle index, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_add")]
    public static partial void Add(USearchHandle index, ulong key, ReadOnlySpan<sbyte> vector, int scalars, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_save", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Save(USearchHandle index, string path, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_view", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void View(USearchHandle index, string path, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_size")]
    public static partial nuint Size(USearchHandle index, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_dimensions")]
    public static partial nuint Dimensions(USearchHandle index, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_change_expansion_search")]
    public static partial void SetWidth(USearchHandle index, nuint width, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_change_threads_search")]
    public static partial void SetThreads(USearchHandle index, nuint threads, out nint error);

    [LibraryImport(Library, EntryPoint = "usearch_search")]
    private static partial nuint Search(
        USearchHandle index,
        ReadOnlySpan<sbyte> vector,
        int scalars,
        nuint count,
        Span<ulong> keys,
        Span<float> distances,
        out nint error
    );
}

/// <summary>A native index; freed when nobody can search it any more, never under a search.</summary>
internal sealed class USearchHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        USearch.Free(handle, out _);
        return true;
    }
}
