using ChatBot.Answering.Guarding.Suggesting;

namespace ChatBot.Core.Tests.Answering.Guarding.Suggesting;

public sealed class TopicNameTests
{
    [Theory]
    [InlineData("our documents")]
    [InlineData("our documents", "Billing", "Printer")]
    [InlineData("printer", "Printer 2", "Printer 2", "Billing")]
    [InlineData("printer and billing", "Printer", "The printer", "Printer", "Billing", "Billing")]
    [InlineData(
        "printer, billing and vacation",
        "Printer",
        "Printer",
        "Printer",
        "Printer",
        "Billing",
        "Billing",
        "Billing",
        "Vacation",
        "Vacation"
    )]
    public void The_words_of_most_titles_are_the_name(string name, params string[] titles) => Assert.Equal(name, TopicName.Of(titles, 3));

    [Fact]
    public void Of_more_words_the_most_frequent_are_taken() =>
        Assert.Equal("printer", TopicName.Of(["Printer", "Printer", "Printer", "Billing", "Billing"], 1));
}
