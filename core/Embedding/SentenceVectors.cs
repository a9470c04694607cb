using System.Numerics.Tensors;

namespace ChatBot.Embedding;

/// <summary>
/// Vectors of a text's sentences, one after the other, each value × 127 as a signed byte: a quarter of float32, near enough to choose by.
/// </summary>
public static class SentenceVectors
{
    private const float One = 127;

    /// <param name="vectors">Normalised, of one length.</param>
    public static sbyte[] Quantise(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        if (vectors.Count == 0)
            return [];
        var dimensions = vectors[0].Length;
        var bytes = new sbyte[vectors.Count * dimensions];
        for (var row = 0; row < vectors.Count; row++)
        for (var i = 0; i < dimensions; i++)
            bytes[row * dimensions + i] = (sbyte)MathF.Round(Math.Clamp(vectors[row].Span[i], -1, 1) * One);
        return bytes;
    }

    /// <summary>The vector of one sentence, normalised.</summary>
    public static float[] Values(ReadOnlySpan<sbyte> sentence)
    {
        var values = new float[sentence.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = sentence[i];
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return values;
    }
}
