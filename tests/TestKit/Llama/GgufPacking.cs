using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>Tensors from floats, packed to any kind.</summary>
public static class GgufPacking
{
    /// <summary>
    /// Adds a tensor of <paramref name="values"/>, packed to <paramref name="kind"/>; <paramref name="dims"/> fastest-running first. One
    /// of this name gives its place.
    /// </summary>
    public static GgufWriter Tensor(this GgufWriter writer, string name, TensorKind kind, long[] dims, ReadOnlySpan<float> values)
    {
        if (dims.Aggregate(1L, (a, b) => a * b) != values.Length)
            throw new ArgumentException($"{name}: {values.Length} values do not fill [{string.Join(", ", dims)}]");
        return writer.Raw(name, kind, dims, Quantiser.Pack(kind, values));
    }
}
