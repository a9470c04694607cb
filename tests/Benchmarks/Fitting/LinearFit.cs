namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Two models of one shape: a softmax over each question's rows, and a logistic regression where a question has one row. Full-batch
/// AdaGrad from nought with a little weight decay: no chance in it, so the same numbers on every run.
/// </summary>
internal static class LinearFit
{
    private const int Passes = 400;
    private const double Decay = 0.0002;

    /// <param name="questions">Rows of features, of which at least one is right.</param>
    /// <param name="used">Features that get a weight; the others stay 0.</param>
    public static double[] Softmax(IReadOnlyList<Row[]> questions, bool[] used) =>
        Ascend(
            used,
            weights =>
            {
                var gradient = new double[weights.Length];
                foreach (var rows in questions)
                {
                    var chances = Chances(weights, rows);
                    var right = rows.Count(row => row.Right);
                    foreach (var (r, row) in rows.Index())
                        for (var d = 0; d < weights.Length; d++)
                            gradient[d] += ((row.Right ? 1.0 / right : 0) - chances[r]) * row.Features[d] / questions.Count;
                }
                return gradient;
            }
        );

    /// <summary>Both answers weigh the same, however many rows each has; the last feature should be 1, for the bias.</summary>
    public static double[] Logistic(IReadOnlyList<Row> rows, bool[] used)
    {
        var share = new[] { false, true }.Select(right => 0.5 / rows.Count(row => row.Right == right)).ToArray();
        return Ascend(
            used,
            weights =>
            {
                var gradient = new double[weights.Length];
                foreach (var row in rows)
                {
                    var error = (row.Right ? 1 : 0) - Sigmoid(Dot(weights, row.Features));
                    for (var d = 0; d < weights.Length; d++)
                        gradient[d] += share[row.Right ? 1 : 0] * error * row.Features[d];
                }
                return gradient;
            }
        );
    }

    /// <summary>Mean log-likelihood of the right row.</summary>
    public static double LogLikelihood(double[] weights, IReadOnlyList<Row[]> questions) =>
        questions.Average(rows => Math.Log(Chances(weights, rows).Where((_, r) => rows[r].Right).Sum() + 1e-12));

    /// <inheritdoc cref="LogLikelihood(double[], IReadOnlyList{Row[]})"/>
    public static double LogLikelihood(double[] weights, IReadOnlyList<Row> rows) =>
        new[] { false, true }.Average(right =>
            rows.Where(row => row.Right == right)
                .Average(row => Math.Log(Math.Max(1e-12, right ? Sigmoid(Dot(weights, row.Features)) : 1 - Sigmoid(Dot(weights, row.Features)))))
        );

    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    public static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double[] Chances(double[] weights, Row[] rows)
    {
        var scores = Array.ConvertAll(rows, row => Dot(weights, row.Features));
        var most = scores.Max();
        var chances = Array.ConvertAll(scores, score => Math.Exp(score - most));
        var sum = chances.Sum();
        return Array.ConvertAll(chances, chance => chance / sum);
    }

    private static double[] Ascend(bool[] used, Func<double[], double[]> gradientAt)
    {
        var weights = new double[used.Length];
        var squares = Enumerable.Repeat(1e-8, used.Length).ToArray();
        for (var pass = 0; pass < Passes; pass++)
        {
            var gradient = gradientAt(weights);
            for (var d = 0; d < used.Length; d++)
            {
                if (!used[d])
                    continue;
                var step = gradient[d] - Decay * weights[d];
                squares[d] += step * step;
                weights[d] += 2.0 * step / Math.Sqrt(squares[d]);
            }
        }
        return Array.ConvertAll(weights, weight => Math.Round(weight, 2));
    }

    internal sealed record Row(double[] Features, bool Right);
}
