using ChatBot.Language;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Tests.Data;

public sealed class ClusterTests
{
    [Fact]
    public void What_is_linked_over_others_is_one_cluster()
    {
        // Neighbours at 20 degrees are near, those two apart are not.
        var clusters = new QuestionClusters(
            [.. Enumerable.Range(0, 5).Select(i => At($"question {(char)('e' - i)}", i * 20)), At("far", 180)],
            0.9,
            0.9,
            1
        );

        var hashes = clusters.Hashes();

        Assert.Single(hashes.Take(5).Distinct());
        Assert.Equal(CanonicalText.HashOf("question a"), hashes[0]);
        Assert.Equal(CanonicalText.HashOf("far"), hashes[5]);
    }

    [Fact]
    public void The_same_answer_links_whatever_the_questions_look_like()
    {
        var hashes = new QuestionClusters([At("one", 0, "said"), At("two", 90, "said"), At("three", 180, "other")], 0.9, 0.9, 1).Hashes();

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public void Two_are_one_where_they_lie_together_unless_something_certain_tells_them_apart()
    {
        var clusters = new QuestionClusters(
            [At("How do I enable the proxy?", 0), At("How can I enable the proxy?", 1), At("How do I disable the proxy?", 1)],
            0.9,
            0.95,
            0.97
        );

        Assert.Equal([null, 0, null], new int?[] { clusters.FirstAskedBy(0), clusters.FirstAskedBy(1), clusters.FirstAskedBy(2) });
        Assert.Single(clusters.Hashes().Distinct());
    }

    [Fact]
    public void A_tenth_each_is_for_validation_and_test_and_what_is_added_moves_nothing()
    {
        var clusters = Enumerable.Range(0, 4000).Select(i => CanonicalText.HashOf($"cluster {i}")).ToList();

        var (few, moved) = ClusterSplit.Of(clusters.Take(2000), fill: true);
        var (many, _) = ClusterSplit.Of(clusters, fill: true);

        Assert.Empty(moved);
        Assert.All(few, pair => Assert.Equal(pair.Value, many[pair.Key]));
        Assert.InRange(many.Values.Count(part => part == DatasetPart.Validation), 340, 460);
        Assert.InRange(many.Values.Count(part => part == DatasetPart.Test), 340, 460);
    }

    [Fact]
    public void With_few_clusters_each_part_gets_one_if_that_is_wanted()
    {
        string[] clusters = ["10ffffff", "20ffffff", "30ffffff"];

        var (filled, moved) = ClusterSplit.Of(clusters, fill: true);
        var (plain, _) = ClusterSplit.Of(clusters, fill: false);
        var (two, _) = ClusterSplit.Of(clusters.Take(2), fill: true);

        Assert.Equal(
            (DatasetPart.Train, DatasetPart.Test, DatasetPart.Validation),
            (filled["10ffffff"], filled["20ffffff"], filled["30ffffff"])
        );
        Assert.Equal([1, 1], moved.Values);
        Assert.All(plain.Values, part => Assert.Equal(DatasetPart.Train, part));
        Assert.All(two.Values, part => Assert.Equal(DatasetPart.Train, part));
        Assert.Equal(DatasetPart.Train, Assert.Single(ClusterSplit.Of(["ffffffff"], fill: true).Parts).Value);
        Assert.Empty(ClusterSplit.Of([], fill: true).Parts);
    }

    [Theory]
    [InlineData("See https://evil.example/x.", true)]
    [InlineData("See [this](//evil.example/x).", true)]
    [InlineData("See www.evil.example", true)]
    [InlineData("See https://docs.example@evil.example/", true)]
    [InlineData("See https://docs.example.evil.example/", true)]
    [InlineData("See https://docs.example/page", false)]
    [InlineData("See https://www.docs.example/page", false)]
    [InlineData("See http://a.b.trusted.example:8080/page", false)]
    [InlineData("See https://nottrusted.example", true)]
    [InlineData("Run a/b//c and write x: y.", false)]
    public void Links_lead_where_the_sources_lead(string answer, bool foreign)
    {
        var source = new ChatBot.Knowledge.Indexing.Passage("1", "d", ["t"], "https://docs.example/page", "", 0, "prose", "Text.", 1);

        Assert.Equal(foreign, ForeignLinks.AreIn(answer, [source], ["trusted.example"]));
    }

    private static ClusteredQuestion At(string text, double degrees, string answer = "") =>
        new(text, answer, QuestionReading.Of(text), [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)]);
}
