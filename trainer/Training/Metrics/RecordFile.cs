using System.Buffers.Binary;
using System.Numerics;

namespace ChatBot.Trainer.Training.Metrics;

/// <summary>
/// TensorFlow's record file (<c>tensorflow/core/lib/io/record_writer.cc</c>): length (8 bytes), masked CRC-32C of it, data, masked CRC-32C
/// of those, little-endian.
/// </summary>
internal static class RecordFile
{
    public static void Append(Stream file, ReadOnlySpan<byte> data)
    {
        Span<byte> frame = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(frame, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], MaskedChecksum(frame[..8]));
        file.Write(frame);
        file.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, MaskedChecksum(data));
        file.Write(frame[..4]);
    }

    /// <summary>CRC-32C, turned and shifted, because a checksum of data that holds checksums is weak.</summary>
    public static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        var checksum = uint.MaxValue;
        foreach (var value in data)
            checksum = BitOperations.Crc32C(checksum, value);
        checksum = ~checksum;
        return unchecked(((checksum >> 15) | (checksum << 17)) + 0xa282ead8u);
    }
}
