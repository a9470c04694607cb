using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Two classes, told apart by likenesses to known texts: kernel ridge regression. It is solved at once, and so is what it would have
/// said of each text had it not known that one: nothing is fitted twice to hold something out.
/// </summary>
internal sealed class RidgeRegression
{
    private readonly float[] _targets;
    private readonly float[] _duals;

    /// <summary>Columns of the inverted Cholesky factor.</summary>
    private readonly float[][] _columns;

    private readonly float _bias;

    /// <param name="likenesses">Of each text with each, as inner products.</param>
    /// <param name="positive">How many of the texts, the first ones, are of the positive class.</param>
    /// <param name="penalty">Of a text of the smaller class; both classes weigh the same, however many texts they have.</param>
    public RidgeRegression(float[][] likenesses, int positive, double penalty)
    {
        var count = likenesses.Length;
        _targets = [.. Enumerable.Range(0, count).Select(i => i < positive ? 1f : -1f)];
        _columns = Invert(Factor(likenesses, positive, penalty));
        var halfway = new float[count];
        for (var j = 0; j < count; j++)
            TensorPrimitives.MultiplyAdd(_columns[j], _targets[j], halfway.AsSpan(j), halfway.AsSpan(j));
        _duals = [.. _columns.Select((column, j) => InnerProduct.Of(column, halfway.AsSpan(j)))];
        _bias = _duals.Sum();
    }

    /// <summary>Above 0 for the positive class; ±1 where it is sure.</summary>
    /// <param name="likenesses">With each known text.</param>
    public double Score(ReadOnlySpan<float> likenesses) => InnerProduct.Of(likenesses, _duals) + _bias;

    /// <summary>The scores of some known texts by a model that knows all but these.</summary>
    public double[] HeldOut(int from, int to)
    {
        var size = to - from;
        var block = new double[size, size + 1];
        for (var i = 0; i < size; i++)
        {
            block[i, size] = _duals[from + i];
            for (var j = 0; j < size; j++)
                block[i, j] = Inverse(from + i, from + j);
        }
        for (var pivot = 0; pivot < size; pivot++)
        for (var i = 0; i < size; i++)
            if (i != pivot)
            {
                var share = block[i, pivot] / block[pivot, pivot];
                for (var j = pivot; j <= size; j++)
                    block[i, j] -= share * block[pivot, j];
            }
        return [.. Enumerable.Range(0, size).Select(i => _targets[from + i] - block[i, size] / block[i, i])];
    }

    private float Inverse(int i, int j)
    {
        var (first, last) = (Math.Min(i, j), Math.Max(i, j));
        return InnerProduct.Of(_columns[first].AsSpan(last - first), _columns[last]);
    }

    /// <summary>Cholesky's: rows up to their diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once, at start
    private static float[][] Factor(float[][] likenesses, int positive, double penalty)
    {
        var lower = new float[likenesses.Length][];
        var smaller = Math.Min(positive, lower.Length - positive);
        for (var i = 0; i < lower.Length; i++)
        {
            lower[i] = new float[i + 1];
            for (var j = 0; j <= i; j++)
            {
                // One more feature that is always 1 stands for the bias.
                var value = likenesses[i][j] + 1 - InnerProduct.Of(lower[j].AsSpan(0, j), lower[i]);
                if (i == j)
                    value += (float)(penalty * (i < positive ? positive : lower.Length - positive) / smaller);
                lower[i][j] = i == j ? MathF.Sqrt(MathF.Max(value, 1e-6f)) : value / lower[j][j];
            }
        }
        return lower;
    }

    /// <summary>Column j from its diagonal on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[][] Invert(float[][] lower)
    {
        var columns = new float[lower.Length][];
        for (var j = 0; j < lower.Length; j++)
        {
            var column = columns[j] = new float[lower.Length - j];
            column[0] = 1 / lower[j][j];
            for (var i = j + 1; i < lower.Length; i++)
                column[i - j] = -InnerProduct.Of(lower[i].AsSpan(j, i - j), column) / lower[i][i];
        }
        return columns;
    }
}
