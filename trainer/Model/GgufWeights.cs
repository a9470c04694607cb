using System.Runtime.InteropServices;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>The weights of a GGUF file, checked as the serving runtime checks it.</summary>
internal sealed class GgufWeights : IWeightFile
{
    private readonly GgufFile _file;
    private readonly FileStream _stream;

    private GgufWeights(ModelHeader header, ModelShape shape)
    {
        _file = header.File;
        Shape = shape;
        _stream = new FileStream(header.File.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
    }

    public string Path => _file.Path;

    public ModelShape Shape { get; }

    /// <exception cref="ModelFileException">The file cannot be used, or its weights are of a kind that cannot be unpacked.</exception>
    public static GgufWeights Open(string path)
    {
        var header = ModelHeader.Open(path);
        var shape = GgufShape.Of(header);
        foreach (var tensor in header.File.Tensors.Values)
            if (!Unpacking.Knows(tensor.Kind))
                throw new ModelFileException(
                    path,
                    $"the tensor '{tensor.Name}' is stored as {tensor.Kind}, which cannot be trained on; take a file of Q8_0, Q6_K, Q5_K, "
                        + "Q4_K, Q4_0 or floats."
                );
        return new GgufWeights(header, shape);
    }

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    public float[] Vector(string name)
    {
        var tensor = Find(name);
        var values = new float[tensor.Elements]; // vectors are F32: ModelHeader has seen to it
        Read(tensor, 0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public MatrixLayout Layout(string name)
    {
        var tensor = Find(name);
        return new MatrixLayout(tensor.Kind, tensor.Dims.Count > 1 ? tensor.Dims[1] : 1, tensor.Dims[0]);
    }

    public void ReadRows(string name, long firstRow, Span<byte> packed) => Read(Find(name), firstRow * Layout(name).RowBytes, packed);

    public void Dispose() => _stream.Dispose();

    private TensorEntry Find(string name) =>
        _file.Tensors.GetValueOrDefault(name) ?? throw new ModelFileException(Path, $"the tensor '{name}' is missing.");

    private void Read(TensorEntry tensor, long offset, Span<byte> bytes)
    {
        try
        {
            for (var read = 0; read < bytes.Length; )
                read += RandomAccess.Read(_stream.SafeFileHandle, bytes[read..], _file.DataStart + tensor.Offset + offset + read)
                    is > 0
                        and var more
                    ? more
                    : throw new ModelFileException(Path, $"the file ends within the tensor '{tensor.Name}'; it is truncated.");
        }
        catch (IOException e)
        {
            throw new ModelFileException(Path, $"the file cannot be read ({e.Message}).", e);
        }
    }
}
