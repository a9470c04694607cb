using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ChatBot.Models.Files;
using ChatBot.Trainer.Model;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Publishing;

/// <summary>
/// The base with the adapter in its weights, as one GGUF file: for runtimes without adapters, and for DoRA. What is not adapted, and the
/// whole metadata, are the base's own bytes. A matrix is written as it is made, so no second model lies in memory.
/// </summary>
public static class MergedModel
{
    /// <summary>Writes a file that is complete or not there at all, and returns its path.</summary>
    /// <param name="basePath">The GGUF file that the adapter was learnt on.</param>
    /// <param name="weights">The adapter.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="ModelFileException">The base cannot be used, or the adapter is for another one.</exception>
    public static string Save(string basePath, AdapterWeights weights, string path)
    {
        NativeTorch.Require();
        using var source = GgufWeights.Open(basePath);
        var file = GgufFile.Open(basePath);
        var adapted = weights.Matrices.ToHashSet(StringComparer.Ordinal);
        if (adapted.FirstOrDefault(name => !file.Tensors.ContainsKey(name)) is { } missing)
            throw new ModelFileException(
                basePath,
                $"the adapter changes '{missing}', which this model does not have; it was made for another one."
            );
        var writer = new GgufWriter().CopyMetadata(file);
        foreach (var entry in file.Tensors.Values)
        {
            if (adapted.Contains(entry.Name))
                writer.Streamed(entry.Name, KindOf(entry.Kind), [.. entry.Dims], stream => Merge(source, entry, weights, stream));
            else
                writer.Streamed(entry.Name, entry.Kind, [.. entry.Dims], stream => Copy(file, entry, stream));
        }
        return WholeFile.Write(path, unfinished => writer.Save(unfinished));
    }

    /// <summary>Floats stay what they are; coarser blocks become Q8_0, so that what was learnt is not rounded away.</summary>
    private static TensorKind KindOf(TensorKind kind) => kind.BlockElements() == 1 ? kind : TensorKind.Q8_0;

    private static void Merge(GgufWeights source, TensorEntry entry, AdapterWeights weights, Stream stream)
    {
        using var scope = NewDisposeScope();
        using var matrix = FrozenMatrix.Read(source, entry.Name, ScalarType.Float32, CPU);
        using var pair = weights.Pair(entry.Name);
        var merged = pair.Merged(matrix.As(ScalarType.Float32));
        for (var row = 0L; row < matrix.Rows; row++)
        {
            using var values = merged.select(0, row);
            Pack(KindOf(entry.Kind), MemoryMarshal.Cast<byte, float>(values.bytes), stream);
        }
    }

    private static void Pack(TensorKind kind, ReadOnlySpan<float> values, Stream stream)
    {
        var packed = new byte[kind.Bytes(values.Length)];
        switch (kind)
        {
            case TensorKind.F32:
                MemoryMarshal.AsBytes(values).CopyTo(packed);
                break;
            case TensorKind.F16:
                TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(packed.AsSpan()));
                break;
            case TensorKind.BF16:
                var halves = MemoryMarshal.Cast<byte, ushort>(packed.AsSpan());
                for (var i = 0; i < values.Length; i++)
                {
                    var bits = BitConverter.SingleToUInt32Bits(values[i]); // to the nearest, ties to even
                    halves[i] = (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
                }
                break;
            default:
                PackQ8(values, packed);
                break;
        }
        stream.Write(packed);
    }

    /// <summary>Q8_0 as ggml's <c>quantize_row_q8_0_ref</c> has it: 32 numbers over their largest magnitude / 127.</summary>
    private static void PackQ8(ReadOnlySpan<float> values, Span<byte> packed)
    {
        for (var block = 0; block < values.Length / 32; block++)
        {
            var x = values.Slice(block * 32, 32);
            var to = packed.Slice(block * 34, 34);
            var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(x)) / 127;
            var inverse = scale == 0 ? 0 : 1 / scale;
            BinaryPrimitives.WriteHalfLittleEndian(to, (Half)scale);
            for (var i = 0; i < 32; i++)
                to[2 + i] = (byte)(sbyte)MathF.Round(x[i] * inverse, MidpointRounding.AwayFromZero);
        }
    }

    private static void Copy(GgufFile file, TensorEntry entry, Stream stream)
    {
        using var source = File.OpenRead(file.Path);
        source.Position = file.DataStart + entry.Offset;
        var buffer = new byte[1 << 20];
        for (var left = entry.Length; left > 0; )
        {
            var read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new ModelFileException(file.Path, $"the file ends within the tensor '{entry.Name}'; it is truncated.");
            stream.Write(buffer, 0, read);
            left -= read;
        }
    }
}
