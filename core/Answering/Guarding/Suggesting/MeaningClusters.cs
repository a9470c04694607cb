using System.Numerics.Tensors;

namespace ChatBot.Answering.Guarding.Suggesting;

/// <summary>
/// Texts in groups by meaning (spherical k-means), each with the member nearest its middle. The same texts come to the same groups: the
/// first middles are texts that lie far from each other.
/// </summary>
internal static class MeaningClusters
{
    private const int Rounds = 12;

    /// <param name="vectors">Normalised.</param>
    /// <returns>Of each group the member nearest its middle; the largest group first.</returns>
    public static IReadOnlyList<int> Middles(IReadOnlyList<float[]> vectors, int groups)
    {
        if (vectors.Count <= groups)
            return [.. Enumerable.Range(0, vectors.Count)];
        var middles = FarApart(vectors, groups);
        var member = new int[vectors.Count];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < vectors.Count; i++)
                member[i] = Nearest(vectors[i], middles);
            for (var group = 0; group < groups; group++)
                if (Mean([.. Members(member, group).Select(i => vectors[i])]) is { } mean)
                    middles[group] = mean;
        }
        return
        [
            .. Enumerable
                .Range(0, groups)
                .Select(group => (Middle: middles[group], Members: Members(member, group).ToList()))
                .Where(group => group.Members.Count > 0)
                .OrderByDescending(group => group.Members.Count)
                .Select(group => group.Members.MaxBy(i => TensorPrimitives.Dot(vectors[i], group.Middle))),
        ];
    }

    private static IEnumerable<int> Members(int[] member, int group) => Enumerable.Range(0, member.Length).Where(i => member[i] == group);

    private static float[][] FarApart(IReadOnlyList<float[]> vectors, int groups)
    {
        var chosen = new List<float[]> { vectors[Nearest(Mean(vectors) ?? vectors[0], vectors)] };
        var likeness = vectors.Select(vector => TensorPrimitives.Dot(vector, chosen[0])).ToArray();
        while (chosen.Count < groups)
        {
            var farthest = Array.IndexOf(likeness, likeness.Min());
            chosen.Add(vectors[farthest]);
            for (var i = 0; i < likeness.Length; i++)
                likeness[i] = Math.Max(likeness[i], TensorPrimitives.Dot(vectors[i], vectors[farthest]));
        }
        return [.. chosen];
    }

    private static int Nearest(float[] vector, IReadOnlyList<float[]> to)
    {
        var (best, nearest) = (float.MinValue, 0);
        for (var i = 0; i < to.Count; i++)
            if (TensorPrimitives.Dot(vector, to[i]) is var likeness && likeness > best)
                (best, nearest) = (likeness, i);
        return nearest;
    }

    private static float[]? Mean(IReadOnlyList<float[]> vectors)
    {
        if (vectors.Count == 0)
            return null;
        var sum = new float[vectors[0].Length];
        foreach (var vector in vectors)
            TensorPrimitives.Add(sum, vector, sum);
        var length = TensorPrimitives.Norm<float>(sum);
        if (length == 0)
            return null;
        TensorPrimitives.Divide(sum, length, sum);
        return sum;
    }
}
