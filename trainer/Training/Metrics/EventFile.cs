using System.Globalization;
using System.Text;

namespace ChatBot.Trainer.Training.Metrics;

/// <summary>
/// A training's curves as TensorBoard reads them: records of the protocol buffers <c>Event</c> and <c>Summary</c>
/// (<c>tensorflow/core/util/event.proto</c>, <c>framework/summary.proto</c>), of which a few fields are enough.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _time;

    /// <param name="folder">Every start writes a file of its own; TensorBoard joins them.</param>
    /// <param name="step">The step at which this start goes on: TensorBoard forgets later points of starts before.</param>
    public EventFile(string folder, int step, TimeProvider time)
    {
        _time = time;
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time.GetUtcNow().ToUnixTimeSeconds():D10}.trainer");
        var free = Enumerable.Range(0, int.MaxValue).Select(n => Path.Combine(folder, $"{name}.{n}")).First(path => !File.Exists(path));
        _file = new FileStream(free, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Append(0, 3, "brain.Event:2"u8); // file_version
        Append(step, 7, [0x08, 0x01]); // session_log { status: START }
    }

    /// <summary>Adds a step's numbers.</summary>
    public void Add(int step, params IEnumerable<(string Name, double? Value)> numbers)
    {
        using var summary = new MemoryStream();
        foreach (var (name, number) in numbers)
            if (number is { } value)
            {
                using var entry = new MemoryStream();
                Field(entry, 1, Encoding.UTF8.GetBytes(name)); // tag
                entry.WriteByte(2 << 3 | 5); // simple_value, 32 bits
                entry.Write(BitConverter.GetBytes((float)value));
                Field(summary, 1, entry.ToArray()); // value
            }
        Append(step, 5, summary.ToArray()); // summary
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private void Append(int step, int field, ReadOnlySpan<byte> content)
    {
        using var record = new MemoryStream();
        record.WriteByte(1 << 3 | 1); // wall_time, 64 bits
        record.Write(BitConverter.GetBytes(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0));
        record.WriteByte(2 << 3); // step
        Number(record, step);
        Field(record, field, content);
        RecordFile.Append(_file, record.ToArray());
    }

    /// <summary>A field of bytes.</summary>
    private static void Field(Stream to, int field, ReadOnlySpan<byte> content)
    {
        to.WriteByte((byte)(field << 3 | 2));
        Number(to, content.Length);
        to.Write(content);
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static void Number(Stream to, int number)
    {
        var rest = (uint)number;
        for (; rest > 0x7f; rest >>= 7)
            to.WriteByte((byte)(rest | 0x80));
        to.WriteByte((byte)rest);
    }
}
