using ChatBot.Answering;
using ChatBot.Answering.Retrieval;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Answering.Retrieval;

/// <summary>The sample's pages on ETL, with vectors of either kind and without.</summary>
public sealed class AnswerableTests
{
    private static readonly string Pages = Path.Combine(SharedData.RepositoryRoot!, "bot", "Sample", "knowledge", "etl");

    [Theory]
    [InlineData("onnx")]
    [InlineData("hashing")]
    [InlineData(null)]
    public async Task What_the_pages_do_not_say_is_not_answered_and_what_they_say_is(string? embedder)
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(
            settings: new KeyValuePair<string, string?>("Embeddings:Provider", embedder ?? "hashing")
        );
        await (embedder is null ? knowledge.IngestWordsAsync(Pages) : knowledge.IngestAsync(Pages));
        var answerer = new AnswererBuilder(knowledge.Index).Build();

        foreach (
            var question in (string[])
                ["How do I request access to the warehouse?", "What does a licence cost?", "Who won the match yesterday?"]
        )
            Assert.Equal((question, Outcome.NoAnswer), (question, (await answerer.AnswerAsync(new Question(question))).Outcome));
        foreach (
            var question in (string[])
                ["What is the difference between ETL and ELT?", "Which layers does a warehouse need?", "How do I load only changed rows?"]
        )
            Assert.Equal((question, Outcome.Answered), (question, (await answerer.AnswerAsync(new Question(question))).Outcome));
    }

    [Fact]
    public void The_threshold_comes_with_the_weights_that_give_it_its_meaning() =>
        Assert.InRange(new RetrievalOptions().Threshold, 0.1, 0.3);
}
