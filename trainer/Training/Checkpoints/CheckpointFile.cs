using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training.Checkpoints;

/// <summary>
/// One checkpoint as a safetensors file: 8 bytes length, a JSON header with each tensor's type, shape and place, the bytes. Its
/// <c>__metadata__</c> carries the state and a SHA-256 over the state and every tensor's name, shape and bytes.
/// </summary>
internal static class CheckpointFile
{
    private const string MetadataKey = "__metadata__";
    private const int LongestHeader = 64 << 20;

    private static readonly (ScalarType Type, string Name)[] Kinds =
    [
        (ScalarType.Float32, "F32"),
        (ScalarType.BFloat16, "BF16"),
        (ScalarType.Float16, "F16"),
        (ScalarType.Float64, "F64"),
    ];

    /// <summary>Where a tensor lies, in safetensors' words.</summary>
    private sealed record Entry(
        [property: JsonPropertyName("dtype")] string Kind,
        [property: JsonPropertyName("shape")] long[] Shape,
        [property: JsonPropertyName("data_offsets")] long[] Offsets
    );

    /// <summary>
    /// Writes beside the place and renames when all of it is on the disk: under its name a file is whole, whenever the process ends.
    /// </summary>
    public static void Write(string path, string state, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        var onCpu = tensors.Select(pair => (pair.Name, Tensor: pair.Tensor.detach().cpu().contiguous())).ToList();
        var header = new Dictionary<string, object>
        {
            [MetadataKey] = new Dictionary<string, string> { ["state"] = state, ["sha256"] = Hash(state, onCpu) },
        };
        var offset = 0L;
        foreach (var (name, tensor) in onCpu)
        {
            var end = offset + tensor.bytes.Length;
            header[name] = new Entry(KindOf(tensor.dtype), tensor.shape, [offset, end]);
            offset = end;
        }
        var temporary = path + ".partial";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(header);
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
                file.Write(length);
                file.Write(json);
                foreach (var (_, tensor) in onCpu)
                    file.Write(tensor.bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads a file; the tensors are the caller's.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (string State, IReadOnlyDictionary<string, Tensor> Tensors) Read(string path)
    {
        using var scope = NewDisposeScope();
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var header = JsonDocument.Parse(HeaderOf(file));
            var metadata = header.RootElement.GetProperty(MetadataKey);
            var state = metadata.GetProperty("state").GetString()!;
            var tensors = new List<(string Name, Tensor Tensor)>();
            foreach (var property in header.RootElement.EnumerateObject().Where(property => property.Name != MetadataKey))
            {
                // In the order of the file, which is the header's.
                var entry = property.Value.Deserialize<Entry>()!;
                var tensor = empty(entry.Shape, dtype: Kinds.First(kind => kind.Name == entry.Kind).Type);
                file.ReadExactly(tensor.bytes);
                tensors.Add((property.Name, tensor));
            }
            if (Hash(state, tensors) != metadata.GetProperty("sha256").GetString())
                throw new InvalidDataException("its hash does not fit");
            foreach (var (_, tensor) in tensors)
                tensor.DetachFromDisposeScope();
            return (state, tensors.ToDictionary(pair => pair.Name, pair => pair.Tensor));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("its end is missing", e);
        }
        catch (Exception e) when (e is not (InvalidDataException or IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new InvalidDataException("it is no checkpoint", e);
        }
    }

    private static byte[] HeaderOf(FileStream file)
    {
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LongestHeader || length > file.Length - 8)
            throw new InvalidDataException("its header is cut off");
        var json = new byte[length];
        file.ReadExactly(json);
        return json;
    }

    private static string Hash(string state, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(state));
        foreach (var (name, tensor) in tensors)
        {
            hash.AppendData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        name,
                        kind = KindOf(tensor.dtype),
                        tensor.shape,
                    }
                )
            );
            hash.AppendData(tensor.bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string KindOf(ScalarType type) => Kinds.First(kind => kind.Type == type).Name;
}
