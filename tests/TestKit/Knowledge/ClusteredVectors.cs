using System.Numerics.Tensors;

namespace ChatBot.TestKit.Knowledge;

/// <summary>
/// A mixture like that of texts on themes: one centre for 250 vectors, uniform on the sphere; a vector is its centre plus a step
/// of length 0.6 in a random direction, normalised (cosine to the centre .86, to siblings .74). The steps are isotropic in
/// all 384 dimensions, which is harder on a graph than texts are: siblings are almost equally far from each other.
/// Vectors are made when they are asked for: a million of them would take 1.5 GB.
/// </summary>
/// <param name="seed">Of the whole mixture: another seed has other centres.</param>
public sealed class ClusteredVectors(int count, uint seed)
{
    public const int Dimensions = 384;

    private const int PerCentre = 250;
    private const float Step = 0.6f;

    private readonly float[][] _centres = [.. Enumerable.Range(0, Math.Max(10, count / PerCentre)).Select(i => Direction(Mix(seed, 1, i)))];

    public int Count => count;

    public float[] this[int i] => Around(Mix(seed, 2, i));

    /// <summary>Drawn from the same mixture as the vectors, and equal to none of them.</summary>
    public float[] Question(int i) => Around(Mix(seed, 3, i));

    /// <summary>Indexes of the ten nearest to each question by inner product, found by comparing all.</summary>
    public IReadOnlyList<HashSet<long>> TenNearest(IReadOnlyList<float[]> questions)
    {
        var parts = Enumerable
            .Range(0, Environment.ProcessorCount)
            .AsParallel()
            .Select(part => BestOf(questions, part, Environment.ProcessorCount))
            .ToList();
        return
        [
            .. questions.Select(
                (_, q) =>
                    parts
                        .SelectMany(part => part[q].UnorderedItems)
                        .OrderByDescending(item => item.Priority)
                        .Take(10)
                        .Select(item => item.Element)
                        .ToHashSet()
            ),
        ];
    }

    private List<PriorityQueue<long, float>> BestOf(IReadOnlyList<float[]> questions, int part, int parts)
    {
        var best = questions.Select(_ => new PriorityQueue<long, float>()).ToList();
        for (var i = part; i < count; i += parts)
        {
            var vector = this[i];
            for (var q = 0; q < questions.Count; q++)
            {
                best[q].Enqueue(i, TensorPrimitives.Dot(questions[q], vector));
                if (best[q].Count > 10)
                    best[q].Dequeue();
            }
        }
        return best;
    }

    private float[] Around(ulong random)
    {
        var vector = Direction(random);
        TensorPrimitives.MultiplyAdd(vector, Step, _centres[(int)(random % (ulong)_centres.Length)], vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }

    /// <summary>Of length 1: each value the sum of the four 16-bit parts of a SplitMix64 draw, so nearly normal.</summary>
    private static float[] Direction(ulong random)
    {
        var vector = new float[Dimensions];
        for (var d = 0; d < vector.Length; d++)
        {
            var draw = Next(ref random);
            vector[d] = (int)((draw & 0xFFFF) + (draw >> 16 & 0xFFFF) + (draw >> 32 & 0xFFFF) + (draw >> 48)) - 2 * 65535;
        }
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }

    private static ulong Mix(ulong seed, ulong kind, int i)
    {
        var state = seed << 40 ^ kind << 36 ^ (uint)i;
        return Next(ref state);
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
