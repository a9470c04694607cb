using System.Text;
using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>Writes GGUF version 3 files for tests: metadata and tensors in the order they were added.</summary>
public sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<(string Name, TensorKind Kind, long[] Dims, byte[] Data)> _tensors = [];

    /// <summary>Adds a key. Values: string, bool, any integer, float, double, and arrays of string, int, uint, float, bool.</summary>
    public GgufWriter Set(string key, object value)
    {
        _metadata.RemoveAll(pair => pair.Key == key);
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>
    /// Adds a tensor of <paramref name="values"/>, packed to <paramref name="kind"/>; <paramref name="dims"/> fastest-running first.
    /// </summary>
    public GgufWriter Tensor(string name, TensorKind kind, long[] dims, ReadOnlySpan<float> values)
    {
        if (dims.Aggregate(1L, (a, b) => a * b) != values.Length)
            throw new ArgumentException($"{name}: {values.Length} values do not fill [{string.Join(", ", dims)}]");
        return Raw(name, kind, dims, Quantiser.Pack(kind, values));
    }

    /// <summary>Puts other values in the place of a tensor added before.</summary>
    public GgufWriter Replace(string name, TensorKind kind, long[] dims, ReadOnlySpan<float> values)
    {
        var at = _tensors.FindIndex(tensor => tensor.Name == name);
        _tensors[at] = (name, kind, dims, Quantiser.Pack(kind, values));
        return this;
    }

    /// <summary>Adds a tensor whose bytes are ready.</summary>
    public GgufWriter Raw(string name, TensorKind kind, long[] dims, byte[] data)
    {
        _tensors.Add((name, kind, dims, data));
        return this;
    }

    /// <summary>Writes the file and returns its path.</summary>
    public string Save(string path)
    {
        using var stream = File.Create(path);
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
        writer.Write((ulong)_metadata.Count);
        foreach (var (key, value) in _metadata)
        {
            Text(writer, key);
            Value(writer, value);
        }
        var offset = 0L;
        foreach (var (name, kind, dims, data) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)dims.Length);
            foreach (var dim in dims)
                writer.Write((ulong)dim);
            writer.Write((uint)kind);
            writer.Write((ulong)offset);
            offset += Padded(data.Length);
        }
        Pad(writer);
        foreach (var (_, _, _, data) in _tensors)
        {
            writer.Write(data);
            Pad(writer);
        }
    }

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

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[Padded(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }
}
