using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ChatBot.Storage;

/// <summary>
/// Row identities: version 7 UUIDs as 32 hexadecimal digits, so they sort by time in either engine, and those that one process makes
/// within a millisecond in the order they were made.
/// </summary>
public static class Ids
{
    private static int _made = RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>RFC 9562, 5.7 and 6.2 (method 1): 48 bits of milliseconds, a counter of 32 bits, 42 random bits.</summary>
    public static string New(TimeProvider time)
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id[10..]);
        BinaryPrimitives.WriteInt64BigEndian(id, time.NowMs() << 16);
        var count = (uint)Interlocked.Increment(ref _made);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (count >> 20)));
        BinaryPrimitives.WriteUInt16BigEndian(id[8..], (ushort)(0x8000 | ((count >> 6) & 0x3fff)));
        id[10] = (byte)((count << 2) | (id[10] & 3u));
        return Convert.ToHexStringLower(id);
    }

    /// <summary>Times are stored as milliseconds since 1970 UTC, in both engines.</summary>
    public static long NowMs(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
