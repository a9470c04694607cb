using ChatBot.Answering.Guarding.Suggesting;

namespace ChatBot.Core.Tests.Answering.Guarding.Suggesting;

public sealed class MeaningClustersTests
{
    /// <summary>Directions in degrees: three around 10, two around 90, one at 200.</summary>
    private static readonly float[][] Vectors = [.. ((double[])[88, 0, 10, 200, 20, 92]).Select(Towards)];

    [Fact]
    public void Each_group_is_told_by_its_middle_the_largest_first()
    {
        var middles = MeaningClusters.Middles(Vectors, 3);

        Assert.Equal(2, middles[0]);
        Assert.True(middles[1] is 0 or 5);
        Assert.Equal(3, middles[2]);
    }

    [Fact]
    public void Fewer_texts_than_groups_stand_for_themselves() => Assert.Equal([0, 1, 2, 3, 4, 5], MeaningClusters.Middles(Vectors, 6));

    [Fact]
    public void The_same_texts_are_one_group() => Assert.Equal([0], MeaningClusters.Middles([Towards(5), Towards(5), Towards(5)], 2));

    private static float[] Towards(double degrees) =>
        [MathF.Cos((float)(degrees * Math.PI / 180)), MathF.Sin((float)(degrees * Math.PI / 180))];
}
