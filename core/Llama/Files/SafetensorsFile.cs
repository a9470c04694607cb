using System.Buffers.Binary;
using System.Text.Json;

namespace ChatBot.Llama.Files;

/// <summary>
/// A safetensors file (<c>github.com/huggingface/safetensors</c>): a 64-bit length, a JSON header, then the tensors without gaps.
/// Extents are turned round to ggml's order, fastest-running first.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const int LargestHeader = 100_000_000; // the limit of the reference implementation

    private readonly MappedFile _mapped;

    private SafetensorsFile(string path, MappedFile mapped, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        Path = path;
        this._mapped = mapped;
        Tensors = tensors;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by their Hugging Face name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Maps and checks <paramref name="path"/>.</summary>
    /// <exception cref="ModelFileException">The file is absent, not safetensors, truncated, or its header contradicts itself.</exception>
    public static SafetensorsFile Open(string path)
    {
        var mapped = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(path, mapped, ReadHeader(mapped));
        }
        catch (Exception e)
            when (e
                    is FormatException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or IndexOutOfRangeException
                        or OverflowException
            )
        {
            mapped.Dispose();
            throw new ModelFileException(
                path,
                e is FormatException ? e.Message + "." : $"the header is not that of a safetensors file ({e.Message})",
                e
            );
        }
    }

    /// <summary>The first byte of a tensor's data, valid until this file is disposed.</summary>
    public byte* Data(TensorEntry tensor) => _mapped.At(tensor.Offset);

    public void Dispose() => _mapped.Dispose();

    private static Dictionary<string, TensorEntry> ReadHeader(MappedFile mapped)
    {
        if (mapped.Length < 8)
            throw new FormatException("the file is too short to be safetensors");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(mapped.Span(0, 8));
        if (length > LargestHeader || length > (ulong)mapped.Length - 8)
            throw new FormatException("the header is longer than the file; it is truncated or not safetensors");
        var reader = new Utf8JsonReader(mapped.Span(8, (long)length), new JsonReaderOptions { MaxDepth = 8 });
        using var header = JsonDocument.ParseValue(ref reader);
        var dataStart = 8 + (long)length;
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        foreach (var property in header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
            if (!tensors.TryAdd(property.Name, Entry(property.Name, property.Value, dataStart, mapped.Length)))
                throw new FormatException($"tensor '{property.Name}' appears twice");
        var end = dataStart;
        foreach (var tensor in tensors.Values.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset < end)
                throw new FormatException($"tensor '{tensor.Name}' overlaps another");
            end = tensor.Offset + tensor.Length;
        }
        return tensors;
    }

    private static TensorEntry Entry(string name, JsonElement entry, long dataStart, long fileLength)
    {
        var kind = entry.GetProperty("dtype").GetString() switch
        {
            "F32" => TensorKind.F32,
            "F16" => TensorKind.F16,
            "BF16" => TensorKind.BF16,
            var other => throw new FormatException($"tensor '{name}' has the type {other}; F32, F16 and BF16 are supported"),
        };
        var dims = entry.GetProperty("shape").EnumerateArray().Select(dim => dim.GetInt64()).Reverse().ToArray();
        if (dims.Length > 4 || dims.Any(dim => dim is <= 0 or > int.MaxValue))
            throw new FormatException($"tensor '{name}' has impossible extents");
        var bytes = dims.Aggregate((long)kind.BlockBytes(), (product, dim) => checked(product * dim));
        var offsets = entry.GetProperty("data_offsets");
        long begin = offsets[0].GetInt64(),
            end = offsets[1].GetInt64();
        if (begin < 0 || end < begin || end > fileLength - dataStart)
            throw new FormatException($"tensor '{name}' runs past the end of the file; the file is truncated");
        if (end - begin != bytes)
            throw new FormatException($"tensor '{name}' takes {end - begin} bytes where its extents need {bytes}");
        return new TensorEntry(name, kind, dims.Length == 0 ? [1] : dims, dataStart + begin, bytes);
    }
}
