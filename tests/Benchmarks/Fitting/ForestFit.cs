using ChatBot.Answering.Checking;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Gradient boosting (Friedman 2001) of complete trees with Newton's step in each leaf, splits at quantiles: no chance in it, the same
/// numbers on every run.
/// </summary>
internal static class ForestFit
{
    private const int Trees = 200,
        Depth = 4,
        Bins = 48;

    private const double Rate = 0.07,
        LeastCurve = 10,
        Penalty = 10;

    public static SupportForest Of(IReadOnlyList<LinearFit.Row> rows, double shift = 0)
    {
        var cuts = Enumerable.Range(0, rows[0].Features.Length).Select(feature => Quantiles(rows, feature)).ToArray();
        var bins = Array.ConvertAll(Enumerable.Range(0, cuts.Length).ToArray(), feature => Binned(rows, feature, cuts[feature]));
        var share = rows.Average(row => row.Right ? 1.0 : 0);
        var bias = Math.Round(LogOdds.Of(share), 4);
        var scores = Enumerable.Repeat(bias, rows.Count).ToArray();
        var slopes = new double[rows.Count];
        var curves = new double[rows.Count];
        var trees = new List<SupportForest.Tree>();
        for (var t = 0; t < Trees; t++)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var chance = LogOdds.Chance(scores[i]);
                (slopes[i], curves[i]) = ((rows[i].Right ? 1 : 0) - chance, chance * (1 - chance));
            }
            var tree = new Growth(cuts, bins, slopes, curves).Tree;
            trees.Add(tree);
            for (var i = 0; i < rows.Count; i++)
                scores[i] += tree.Value(rows[i].Features);
        }
        return new SupportForest(Math.Round(bias + shift, 4), trees);
    }

    private static double[] Quantiles(IReadOnlyList<LinearFit.Row> rows, int feature)
    {
        var values = rows.Select(row => row.Features[feature]).Order().ToArray();
        return [.. Enumerable.Range(1, Bins - 1).Select(bin => Math.Round(values[(int)((long)bin * values.Length / Bins)], 4)).Distinct()];
    }

    private static byte[] Binned(IReadOnlyList<LinearFit.Row> rows, int feature, double[] cuts) =>
        [.. rows.Select(row => Array.BinarySearch(cuts, row.Features[feature]) is var at && at < 0 ? (byte)~at : (byte)at)];

    /// <summary>One tree.</summary>
    private sealed class Growth
    {
        private readonly double[][] _cuts;
        private readonly byte[][] _bins;
        private readonly double[] _slopes;
        private readonly double[] _curves;
        private readonly int[] _features = new int[(1 << Depth) - 1];
        private readonly double[] _bounds = new double[(1 << Depth) - 1];
        private readonly double[] _leaves = new double[1 << Depth];

        public Growth(double[][] cuts, byte[][] bins, double[] slopes, double[] curves)
        {
            (_cuts, _bins, _slopes, _curves) = (cuts, bins, slopes, curves);
            Grow(0, [.. Enumerable.Range(0, slopes.Length)], null);
        }

        public SupportForest.Tree Tree => new(_features, _bounds, _leaves);

        /// <param name="value">Of the node above that was not split; null where all were.</param>
        private void Grow(int node, int[] rows, double? value)
        {
            var (slope, curve) = (rows.Sum(row => _slopes[row]), rows.Sum(row => _curves[row]));
            var own = value ?? Math.Round(Rate * slope / (curve + Penalty), 4);
            if (node >= _features.Length)
            {
                _leaves[node - _features.Length] = own;
                return;
            }
            var best = value is null ? Best(rows, slope, curve) : (0, -1, 0);
            if (best.Feature < 0)
            {
                Grow(2 * node + 1, rows, own);
                Grow(2 * node + 2, rows, own);
                return;
            }
            _features[node] = best.Feature;
            _bounds[node] = _cuts[best.Feature][best.Cut];
            Grow(2 * node + 1, [.. rows.Where(row => _bins[best.Feature][row] <= best.Cut)], null);
            Grow(2 * node + 2, [.. rows.Where(row => _bins[best.Feature][row] > best.Cut)], null);
        }

        private (double Gain, int Feature, int Cut) Best(int[] rows, double slope, double curve)
        {
            var found = new (double Gain, int Feature, int Cut)[_cuts.Length];
            Parallel.For(
                0,
                _cuts.Length,
                feature =>
                {
                    var slopes = new double[Bins];
                    var curves = new double[Bins];
                    foreach (var row in rows)
                    {
                        slopes[_bins[feature][row]] += _slopes[row];
                        curves[_bins[feature][row]] += _curves[row];
                    }
                    double left = 0,
                        leftCurve = 0;
                    var best = (Gain: 1e-6, Feature: -1, Cut: 0);
                    for (var cut = 0; cut < _cuts[feature].Length; cut++)
                    {
                        left += slopes[cut];
                        leftCurve += curves[cut];
                        if (leftCurve < LeastCurve || curve - leftCurve < LeastCurve)
                            continue;
                        var gain = Worth(left, leftCurve) + Worth(slope - left, curve - leftCurve) - Worth(slope, curve);
                        if (gain > best.Gain)
                            best = (gain, feature, cut);
                    }
                    found[feature] = best;
                }
            );
            return found.Aggregate((best, one) => one.Gain > best.Gain && one.Feature >= 0 || best.Feature < 0 ? one : best);
        }

        private static double Worth(double slope, double curve) => slope * slope / (curve + Penalty);
    }
}
