namespace ChatBot.Models.Files;

/// <summary>
/// The header of a GGUF file (versions 2 and 3, little-endian): its metadata and where its tensors lie. Layout:
/// <c>github.com/ggml-org/ggml/blob/master/docs/gguf.md</c>. Everything the header claims is checked against the file's
/// length before memory is asked for, so a hostile file costs no more than its own size.
/// </summary>
public sealed class GgufFile
{
    /// <summary>Where the metadata begins, in bytes from the file's start.</summary>
    internal const int MetadataStart = 24;

    /// <summary>Tensors lie at multiples of it where the metadata names no other.</summary>
    internal const int DefaultAlignment = 32;

    private const uint Magic = 0x46554747; // "GGUF"
    private const int LongestKey = 65535,
        LongestTensorName = 63;

    private GgufFile(
        string path,
        IReadOnlyDictionary<string, object> metadata,
        IReadOnlyDictionary<string, TensorEntry> tensors,
        (long MetadataEnd, long DataStart, int Alignment) layout
    )
    {
        Path = path;
        (MetadataEnd, DataStart, Alignment) = layout;
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The header's keys; values and arrays have the file's own types (<c>uint</c>, <c>string[]</c>, <c>float[]</c> …).</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Where the metadata ends.</summary>
    internal long MetadataEnd { get; }

    /// <summary>Tensors lie at multiples of it.</summary>
    internal int Alignment { get; }

    /// <summary>Where the tensors' data begins, in bytes from the file's start.</summary>
    public long DataStart { get; }

    /// <summary>Numbers in all tensors.</summary>
    public long Parameters => Tensors.Values.Sum(tensor => tensor.Elements);

    /// <summary>Bytes of all tensors.</summary>
    public long Bytes => Tensors.Values.Sum(tensor => tensor.Length);

    /// <summary>The kind that most numbers are stored in.</summary>
    public TensorKind Quantisation =>
        Tensors.Values.GroupBy(tensor => tensor.Kind).MaxBy(group => group.Sum(tensor => tensor.Elements))?.Key ?? default;

    /// <summary>Reads and checks the header of <paramref name="path"/>.</summary>
    /// <exception cref="ModelFileException">The file is absent, not GGUF, truncated, or its header contradicts itself.</exception>
    public static GgufFile Open(string path)
    {
        WrongFile.Refuse(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Read(path, new GgufReader(stream, stream.Length), stream.Length);
        }
        catch (FormatException e)
        {
            throw new ModelFileException(path, e.Message + ".", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"the file cannot be read ({e.Message}).", e);
        }
    }

    private static GgufFile Read(string path, GgufReader reader, long length)
    {
        if (reader.UInt32() != Magic)
            throw new FormatException("this is not a GGUF file (it does not begin with 'GGUF')");
        var version = reader.UInt32();
        if (version is not (2 or 3))
            throw new FormatException(
                version is 0x02000000 or 0x03000000
                    ? "this GGUF file is big-endian; convert it to little-endian"
                    : $"GGUF version {version} is not supported; convert the model with a current llama.cpp (version 3)"
            );
        var tensorCount = reader.Count("tensors", 24); // name length, dimension count, kind, offset
        var metadataCount = reader.Count("metadata keys", 13); // key length, value type, one byte

        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0; i < metadataCount; i++)
        {
            var key = reader.Name(LongestKey);
            if (!metadata.TryAdd(key, reader.Value(key)))
                throw new FormatException($"metadata '{key}' appears twice");
        }
        var (alignment, metadataEnd) = (AlignmentOf(metadata), reader.Position);

        var claims = new List<TensorEntry>();
        for (var i = 0; i < tensorCount; i++)
            claims.Add(Claim(reader));
        var start = (reader.Position + alignment - 1) / alignment * alignment;
        return new GgufFile(path, metadata, Placed(claims, start, alignment, length), (metadataEnd, start, alignment));
    }

    /// <summary>Tensors lie one behind the other, in the header's order, each at the next aligned offset.</summary>
    private static Dictionary<string, TensorEntry> Placed(List<TensorEntry> claims, long start, int alignment, long length)
    {
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var next = 0L;
        foreach (var claim in claims)
        {
            if (claim.Offset != next)
                throw new FormatException($"tensor '{claim.Name}' lies at {claim.Offset} where {next} belongs");
            if (start + next > length - claim.Length)
                throw new FormatException($"tensor '{claim.Name}' runs past the end of the file; the file is truncated");
            if (!tensors.TryAdd(claim.Name, claim))
                throw new FormatException($"tensor '{claim.Name}' appears twice");
            next += (claim.Length + alignment - 1) / alignment * alignment;
        }
        return tensors;
    }

    private static int AlignmentOf(Dictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue("general.alignment", out var value))
            return DefaultAlignment;
        return value is uint and >= 8 and <= 1 << 20 && uint.IsPow2((uint)value)
            ? (int)(uint)value
            : throw new FormatException($"general.alignment is {value}; it must be a power of two from 8 to 1 MiB");
    }

    private static TensorEntry Claim(GgufReader reader)
    {
        var name = reader.Name(LongestTensorName);
        var dimensions = reader.UInt32();
        if (dimensions is 0 or > 4)
            throw new FormatException($"tensor '{name}' has {dimensions} dimensions; 1 to 4 are possible");
        var dims = new long[dimensions];
        var elements = 1L;
        for (var d = 0; d < dims.Length; d++)
        {
            var dim = reader.UInt64();
            if (dim is 0 or > int.MaxValue || elements > long.MaxValue / 8 / (long)dim)
                throw new FormatException($"tensor '{name}' has an impossible extent {dim}");
            dims[d] = (long)dim;
            elements *= dims[d];
        }
        var kind = (TensorKind)reader.UInt32();
        if (kind.BlockElements() == 0)
            throw new FormatException($"tensor '{name}' has the kind {(uint)kind}, which is no kind of weights");
        if (dims[0] % kind.BlockElements() != 0)
            throw new FormatException($"tensor '{name}' has rows of {dims[0]}, not whole {kind} blocks of {kind.BlockElements()}");
        var offset = reader.UInt64();
        return new TensorEntry(name, kind, dims, offset <= long.MaxValue ? (long)offset : long.MaxValue, kind.Bytes(elements));
    }
}
