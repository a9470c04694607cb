using System.Numerics.Tensors;
using ChatBot.Knowledge.Searching.Sqlite;

namespace ChatBot.Core.Tests.Knowledge.Searching.Sqlite;

public sealed class Int8VectorsTests
{
    [Theory]
    [InlineData(384)]
    [InlineData(100)] // not a whole number of SIMD registers
    public void The_nearest_by_bytes_are_the_nearest_by_floats(int dimensions)
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 500).Select(_ => Random(random, dimensions)).ToList();
        var vectors = new Int8Vectors();
        foreach (var (id, row) in rows.Index())
            vectors.Add(id + 10, row);
        foreach (var query in Enumerable.Range(0, 20).Select(_ => Random(random, dimensions)))
        {
            var exact = rows.Index()
                .OrderByDescending(row => TensorPrimitives.Dot(row.Item, query))
                .Take(10)
                .Select(row => row.Index + 10L)
                .ToList();
            var found = vectors.Nearest(query, 20);
            Assert.Subset(found.Select(match => match.Id).ToHashSet(), exact.ToHashSet());
            Assert.All(found, match => Assert.Equal(TensorPrimitives.Dot(rows[(int)match.Id - 10], query), match.Cosine, 0.01));
            Assert.All(found, match => Assert.Equal(match.Cosine, vectors.Cosine(query, match.Id), 0.01));
            Assert.Equal(found.OrderByDescending(match => match.Cosine), found);
        }
    }

    [Theory]
    [InlineData(384)]
    [InlineData(100)]
    [InlineData(7)]
    public void Every_kernel_gives_the_same_to_the_bit(int dimensions)
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            // the largest products among them: only -128 never occurs
            var a = Enumerable.Range(0, dimensions).Select(_ => (sbyte)(round < 5 ? -127 : random.Next(-127, 128))).ToArray();
            var b = Enumerable.Range(0, dimensions).Select(_ => (sbyte)(round < 3 ? 127 : random.Next(-127, 128))).ToArray();
            var expected = a.Zip(b).Sum(pair => pair.First * pair.Second);
            Assert.Equal(expected, Int8Vectors.Dot(a, b));
            Assert.Equal(expected, Int8Vectors.Dot256(a, b));
        }
    }

    [Fact]
    public void A_copy_can_grow_while_the_first_is_read()
    {
        var first = new Int8Vectors();
        first.Add(1, [1, 0]);
        var second = first.Copy();
        second.Add(2, [0, 1]);
        Assert.Equal((1, 2, 1L, 2L), (first.Count, second.Count, first.LastId, second.LastId));
        Assert.Equal(2, second.Nearest([0, 1], 1)[0].Id);
        Assert.Equal(0, first.Cosine([0, 1], 2));
    }

    private static float[] Random(Random random, int dimensions)
    {
        var vector = Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f).ToArray();
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
