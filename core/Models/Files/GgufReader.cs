using System.Buffers.Binary;
using System.Text;

namespace ChatBot.Models.Files;

/// <summary>
/// Reads the little-endian primitives of a GGUF header and refuses any length that the file cannot hold before memory is asked for it.
/// </summary>
internal sealed class GgufReader(Stream stream, long length)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _eight = new byte[8];

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count of things of at least <paramref name="bytesEach"/> bytes that must still fit in the file.</summary>
    public int Count(string what, int bytesEach)
    {
        var count = UInt64();
        return count <= (ulong)Math.Min((length - Position) / bytesEach, Array.MaxLength)
            ? (int)count
            : throw new FormatException(
                $"the header claims {count} {what}, more than the file can hold; it is truncated or not a GGUF file"
            );
    }

    /// <summary>A name: at most <paramref name="most"/> bytes of UTF-8.</summary>
    public string Name(int most)
    {
        var bytes = new byte[Count("bytes of text", 1)];
        if (bytes.Length > most)
            throw new FormatException($"a name in the header has {bytes.Length} bytes, more than the {most} that are possible");
        Fill(bytes);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("a name in the header is not UTF-8");
        }
    }

    /// <summary>A metadata value in the file's own type. Vocabularies carry stray bytes, so texts need not be UTF-8.</summary>
    public object Value(string key)
    {
        var type = UInt32();
        if (type != 9)
            return Scalar(type, key);
        type = UInt32();
        return type switch
        {
            0 => Values<byte>(type, key, 1),
            1 => Values<sbyte>(type, key, 1),
            2 => Values<ushort>(type, key, 2),
            3 => Values<short>(type, key, 2),
            4 => Values<uint>(type, key, 4),
            5 => Values<int>(type, key, 4),
            6 => Values<float>(type, key, 4),
            7 => Values<bool>(type, key, 1),
            8 => Values<string>(type, key, 8),
            10 => Values<ulong>(type, key, 8),
            11 => Values<long>(type, key, 8),
            12 => Values<double>(type, key, 8),
            _ => throw new FormatException($"metadata '{key}' is an array of the unsupported value type {type}"),
        };
    }

    private object Scalar(uint type, string key) =>
        type switch
        {
            0 => Take(1)[0],
            1 => (sbyte)Take(1)[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
            3 => BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
            4 => UInt32(),
            5 => (int)UInt32(),
            6 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
            7 => Boolean(Take(1)[0], key),
            8 => Text(),
            10 => UInt64(),
            11 => (long)UInt64(),
            12 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
            _ => throw new FormatException($"metadata '{key}' has the unknown value type {type}"),
        };

    private T[] Values<T>(uint type, string key, int size)
    {
        var values = new T[Count($"elements in '{key}'", size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (T)Scalar(type, key);
        return values;
    }

    /// <summary>A text; one that is not UTF-8 stays another than every other one.</summary>
    private string Text()
    {
        var bytes = new byte[Count("bytes of text", 1)];
        Fill(bytes);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "\uFFFD" + Encoding.Latin1.GetString(bytes);
        }
    }

    private static bool Boolean(byte value, string key) =>
        value <= 1 ? value == 1 : throw new FormatException($"metadata '{key}' holds {value} where a truth value (0 or 1) belongs");

    private ReadOnlySpan<byte> Take(int count)
    {
        Fill(_eight.AsSpan(0, count));
        return _eight.AsSpan(0, count);
    }

    private void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new FormatException("the file ends inside its header; it is truncated");
        Position += bytes.Length;
    }
}
