using ChatBot.Answering.Citing;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Citing;

public sealed class CiterTests
{
    private static readonly Passage[] Passages =
    [
        Passage("merge", "A merge joins branches."),
        Passage("rebase", "A rebase moves commits."),
    ];

    [Theory]
    [InlineData("A rebase moves commits.[3]", "A rebase moves commits.")]
    [InlineData("A rebase moves commits [0].", "A rebase moves commits.")]
    [InlineData("A rebase moves [7] commits.[2]", "A rebase moves commits.[1]")]
    [InlineData("A rebase moves `a[3]`[9]`b`.[2]", "A rebase moves `a[3]` `b`.[1]")]
    [InlineData("```\nrows[5]\n```\nA merge joins.[99]", "```\nrows[5]\n```\nA merge joins.")]
    public void A_label_without_a_source_goes_and_what_looks_like_one_in_code_stays(string text, string shown) =>
        Assert.Equal(shown, Cite(text).Text);

    [Fact]
    public void Labels_are_numbered_as_they_appear_and_each_names_its_source_once()
    {
        var cited = Cite("A rebase moves commits.[2] A merge joins branches.[1][2]");

        Assert.Equal("A rebase moves commits.[1] A merge joins branches.[2][1]", cited.Text);
        Assert.Equal([(1, "rebase.md"), (2, "merge.md")], cited.Sources.Select(source => (source.Number, source.Uri)));
        Assert.Equal(["merge", "rebase"], cited.ChunkIds.Order());
    }

    [Fact]
    public void What_cites_nothing_has_no_source_and_no_certainty()
    {
        var cited = Cite("A rebase moves commits.[3]");

        Assert.Empty(cited.Sources);
        Assert.Equal(0, cited.Confidence);
    }

    private static Cited Cite(string text) => Citer.Cite(text, QuestionReading.Of("What is a rebase?"), Passages);

    private static Passage Passage(string name, string text) => new(name, name, [name], $"{name}.md", "", 0, "prose", text, 0.5);
}
