using ChatBot.Llama.Files;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>
/// Takes a model's tensors one by one with the extents they must have; what nobody took at the end refuses the file, so no weight is
/// silently unused.
/// </summary>
internal sealed unsafe class TensorClaims(IModelFile file)
{
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);

    /// <summary>A matrix of <paramref name="rows"/> outputs by <paramref name="columns"/> inputs.</summary>
    public WeightMatrix Matrix(string name, int rows, int columns)
    {
        var tensor = Find(name) ?? throw new ModelFileException(file.Path, $"the tensor '{name}' is missing.");
        Check(tensor, columns, rows);
        return new WeightMatrix(name, (nint)file.Data(tensor), tensor.Kind, rows, columns);
    }

    /// <summary>A vector of <paramref name="length"/>, copied out as floats.</summary>
    public float[] Vector(string name, int length) =>
        OptionalVector(name, length) ?? throw new ModelFileException(file.Path, $"the tensor '{name}' is missing.");

    /// <summary>A vector that need not be there; any length when <paramref name="length"/> is null.</summary>
    public float[]? OptionalVector(string name, int? length)
    {
        if (Find(name) is not { } tensor)
            return null;
        if (length is { } expected)
            Check(tensor, expected);
        else if (tensor.Dims.Count != 1)
            throw new ModelFileException(file.Path, $"the tensor '{name}' is {tensor.Shape} where a vector belongs.");
        var values = new float[tensor.Dims[0]];
        fixed (float* to = values)
            MatrixProduct.Dequantise(new WeightMatrix(name, (nint)file.Data(tensor), tensor.Kind, 1, values.Length), 0, 1, to);
        return values;
    }

    /// <summary>Refuses the file if a tensor was not taken.</summary>
    public void RefuseUnclaimed()
    {
        if (file.Tensors.Keys.Where(name => !_claimed.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } stray)
            throw new ModelFileException(
                file.Path,
                $"the tensor '{stray}' is not part of this architecture; running without it would give other answers than the model's."
            );
    }

    private TensorEntry? Find(string name)
    {
        _claimed.Add(name);
        return file.Tensors.GetValueOrDefault(name);
    }

    private void Check(TensorEntry tensor, params ReadOnlySpan<int> dims)
    {
        var fits = tensor.Dims.Count >= dims.Length;
        for (var i = 0; fits && i < tensor.Dims.Count; i++)
            fits = tensor.Dims[i] == (i < dims.Length ? dims[i] : 1); // writers may append extents of 1
        if (!fits)
            throw new ModelFileException(
                file.Path,
                $"the tensor '{tensor.Name}' is {tensor.Shape} where [{string.Join(", ", dims.ToArray())}] belongs."
            );
    }
}
