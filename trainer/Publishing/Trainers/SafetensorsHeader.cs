using System.Buffers.Binary;
using System.Text.Json;

namespace ChatBot.Trainer.Publishing.Trainers;

/// <param name="Dtype">F32, F16, BF16, …</param>
/// <param name="Shape">Rows first.</param>
internal sealed record SafetensorsEntry(string Dtype, IReadOnlyList<long> Shape);

/// <summary>
/// What a safetensors file says of its tensors: eight bytes with the length of a JSON object, that object, the numbers. Checked, so that a
/// file that was cut or is none is told before anything is made of it. https://huggingface.co/docs/safetensors
/// </summary>
internal static class SafetensorsHeader
{
    private const int LongestHeader = 100_000_000;

    private const string About = "__metadata__";

    /// <exception cref="AdapterImportException">It is not whole, or no such file.</exception>
    public static IReadOnlyDictionary<string, SafetensorsEntry> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var length = new byte[8];
            file.ReadExactly(length);
            var size = BinaryPrimitives.ReadUInt64LittleEndian(length);
            if (size is 0 or > LongestHeader || 8 + (long)size > file.Length)
                throw new AdapterImportException($"{path} is no safetensors file, or a part of one.");
            var header = new byte[size];
            file.ReadExactly(header);
            return Entries(path, header, file.Length - file.Position);
        }
        catch (Exception fault) when (fault is JsonException or EndOfStreamException or InvalidOperationException or FormatException)
        {
            throw new AdapterImportException($"{path} is no safetensors file, or a part of one.", fault);
        }
    }

    private static Dictionary<string, SafetensorsEntry> Entries(string path, byte[] header, long bytes)
    {
        using var json = JsonDocument.Parse(header);
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (var tensor in json.RootElement.EnumerateObject().Where(property => property.Name != About))
        {
            var dtype = tensor.Value.GetProperty("dtype").GetString()!;
            long[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())];
            long[] offsets = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            var width = dtype switch
            {
                "F32" => 4,
                "F16" or "BF16" => 2,
                _ => throw new AdapterImportException($"{path}: '{tensor.Name}' is of kind {dtype}; F32, F16 and BF16 can be read."),
            };
            if (
                offsets is not [var from, var to]
                || from < 0
                || to > bytes
                || shape.Any(extent => extent <= 0)
                || to - from != shape.Aggregate((long)width, (size, extent) => checked(size * extent))
            )
                throw new AdapterImportException($"{path}: '{tensor.Name}' does not lie whole in the file; copy it again.");
            entries.Add(tensor.Name, new SafetensorsEntry(dtype, shape));
        }
        return entries;
    }
}
