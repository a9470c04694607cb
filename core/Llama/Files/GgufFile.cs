namespace ChatBot.Llama.Files;

/// <summary>
/// A GGUF file (versions 2 and 3, little-endian): its metadata in memory, its tensors mapped where they lie.
/// Layout: <c>github.com/ggml-org/ggml/blob/master/docs/gguf.md</c>. Everything the header claims is checked against the file's
/// length before memory is asked for, so a hostile file costs no more than its own size.
/// </summary>
public sealed unsafe class GgufFile : IModelFile
{
    private const uint Magic = 0x46554747; // "GGUF"
    private const int DefaultAlignment = 32;

    private readonly MappedFile _mapped;

    private GgufFile(string path, MappedFile mapped)
    {
        Path = path;
        this._mapped = mapped;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// The header's keys. Values are <see cref="string"/>, <see cref="bool"/>, <see cref="ulong"/> (every unsigned width),
    /// <see cref="long"/> (every signed width), <see cref="double"/>, or arrays of the file's own type (<c>string[]</c>, <c>int[]</c>,
    /// <c>float[]</c> …).
    /// </summary>
    public IReadOnlyDictionary<string, object> Metadata { get; private set; } = new Dictionary<string, object>();

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; private set; } = new Dictionary<string, TensorEntry>();

    /// <summary>Maps and checks <paramref name="path"/>.</summary>
    /// <exception cref="ModelFileException">The file is absent, not GGUF, truncated, or its header contradicts itself.</exception>
    public static GgufFile Open(string path)
    {
        var mapped = MappedFile.Open(path);
        var file = new GgufFile(path, mapped);
        try
        {
            file.ReadHeader();
            return file;
        }
        catch (FormatException e)
        {
            mapped.Dispose();
            throw new ModelFileException(path, e.Message + ".", e);
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>The first byte of a tensor's data, valid until this file is disposed.</summary>
    public byte* Data(TensorEntry tensor) => _mapped.At(tensor.Offset);

    public void Dispose() => _mapped.Dispose();

    private void ReadHeader()
    {
        var reader = new GgufReader(_mapped.Span(0, Math.Min(_mapped.Length, int.MaxValue)));
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
            var key = reader.String(strict: true);
            if (!metadata.TryAdd(key, reader.Value(key)))
                throw new FormatException($"metadata '{key}' appears twice");
        }
        var alignment = Alignment(metadata);

        var claims = new List<(string Name, TensorKind Kind, long[] Dims, ulong Offset, long Length)>();
        for (var i = 0; i < tensorCount; i++)
            claims.Add(Claim(ref reader));

        var dataStart = (reader.Position + (long)alignment - 1) / alignment * alignment;
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var end = dataStart;
        var previous = "the header";
        foreach (var (name, kind, dims, offset, length) in claims.OrderBy(claim => claim.Offset))
        {
            if (offset % (ulong)alignment != 0)
                throw new FormatException($"tensor '{name}' is not aligned to {alignment} bytes");
            if (offset > (ulong)_mapped.Length || dataStart + (long)offset > _mapped.Length - length)
                throw new FormatException($"tensor '{name}' runs past the end of the file; the file is truncated");
            var start = dataStart + (long)offset;
            if (start < end)
                throw new FormatException($"tensor '{name}' overlaps {previous}");
            if (!tensors.TryAdd(name, new TensorEntry(name, kind, dims, start, length)))
                throw new FormatException($"tensor '{name}' appears twice");
            (end, previous) = (start + length, $"'{name}'");
        }
        Metadata = metadata;
        Tensors = tensors;
    }

    private static int Alignment(Dictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue("general.alignment", out var value))
            return DefaultAlignment;
        return value is ulong and > 0 and <= 1 << 20 && (ulong)value % 8 == 0
            ? (int)(ulong)value
            : throw new FormatException($"general.alignment is {value}; it must be a multiple of 8 of at most 1 MiB");
    }

    private static (string Name, TensorKind Kind, long[] Dims, ulong Offset, long Length) Claim(ref GgufReader reader)
    {
        var name = reader.String(strict: true);
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
            throw new FormatException(
                $"tensor '{name}' has the kind {(uint)kind}, which is not supported; quantise the model to one of {TensorKinds.Supported}"
            );
        if (dims[0] % kind.BlockElements() != 0)
            throw new FormatException($"tensor '{name}' has rows of {dims[0]}, not whole {kind} blocks of {kind.BlockElements()}");
        return (name, kind, dims, reader.UInt64(), elements / kind.BlockElements() * kind.BlockBytes());
    }
}
