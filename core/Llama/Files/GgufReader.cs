using System.Buffers.Binary;
using System.Text;

namespace ChatBot.Llama.Files;

/// <summary>
/// Reads the little-endian primitives of a GGUF header and refuses any length that the file cannot hold before memory is asked for it.
/// </summary>
internal ref struct GgufReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    private readonly int Remaining => _bytes.Length - Position;

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count of things of at least <paramref name="bytesEach"/> bytes that must still fit in the file.</summary>
    public int Count(string what, int bytesEach)
    {
        var count = UInt64();
        return count <= (ulong)(Remaining / bytesEach)
            ? (int)count
            : throw new FormatException(
                $"the header claims {count} {what}, more than the file can hold; it is truncated or not a GGUF file"
            );
    }

    /// <summary>
    /// A 64-bit length and that many bytes of UTF-8. Vocabularies carry stray bytes, so those become U+FFFD instead of an error.
    /// </summary>
    public string String(bool strict = false)
    {
        var text = Take(Count("bytes of text", 1));
        if (!strict)
            return Encoding.UTF8.GetString(text);
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("a name in the header is not UTF-8");
        }
    }

    /// <summary>A metadata value, widened: bool, string, ulong, long, double, or an array of the file's own element type.</summary>
    public object Value(string key)
    {
        var type = UInt32();
        return type switch
        {
            0 => (ulong)Take(1)[0],
            1 => (long)(sbyte)Take(1)[0],
            2 => (ulong)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
            3 => (long)BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
            4 => (ulong)UInt32(),
            5 => (long)(int)UInt32(),
            6 => (double)BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
            7 => Boolean(Take(1)[0], key),
            8 => String(),
            9 => Array(key),
            10 => UInt64(),
            11 => (long)UInt64(),
            12 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
            _ => throw new FormatException($"metadata '{key}' has the unknown value type {type}"),
        };
    }

    private object Array(string key)
    {
        var type = UInt32();
        switch (type)
        {
            case 0:
                return Numbers(1, b => b[0]);
            case 1:
                return Numbers(1, b => (sbyte)b[0]);
            case 2:
                return Numbers(2, BinaryPrimitives.ReadUInt16LittleEndian);
            case 3:
                return Numbers(2, BinaryPrimitives.ReadInt16LittleEndian);
            case 4:
                return Numbers(4, BinaryPrimitives.ReadUInt32LittleEndian);
            case 5:
                return Numbers(4, BinaryPrimitives.ReadInt32LittleEndian);
            case 6:
                return Numbers(4, BinaryPrimitives.ReadSingleLittleEndian);
            case 7:
                return Numbers(1, b => Boolean(b[0], key));
            case 8:
                var strings = new string[Count($"strings in '{key}'", 8)];
                for (var i = 0; i < strings.Length; i++)
                    strings[i] = String();
                return strings;
            case 10:
                return Numbers(8, BinaryPrimitives.ReadUInt64LittleEndian);
            case 11:
                return Numbers(8, BinaryPrimitives.ReadInt64LittleEndian);
            case 12:
                return Numbers(8, BinaryPrimitives.ReadDoubleLittleEndian);
            default:
                throw new FormatException($"metadata '{key}' is an array of the unsupported value type {type}");
        }
    }

    private delegate T Read<T>(ReadOnlySpan<byte> bytes);

    private T[] Numbers<T>(int size, Read<T> read)
    {
        var values = new T[Count("array elements", size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = read(Take(size));
        return values;
    }

    private static bool Boolean(byte value, string key) =>
        value <= 1 ? value == 1 : throw new FormatException($"metadata '{key}' holds {value} where a truth value (0 or 1) belongs");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
            throw new FormatException("the file ends inside its header; it is truncated");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
