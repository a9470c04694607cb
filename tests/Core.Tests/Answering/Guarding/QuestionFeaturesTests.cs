using ChatBot.Answering.Guarding;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Guarding;

public sealed class QuestionFeaturesTests
{
    /// <summary>What is looked at: stems, pairs of which one says something, grams of what does.</summary>
    [Theory]
    [InlineData("the of", 2)]
    [InlineData("12 47", 2)]
    [InlineData("cat", 7)]
    [InlineData("the cat", 9)]
    [InlineData("cat cat", 8)]
    [InlineData("", 0)]
    public void A_text_has_as_many_features_as_it_has_stems_pairs_and_grams(string text, int count) =>
        Assert.Equal(count, QuestionFeatures.Of(text).Indices.Length);

    [Theory]
    [InlineData("How do I undo my last commit?", "How do I undo my last commit?", 1)]
    [InlineData("How do I undo my last commit?", "undo the commit", 0.864)]
    [InlineData("How do I undo my last commit?", "undo the comit", 0.444)]
    [InlineData("How do I undo my last commit?", "How do I bake my last bread?", 0.195)]
    [InlineData("Show me version 3", "Show me version 4", 1)]
    [InlineData("Who owns the orders table?", "the table that orders Who owns", 0.964)]
    public void Texts_are_as_alike_as_what_they_say(string one, string other, double cosine)
    {
        using var dense = DenseQuestion.Of(QuestionFeatures.Of(one));

        Assert.Equal(cosine, Math.Round(dense.Cosine(QuestionFeatures.Of(other)), 3));
    }

    [Fact]
    public void What_stands_behind_600_words_is_not_looked_at()
    {
        var words = string.Concat(Enumerable.Repeat("stone ", 600));

        Assert.Equal(QuestionFeatures.Of(words).Indices, QuestionFeatures.Of(words + "bread").Indices);
        Assert.NotEqual(QuestionFeatures.Of(words).Indices, QuestionFeatures.Of("bread " + words).Indices);
    }

    [Theory]
    [InlineData(45, 1)]
    [InlineData(46, 2)]
    [InlineData(49, 3)]
    [InlineData(700, 25)]
    public void A_long_text_is_taken_apart(int words, int parts) =>
        Assert.Equal(parts, QuestionFeatures.Parts(QuestionReading.Of(string.Concat(Enumerable.Repeat("stone ", words)))).Count);

    [Fact]
    public void Lines_of_figures_are_on_no_subject()
    {
        var log = string.Concat(Enumerable.Repeat("row 7 of 90\n", 20));
        var parts = QuestionFeatures.Parts(QuestionReading.Of($"Why is the server slow?\n{log}"));

        Assert.Equal("why is the server slow", Assert.Single(parts).Text);
        Assert.Equal(4, QuestionFeatures.Parts(QuestionReading.Of(log)).Count);
        Assert.Equal(25, QuestionFeatures.Parts(QuestionReading.Of(string.Concat(Enumerable.Repeat(log, 10)))).Count);
    }
}
