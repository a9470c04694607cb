using System.Text.Json.Nodes;
using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class SupportForestTests
{
    /// <summary>The first feature at the root, the second below its left branch, the third below its right.</summary>
    private static readonly SupportForest.Tree Tree = SupportForest.Tree.Of([0, 0.5, 1, 1.5, 2, 2.5, 10, 20, 30, 40]);

    [Theory]
    [InlineData(0.5, 1.5, 9, 10)]
    [InlineData(0.5, 1.6, 0, 20)]
    [InlineData(0.6, 9, 2.5, 30)]
    [InlineData(0.6, 0, 2.6, 40)]
    public void A_tree_goes_left_where_a_feature_is_at_most_the_bound(double first, double second, double third, double value) =>
        Assert.Equal(value, Tree.Value([first, second, third]));

    [Fact]
    public void A_forest_adds_its_trees_to_its_bias_and_is_written_as_it_is_read()
    {
        var forest = new SupportForest(-5, [Tree, Tree]);

        Assert.Equal(15, forest.Score([0, 0, 0]));
        Assert.Equal(
            """{"bias":-5,"trees":["0 0.5 1 1.5 2 2.5 10 20 30 40","0 0.5 1 1.5 2 2.5 10 20 30 40"]}""",
            forest.Json().ToJsonString()
        );
    }

    [Fact]
    public void The_shipped_forest_is_the_file_whole()
    {
        using var stream = typeof(SupportForest).Assembly.GetManifestResourceStream("weights/support-weights.json");
        Assert.NotNull(stream);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stream)!["forest"], JsonNode.Parse(SupportForest.Shipped.Json().ToJsonString())));
    }
}
