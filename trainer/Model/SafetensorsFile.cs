using System.Buffers.Binary;
using System.Text.Json;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>
/// A safetensors file: eight bytes of length, a JSON header of that length, then the tensors' data
/// (<c>github.com/huggingface/safetensors</c>). What the header claims is checked against the file's length.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const long LongestHeader = 100_000_000;

    private readonly FileStream _stream;
    private readonly long _dataStart;

    private SafetensorsFile(string path, FileStream stream, long dataStart, IReadOnlyDictionary<string, Entry> tensors)
    {
        (Path, _stream, _dataStart, Tensors) = (path, stream, dataStart, tensors);
    }

    /// <summary>Where a tensor lies.</summary>
    /// <param name="Kind">F32, F16 or BF16.</param>
    /// <param name="Extents">Slowest-running first.</param>
    /// <param name="Offset">From the start of the data.</param>
    /// <param name="Length">Bytes.</param>
    public sealed record Entry(TensorKind Kind, IReadOnlyList<long> Extents, long Offset, long Length);

    public string Path { get; }

    public IReadOnlyDictionary<string, Entry> Tensors { get; }

    /// <exception cref="ModelFileException">The file is absent, no safetensors file, or truncated.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            var length = new byte[8];
            if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
                throw new ModelFileException(path, "the file is cut short; it is no safetensors file.");
            var header = BinaryPrimitives.ReadUInt64LittleEndian(length);
            if (header > (ulong)Math.Min(LongestHeader, stream.Length - 8))
                throw new ModelFileException(path, "the header is longer than the file; it is truncated or no safetensors file.");
            var json = new byte[header];
            stream.ReadExactly(json);
            using var document = JsonDocument.Parse(json);
            var start = 8 + (long)header;
            var tensors = document
                .RootElement.EnumerateObject()
                .Where(property => property.Name != "__metadata__")
                .ToDictionary(property => property.Name, property => Read(path, property, stream.Length - start), StringComparer.Ordinal);
            return new SafetensorsFile(path, stream, start, tensors);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
            )
        {
            stream?.Dispose();
            throw new ModelFileException(path, $"the file cannot be read as safetensors ({e.Message.Split('\n')[0]}).", e);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes of a tensor.</summary>
    public void Read(string name, long offset, Span<byte> bytes)
    {
        for (var read = 0; read < bytes.Length; )
            read += RandomAccess.Read(_stream.SafeFileHandle, bytes[read..], _dataStart + Tensors[name].Offset + offset + read)
                is > 0
                    and var more
                ? more
                : throw new ModelFileException(Path, $"the file ends within the tensor '{name}'; it is truncated.");
    }

    /// <summary>All numbers of a tensor.</summary>
    public float[] Values(string name)
    {
        var entry = Tensors[name];
        var bytes = new byte[entry.Length];
        Read(name, 0, bytes);
        var values = new float[entry.Length / entry.Kind.Bytes(1)];
        Unpacking.Unpack(entry.Kind, bytes, values);
        return values;
    }

    public void Dispose() => _stream.Dispose();

    private static Entry Read(string path, JsonProperty tensor, long dataLength)
    {
        var kind = tensor.Value.GetProperty("dtype").GetString() switch
        {
            "F32" => TensorKind.F32,
            "F16" => TensorKind.F16,
            "BF16" => TensorKind.BF16,
            var other => throw new ModelFileException(
                path,
                $"the tensor '{tensor.Name}' is stored as {other}; F32, F16 and BF16 can be read."
            ),
        };
        long[] extents = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())];
        var offsets = tensor.Value.GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (start < 0 || end < start || end > dataLength)
            throw new ModelFileException(path, $"the tensor '{tensor.Name}' runs past the end of the file; it is truncated.");
        var elements = 1L;
        foreach (var extent in extents)
            elements =
                extent is >= 0 and <= int.MaxValue && elements <= dataLength
                    ? elements * extent
                    : throw new ModelFileException(path, $"the tensor '{tensor.Name}' has an impossible extent {extent}.");
        if (kind.Bytes(1) * elements != end - start)
            throw new ModelFileException(path, $"the tensor '{tensor.Name}' has {end - start} bytes where its shape asks for others.");
        return new Entry(kind, extents, start, end - start);
    }
}
