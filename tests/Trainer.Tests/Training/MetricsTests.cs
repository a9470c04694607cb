using System.Buffers.Binary;
using System.Text;
using ChatBot.Trainer.Training;
using ChatBot.Trainer.Training.Metrics;

namespace ChatBot.Trainer.Tests.Training;

public sealed class MetricsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metrics-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Checksums_are_those_of_the_standard_and_of_tensorflow()
    {
        // RFC 3720, B.4: 32 zero bytes have the CRC-32C 8a9136aa; TensorFlow turns it by 15 bits and adds a constant.
        Assert.Equal(unchecked(((0x8a9136aau >> 15) | (0x8a9136aau << 17)) + 0xa282ead8u), RecordFile.MaskedChecksum(new byte[32]));
    }

    [Fact]
    public void Event_files_are_framed_and_hold_a_scalar_for_each_number()
    {
        using (var file = new EventFile(_folder, 3, TimeProvider.System))
            file.Add(4, ("loss/train", 1.5), ("loss/validation", null));
        var path = Assert.Single(Directory.GetFiles(_folder));
        Assert.Contains("tfevents", path);
        var records = Records(File.ReadAllBytes(path)).ToList();

        Assert.Equal(3, records.Count);
        Assert.Equal(
            [(1, ""), (2, ""), (3, "brain.Event:2")],
            Fields(records[0]).Select(field => (field.Number, field.Number == 3 ? Text(field) : ""))
        );
        Assert.Equal([1, 2, 7], Fields(records[1]).Select(field => field.Number));
        Assert.Equal(3, Fields(records[1])[1].Varint);
        var summary = Fields(records[2]);
        Assert.Equal(4, summary[1].Varint);
        var value = Assert.Single(Fields(summary[2].Bytes));
        var parts = Fields(value.Bytes);
        Assert.Equal("loss/train", Text(parts[0]));
        Assert.Equal(1.5f, BinaryPrimitives.ReadSingleLittleEndian(parts[1].Bytes));

        static string Text((int Number, long Varint, byte[] Bytes) field) => Encoding.UTF8.GetString(field.Bytes);
    }

    [Fact]
    public void A_curve_goes_on_where_the_training_does_and_drops_a_line_that_was_cut_off()
    {
        using (var log = new MetricsLog(_folder, 0, TimeProvider.System))
            for (var step = 1; step <= 5; step++)
                log.Add(new CurvePoint(step, step / 10.0, 1e-3, 1, 100));
        File.AppendAllText(Path.Combine(_folder, "metrics.jsonl"), "{\"step\":6,\"lo");
        using (var log = new MetricsLog(_folder, 3, TimeProvider.System))
        {
            log.Add(new CurvePoint(4, 0.9, 1e-3, 1, 100, ValidationLoss: 2));
            Assert.Equal([1, 2, 3, 4], log.Curve.Select(point => point.Step));
        }
        var lines = File.ReadAllLines(Path.Combine(_folder, "metrics.jsonl"));
        Assert.Equal(4, lines.Length);
        Assert.Equal(
            "{\"step\":4,\"loss\":0.9,\"learningRate\":0.001,\"gradientNorm\":1,\"tokensPerSecond\":100,\"validationLoss\":2}",
            lines[3]
        );
        Assert.Equal(2, Directory.GetFiles(_folder, "events.out.tfevents.*").Length);
    }

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var at = 0; at < file.Length; )
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            var data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(RecordFile.MaskedChecksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Assert.Equal(RecordFile.MaskedChecksum(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            yield return data;
            at += 16 + length;
        }
    }

    /// <summary>Fields of a protocol buffer, read by its rules and not by our writer's.</summary>
    private static List<(int Number, long Varint, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, long, byte[])>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint();
            var (number, kind) = ((int)(key >> 3), key & 7);
            var varint = kind is 0 or 2 ? Varint() : 0;
            var length = kind switch
            {
                1 => 8,
                2 => (int)varint,
                5 => 4,
                _ => 0,
            };
            fields.Add((number, varint, message[at..(at + length)]));
            at += length;
        }
        return fields;

        long Varint()
        {
            var (value, shift) = (0L, 0);
            for (; ; shift += 7)
            {
                var part = message[at++];
                value |= (long)(part & 0x7f) << shift;
                if (part < 0x80)
                    return value;
            }
        }
    }
}
