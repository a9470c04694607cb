using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace ChatBot.Embedding.Onnx;

/// <summary>
/// A model whose matrices are signed bytes with a scale for each column, multiplied as bytes (ONNX Runtime's DynamicQuantizeMatMul): less
/// than half the time of float32 for a short text.
/// </summary>
internal static class ByteWeights
{
    /// <summary>Seven bits: two products of a weight and an unsigned byte must fit a short, as processors without VNNI add them.</summary>
    private const float Largest = 63;

    /// <summary>Bytes from which a matrix is left in the model's file, where the system maps what is read of it.</summary>
    private const int Large = 1 << 20;

    private const string Operator = "DynamicQuantizeMatMul",
        Domain = "com.microsoft";

    /// <param name="path">A model with float32 weights.</param>
    /// <returns>
    /// The same as a model file's bytes, to be opened beside that file: the large table of the tokens stays in it. What is no constant
    /// matrix stays as it was.
    /// </returns>
    /// <exception cref="InvalidProtocolBufferException">It is no ONNX model.</exception>
    public static byte[] Of(string path)
    {
        using var file = new MappedFile(path);
        var model = ModelProto.Parser.ParseFrom(file.Bytes);
        if (model.Graph is null)
            return file.Bytes.ToArray(); // ONNX Runtime says what is wrong with it
        var matrices = model.Graph.Initializer.Where(IsMatrix).ToDictionary(weights => weights.Name, StringComparer.Ordinal);
        var multiplied = model
            .Graph.Node.Where(node => node.OpType == "MatMul" && matrices.ContainsKey(node.Input[1]))
            .GroupBy(node => node.Input[1], StringComparer.Ordinal);
        foreach (var nodes in multiplied.ToList())
        {
            var (bytes, scales) = Quantise(matrices[nodes.Key]);
            model.Graph.Initializer.Remove(matrices[nodes.Key]);
            model.Graph.Initializer.Add([bytes, scales]);
            foreach (var node in nodes)
            {
                (node.OpType, node.Domain, node.Input[1]) = (Operator, Domain, bytes.Name);
                node.Input.Add(scales.Name);
            }
            matrices.Remove(nodes.Key);
        }
        foreach (var table in matrices.Values.Where(table => table.RawData.Length >= Large))
            LeaveInFile(table, Path.GetFileName(path), file.Bytes.IndexOf(table.RawData.Span));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        return model.ToByteArray();
    }

    private static void LeaveInFile(TensorProto table, string file, int offset)
    {
        table.DataLocation = TensorProto.Types.DataLocation.External;
        foreach (var (key, value) in new[] { ("location", file), ("offset", $"{offset}"), ("length", $"{table.RawData.Length}") })
            table.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        table.RawData = ByteString.Empty;
    }

    private static bool IsMatrix(TensorProto weights) =>
        weights is { DataType: (int)TensorProto.Types.DataType.Float, Dims.Count: 2, RawData.Length: > 0 };

    /// <param name="weights">[rows, columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // eleven million numbers at start, when code that is warming up is slow
    private static (TensorProto Bytes, TensorProto Scales) Quantise(TensorProto weights)
    {
        var (rows, columns) = ((int)weights.Dims[0], (int)weights.Dims[1]);
        var values = MemoryMarshal.Cast<byte, float>(weights.RawData.Span);
        var scales = new float[columns];
        for (var row = 0; row < rows; row++)
        for (var column = 0; column < columns; column++)
            scales[column] = MathF.Max(scales[column], MathF.Abs(values[row * columns + column]));
        for (var column = 0; column < columns; column++)
            scales[column] = scales[column] == 0 ? 1 : scales[column] / Largest;
        var bytes = new sbyte[values.Length];
        for (var row = 0; row < rows; row++)
        for (var column = 0; column < columns; column++)
            bytes[row * columns + column] = (sbyte)MathF.Round(values[row * columns + column] / scales[column]);
        return (
            Tensor($"{weights.Name}_bytes", TensorProto.Types.DataType.Int8, MemoryMarshal.AsBytes<sbyte>(bytes), weights.Dims),
            Tensor($"{weights.Name}_scales", TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(scales), [columns])
        );
    }

    private static TensorProto Tensor(
        string name,
        TensorProto.Types.DataType type,
        ReadOnlySpan<byte> data,
        IEnumerable<long> dimensions
    ) =>
        new()
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(data),
            Dims = { dimensions },
        };
}
