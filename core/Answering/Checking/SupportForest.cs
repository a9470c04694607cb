using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatBot.Answering.Checking;

/// <summary>
/// Boosted trees of one depth that say how likely a statement follows from its sources: learned by <c>Benchmarks fit support</c>
/// (<c>support-weights.json</c>, whose head says what they are worth on projects that they never saw). Above 0 it does; where 0 lies was
/// chosen there, so that few wrong statements pass.
/// </summary>
internal sealed class SupportForest
{
    private readonly double _bias;
    private readonly Tree[] _trees;

    /// <param name="bias">Before the first tree.</param>
    public SupportForest(double bias, IEnumerable<Tree> trees) => (_bias, _trees) = (bias, [.. trees]);

    private static SupportForest? _shipped;

    /// <summary>Read when it is first asked for.</summary>
    public static SupportForest Shipped => _shipped ??= Load();

    public double Score(double[] features) => _bias + _trees.Sum(tree => tree.Value(features));

    /// <summary>As <see cref="Load"/> reads it.</summary>
    public JsonObject Json() =>
        new()
        {
            ["bias"] = _bias,
            ["trees"] = new JsonArray([
                .. _trees.Select(tree =>
                    JsonValue.Create(string.Join(' ', tree.Numbers().Select(number => number.ToString(CultureInfo.InvariantCulture))))
                ),
            ]),
        };

    private static SupportForest Load()
    {
        using var stream = LearnedWeights.Open("support");
        using var file = JsonDocument.Parse(stream);
        var names = file.RootElement.GetProperty("features").EnumerateArray().Select(name => name.GetString()!);
        if (!names.SequenceEqual(SupportEvidence.Features))
            throw new InvalidOperationException("support-weights.json was learned of other features.");
        var forest = file.RootElement.GetProperty("forest");
        return new SupportForest(
            forest.GetProperty("bias").GetDouble(),
            forest
                .GetProperty("trees")
                .EnumerateArray()
                .Select(tree =>
                    Tree.Of([.. tree.GetString()!.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))])
                )
        );
    }

    /// <summary>
    /// A complete tree: node n has the children 2n + 1, where the feature is at most the bound, and 2n + 2; the leaves' values follow the
    /// last node.
    /// </summary>
    internal sealed record Tree(int[] Features, double[] Bounds, double[] Leaves)
    {
        public double Value(double[] features)
        {
            var node = 0;
            while (node < Features.Length)
                node = 2 * node + (features[Features[node]] <= Bounds[node] ? 1 : 2);
            return Leaves[node - Features.Length];
        }

        /// <summary>Feature and bound of each node, then the leaves.</summary>
        public static Tree Of(double[] numbers)
        {
            var nodes = (numbers.Length - 1) / 3;
            return new Tree(
                [.. Enumerable.Range(0, nodes).Select(node => (int)numbers[2 * node])],
                [.. Enumerable.Range(0, nodes).Select(node => numbers[2 * node + 1])],
                numbers[(2 * nodes)..]
            );
        }

        public IEnumerable<double> Numbers() =>
            Features.Zip(Bounds, (feature, bound) => (double[])[feature, bound]).SelectMany(pair => pair).Concat(Leaves);
    }
}
