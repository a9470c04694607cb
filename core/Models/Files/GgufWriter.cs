using System.Text;

namespace ChatBot.Models.Files;

/// <summary>
/// Writes GGUF version 3 files: metadata and tensors in the order they were added. Tensors are written as they come, so that a model of
/// several gigabytes needs no memory of that size.
/// </summary>
public sealed class GgufWriter
{
    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<(string Name, TensorKind Kind, long[] Dims, Action<Stream> Data)> _tensors = [];
    private GgufFile? _copied;

    private long Alignment => _copied?.Alignment ?? GgufFile.DefaultAlignment;

    /// <summary>Adds a key, or gives it another value: string, bool, any integer, float, double, and arrays of these.</summary>
    public GgufWriter Set(string key, object value)
    {
        _metadata.RemoveAll(pair => pair.Key == key);
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Begins with the whole metadata of another file, byte for byte: texts that are no UTF-8 stay as they are.</summary>
    public GgufWriter CopyMetadata(GgufFile file)
    {
        _copied = file;
        return this;
    }

    /// <summary>Adds a tensor whose bytes are ready, or puts them in the place of one with this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">How its elements are stored.</param>
    /// <param name="dims">Its extents, fastest-running first.</param>
    /// <param name="data">Its elements.</param>
    public GgufWriter Raw(string name, TensorKind kind, long[] dims, byte[] data) =>
        Streamed(name, kind, dims, stream => stream.Write(data));

    /// <summary>The same with bytes that are made when the file is written.</summary>
    /// <param name="data">Writes all of the tensor's bytes and no others.</param>
    public GgufWriter Streamed(string name, TensorKind kind, long[] dims, Action<Stream> data)
    {
        var at = _tensors.FindIndex(tensor => tensor.Name == name);
        if (at < 0)
            _tensors.Add((name, kind, dims, data));
        else
            _tensors[at] = (name, kind, dims, data);
        return this;
    }

    /// <summary>Writes the file and returns its path.</summary>
    public string Save(string path)
    {
        using var stream = File.Create(path, 1 << 16);
        Write(stream);
        return path;
    }

    /// <summary>The file as bytes.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    private void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)(_metadata.Count + (_copied?.Metadata.Count ?? 0)));
        if (_copied is not null)
            CopyMetadata(_copied, writer);
        foreach (var (key, value) in _metadata)
        {
            Text(writer, key);
            Value(writer, value);
        }
        var offset = 0L;
        foreach (var (name, kind, dims, _) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)dims.Length);
            foreach (var dim in dims)
                writer.Write((ulong)dim);
            writer.Write((uint)kind);
            writer.Write((ulong)offset);
            offset += Padded(Bytes(kind, dims));
        }
        Pad(writer);
        foreach (var (name, kind, dims, data) in _tensors)
        {
            var start = stream.Position;
            data(stream);
            if (stream.Position - start != Bytes(kind, dims))
                throw new InvalidOperationException($"'{name}' has {stream.Position - start} bytes where {Bytes(kind, dims)} belong");
            Pad(writer);
        }
    }

    private static void CopyMetadata(GgufFile file, BinaryWriter writer)
    {
        using var source = File.OpenRead(file.Path);
        var bytes = new byte[file.MetadataEnd - GgufFile.MetadataStart];
        source.Position = GgufFile.MetadataStart;
        source.ReadExactly(bytes);
        writer.Write(bytes);
    }

    private static long Bytes(TensorKind kind, long[] dims) => kind.Bytes(dims.Aggregate(1L, (product, dim) => product * dim));

    private static void Value(BinaryWriter writer, object value)
    {
        if (value is Array array)
        {
            writer.Write(9u);
            writer.Write(TypeOf(array.GetType().GetElementType()!));
            writer.Write((ulong)array.Length);
            foreach (var element in array)
                Scalar(writer, element);
            return;
        }
        writer.Write(TypeOf(value.GetType()));
        Scalar(writer, value);
    }

    private static uint TypeOf(Type type) =>
        Type.GetTypeCode(type) switch
        {
            TypeCode.Byte => 0,
            TypeCode.SByte => 1,
            TypeCode.UInt16 => 2,
            TypeCode.Int16 => 3,
            TypeCode.UInt32 => 4,
            TypeCode.Int32 => 5,
            TypeCode.Single => 6,
            TypeCode.Boolean => 7,
            TypeCode.String => 8,
            TypeCode.UInt64 => 10,
            TypeCode.Int64 => 11,
            TypeCode.Double => 12,
            _ => throw new ArgumentException($"GGUF has no type for {type}"),
        };

    private static void Scalar(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte v:
                writer.Write(v);
                break;
            case sbyte v:
                writer.Write(v);
                break;
            case ushort v:
                writer.Write(v);
                break;
            case short v:
                writer.Write(v);
                break;
            case uint v:
                writer.Write(v);
                break;
            case int v:
                writer.Write(v);
                break;
            case float v:
                writer.Write(v);
                break;
            case bool v:
                writer.Write(v);
                break;
            case string v:
                Text(writer, v);
                break;
            case ulong v:
                writer.Write(v);
                break;
            case long v:
                writer.Write(v);
                break;
            case double v:
                writer.Write(v);
                break;
            default:
                throw new ArgumentException($"GGUF has no value {value}");
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[Padded(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }
}
