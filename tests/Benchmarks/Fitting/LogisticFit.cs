namespace ChatBot.Benchmarks.Fitting;

/// <summary>Logistic regression by Newton's method with an L2 penalty: no chance in it, the same numbers on every run.</summary>
internal static class LogisticFit
{
    private const int Steps = 12;

    /// <summary>Of rows whose last feature is the bias, with these features only; the others get 0.</summary>
    public static double[] Of(IReadOnlyList<LinearFit.Row> rows, bool[] used, double penalty)
    {
        var places = Enumerable.Range(0, used.Length - 1).Where(place => used[place]).ToArray();
        var (weights, bias) = Fit(
            [.. rows.Select(row => places.Select(place => row.Features[place]).ToArray())],
            [.. rows.Select(row => row.Right)],
            penalty
        );
        var all = new double[used.Length];
        foreach (var (i, place) in places.Index())
            all[place] = Math.Round(weights[i], 2);
        all[^1] = Math.Round(bias, 2);
        return all;
    }

    /// <param name="penalty">Of a squared weight, beside the mean loss of the rows; the bias is free.</param>
    public static (double[] Weights, double Bias) Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> right, double penalty)
    {
        var size = rows[0].Length + 1;
        var solution = new double[size];
        for (var step = 0; step < Steps; step++)
        {
            var hessian = new double[size, size];
            var gradient = new double[size];
            for (var r = 0; r < rows.Count; r++)
            {
                var row = rows[r];
                var sum = solution[^1];
                for (var i = 0; i < row.Length; i++)
                    sum += solution[i] * row[i];
                var p = LogOdds.Chance(sum);
                var error = (p - (right[r] ? 1 : 0)) / rows.Count;
                var curve = p * (1 - p) / rows.Count;
                for (var i = 0; i < size; i++)
                {
                    var x = i < row.Length ? row[i] : 1;
                    gradient[i] += error * x;
                    for (var j = 0; j <= i; j++)
                        hessian[i, j] += curve * x * (j < row.Length ? row[j] : 1);
                }
            }
            for (var i = 0; i < size - 1; i++)
            {
                gradient[i] += penalty * solution[i];
                hessian[i, i] += penalty;
            }
            var move = Solve(hessian, gradient);
            for (var i = 0; i < size; i++)
                solution[i] -= move[i];
        }
        return (solution[..^1], solution[^1]);
    }

    /// <summary>Cholesky, of the lower triangle.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        for (var i = 0; i < size; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = matrix[i, j];
            for (var k = 0; k < j; k++)
                sum -= matrix[i, k] * matrix[j, k];
            matrix[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[j, j];
        }
        var solution = (double[])right.Clone();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
                solution[i] -= matrix[i, k] * solution[k];
            solution[i] /= matrix[i, i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
                solution[i] -= matrix[k, i] * solution[k];
            solution[i] /= matrix[i, i];
        }
        return solution;
    }
}
