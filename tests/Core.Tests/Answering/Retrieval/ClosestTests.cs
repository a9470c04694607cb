using ChatBot.Answering;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge.Indexing;
using ChatBot.TestKit.Answering;
using Moq;

namespace ChatBot.Core.Tests.Answering.Retrieval;

public sealed class ClosestTests
{
    private static readonly double Threshold = new RetrievalOptions().Threshold;

    [Fact]
    public async Task No_answer_brings_the_closest_pages_as_sources_that_its_text_does_not_cite()
    {
        var answer = await AskAsync(("a", 0.9), ("a", 0.8), ("b", 0.7), ("c", 0.7), ("d", 0.6));

        Assert.Equal(Outcome.NoAnswer, answer.Outcome);
        Assert.Equal([(1, "a.md"), (2, "b.md"), (3, "c.md")], answer.Sources.Select(source => (source.Number, source.Uri)));
        Assert.Equal("About a › Part 0", answer.Sources[0].Title);
        Assert.DoesNotContain("About", answer.Text);
        Assert.DoesNotContain("[1]", answer.Text);
        Assert.Contains("pages below", answer.Text);
    }

    [Fact]
    public async Task One_page_is_spoken_of_as_one() => Assert.Contains("page below comes", (await AskAsync(("a", 0.9), ("b", 0.1))).Text);

    [Fact]
    public async Task Pages_that_only_share_a_word_are_not_named()
    {
        var answer = await AskAsync(("a", 0.4), ("b", 0.3));

        Assert.Empty(answer.Sources);
        Assert.DoesNotContain("below", answer.Text);
    }

    /// <param name="found">Documents with their similarity as a share of the threshold.</param>
    private static Task<Answer> AskAsync(params (string Document, double Share)[] found)
    {
        var passages = found
            .Select(
                (hit, i) =>
                    new Passage(
                        $"{i}",
                        hit.Document,
                        [$"About {hit.Document}", $"Part {i}"],
                        hit.Document + ".md",
                        "general",
                        i,
                        "prose",
                        "Commits are moved by a rebase.",
                        hit.Share * Threshold
                    )
            )
            .ToList();
        var index = new Mock<IKnowledgeIndex>();
        index.Setup(one => one.SearchAsync(It.IsAny<KnowledgeQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(passages);
        return new AnswererBuilder(index.Object).Build().AnswerAsync(new Question("How do I rebase onto a deleted tag?"));
    }
}
