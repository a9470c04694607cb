using ChatBot.Answering.Inventory;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Inventory;

public sealed class InventoryQuestionTests
{
    [Theory]
    [InlineData("What documents do you have?")]
    [InlineData("hi, what documents do you have please?")]
    [InlineData("Which docs have you read?")]
    [InlineData("list all topics")]
    [InlineData("List the documents you have access to.")]
    [InlineData("show me all your documents")]
    [InlineData("Can you give me a list of all documents?")]
    [InlineData("what topics do you cover")]
    [InlineData("What are your sources?")]
    [InlineData("how many documents do you know?")]
    [InlineData("which topics can I ask you about?")]
    [InlineData("Do you have any documents?")]
    [InlineData("What's in your knowledge base?")]
    [InlineData("what kind of information do you have")]
    [InlineData("which documents are available?")]
    [InlineData("What other topics do you know about?")]
    public void Who_wants_to_know_what_there_is_is_understood(string text) => Assert.True(InventoryQuestion.Is(QuestionReading.Of(text)));

    [Theory]
    [InlineData("what documents do I need for a visa?")]
    [InlineData("Which documents do you have to sign?")]
    [InlineData("what documents do you have about Git?")]
    [InlineData("How do I list all topics?")]
    [InlineData("list all topics in Kafka")]
    [InlineData("list all files")]
    [InlineData("what files are there in the bucket")]
    [InlineData("show me the sources")]
    [InlineData("Which sources are available in Airflow?")]
    [InlineData("how many files do you have to load per day")]
    [InlineData("Do you know the document about leave?")]
    [InlineData("documents")]
    [InlineData("what is a topic?")]
    [InlineData("list documents that mention the SLA")]
    [InlineData("How do I share documents you have written?")]
    [InlineData("do you have a document list template")]
    [InlineData("")]
    public void Who_asks_about_documents_or_topics_is_not_taken_for_one(string text) =>
        Assert.False(InventoryQuestion.Is(QuestionReading.Of(text)));
}
