using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatBot.Trainer.Publishing;

/// <summary>Writes F32 tensors as safetensors, in the order of their names, so that the same adapter is the same file.</summary>
internal static class SafetensorsWriter
{
    /// <param name="path">Where to.</param>
    /// <param name="tensors">By name, with their extents, slowest-running first.</param>
    public static void Save(string path, IEnumerable<(string Name, long[] Extents, float[] Values)> tensors)
    {
        var ordered = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var offset = 0L;
        foreach (var (name, extents, values) in ordered)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = JsonSerializer.SerializeToNode(extents),
                ["data_offsets"] = JsonSerializer.SerializeToNode(new[] { offset, offset + 4L * values.Length }),
            };
            offset += 4L * values.Length;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        using var stream = File.Create(path);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, (json.Length + 7) / 8 * 8); // data begins at a multiple of 8
        stream.Write(length);
        stream.Write(json);
        stream.Write("       "u8[..((8 - json.Length % 8) % 8)]);
        foreach (var (_, _, values) in ordered)
            stream.Write(MemoryMarshal.AsBytes<float>(values));
    }
}
