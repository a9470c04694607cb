using System.Buffers;
using System.Runtime.CompilerServices;

namespace ChatBot.Answering.Guarding;

/// <summary>A text as a sparse vector of length 1.</summary>
/// <param name="Indices">Distinct, each below <see cref="QuestionFeatures.Dimensions"/>.</param>
internal readonly record struct SparseVector(int[] Indices, float[] Values);

/// <summary>One question laid out densely, so that its cosine with many sparse vectors costs only their own entries.</summary>
internal readonly struct DenseQuestion : IDisposable
{
    private readonly float[] _values;
    private readonly int[] _used;

    private DenseQuestion(float[] values, int[] used) => (this._values, this._used) = (values, used);

    public static DenseQuestion Of(in SparseVector question)
    {
        // Arrays come from this pool only and go back all zeros; new ones are zeros anyway.
        var values = Pool.Rent(QuestionFeatures.Dimensions);
        for (var i = 0; i < question.Indices.Length; i++)
            values[question.Indices[i]] = question.Values[i];
        return new DenseQuestion(values, question.Indices);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs a quarter of a million times at start
    public float Cosine(in SparseVector other)
    {
        var (indices, weights) = other;
        var dot = 0f;
        for (var k = 0; k < indices.Length; k++)
            dot += _values[indices[k]] * weights[k];
        return dot;
    }

    public void Dispose()
    {
        foreach (var index in _used)
            _values[index] = 0;
        Pool.Return(_values);
    }

    private static readonly ArrayPool<float> Pool = ArrayPool<float>.Create(QuestionFeatures.Dimensions, Environment.ProcessorCount);
}
