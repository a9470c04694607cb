namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Two models of one shape: a softmax over each question's rows, and a logistic regression where a question has one row. Newton's
/// method with a little weight decay: no chance in it, so the same numbers on every run.
/// </summary>
internal static class LinearFit
{
    private const int Steps = 12;
    private const double Decay = 0.0002;

    /// <param name="questions">Rows of features, of which at least one is right.</param>
    /// <param name="used">Features that get a weight.</param>
    /// <param name="given">Weights of the others.</param>
    public static double[] Softmax(IReadOnlyList<Row[]> questions, bool[] used, double[] given) =>
        Climb(
            used,
            given,
            weights => LogLikelihood(weights, questions),
            (weights, slope) =>
            {
                var mean = new double[weights.Length];
                foreach (var rows in questions)
                {
                    var chances = Chances(weights, rows);
                    var right = chances.Where((_, r) => rows[r].Right).Sum();
                    Array.Clear(mean);
                    foreach (var (r, row) in rows.Index())
                    {
                        slope.Add(
                            row.Features,
                            ((row.Right ? chances[r] / right : 0) - chances[r]) / questions.Count,
                            chances[r] / questions.Count
                        );
                        for (var d = 0; d < mean.Length; d++)
                            mean[d] += chances[r] * row.Features[d];
                    }
                    slope.Add(mean, 0, -1.0 / questions.Count);
                }
            }
        );

    /// <summary>Both answers weigh the same, however many rows each has; the last feature should be 1, for the bias.</summary>
    public static double[] Logistic(IReadOnlyList<Row> rows, bool[] used, double[] given)
    {
        var share = new[] { false, true }.Select(right => 0.5 / rows.Count(row => row.Right == right)).ToArray();
        return Climb(
            used,
            given,
            weights => LogLikelihood(weights, rows),
            (weights, slope) =>
            {
                foreach (var row in rows)
                {
                    var chance = LogOdds.Chance(Dot(weights, row.Features));
                    var counts = share[row.Right ? 1 : 0];
                    slope.Add(row.Features, counts * ((row.Right ? 1 : 0) - chance), counts * chance * (1 - chance));
                }
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
                .Average(row =>
                    Math.Log(
                        Math.Max(1e-12, right ? LogOdds.Chance(Dot(weights, row.Features)) : 1 - LogOdds.Chance(Dot(weights, row.Features)))
                    )
                )
        );

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

    private static double[] Climb(bool[] used, double[] given, Func<double[], double> likelihood, Action<double[], Slope> at)
    {
        var places = Enumerable.Range(0, used.Length).Where(d => used[d]).ToArray();
        var weights = used.Select((fitted, d) => fitted ? 0 : given[d]).ToArray();
        var height = Height(weights);
        for (var step = 0; step < Steps; step++)
        {
            var slope = new Slope(places);
            at(weights, slope);
            var move = slope.Solve(weights, Decay);
            // Far from the top a whole step can lead past it.
            var (share, tried) = (2.0, weights);
            do
            {
                share /= 2;
                tried = [.. weights];
                for (var i = 0; i < places.Length; i++)
                    tried[places[i]] += share * move[i];
            } while (Height(tried) < height && share > 1e-3);
            if (Height(tried) - height < 1e-9)
                break;
            (weights, height) = (tried, Height(tried));
        }
        return Array.ConvertAll(weights, weight => Math.Round(weight, 2));

        double Height(double[] at) => likelihood(at) - Decay / 2 * Dot(at, at);
    }

    /// <summary>Gradient and curvature of the features that are used.</summary>
    private sealed class Slope(int[] places)
    {
        private readonly double[] _gradient = new double[places.Length];
        private readonly double[,] _curvature = new double[places.Length, places.Length];

        public void Add(double[] features, double gradient, double curvature)
        {
            for (var i = 0; i < places.Length; i++)
            {
                var x = features[places[i]];
                _gradient[i] += gradient * x;
                for (var j = 0; j <= i; j++)
                    _curvature[i, j] += curvature * x * features[places[j]];
            }
        }

        /// <summary>Newton's step, by Cholesky.</summary>
        public double[] Solve(double[] weights, double decay)
        {
            var size = places.Length;
            var step = new double[size];
            for (var i = 0; i < size; i++)
            {
                step[i] = _gradient[i] - decay * weights[places[i]];
                _curvature[i, i] += decay;
                for (var j = 0; j <= i; j++)
                {
                    for (var k = 0; k < j; k++)
                        _curvature[i, j] -= _curvature[i, k] * _curvature[j, k];
                    _curvature[i, j] = i == j ? Math.Sqrt(Math.Max(_curvature[i, i], 1e-12)) : _curvature[i, j] / _curvature[j, j];
                }
            }
            for (var i = 0; i < size; i++)
            {
                for (var k = 0; k < i; k++)
                    step[i] -= _curvature[i, k] * step[k];
                step[i] /= _curvature[i, i];
            }
            for (var i = size - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < size; k++)
                    step[i] -= _curvature[k, i] * step[k];
                step[i] /= _curvature[i, i];
            }
            return step;
        }
    }

    internal sealed record Row(double[] Features, bool Right);
}
