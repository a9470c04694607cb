using ChatBot.Answering;
using ChatBot.Interactions;
using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Interactions;

public sealed class StorableChoicesTests
{
    [Fact]
    public void A_choice_that_names_a_person_is_not_offered()
    {
        var receipt = new Receipt
        {
            Outcome = Outcome.Answered,
            Stage = "records",
            Rule = "count",
        };
        var plain = new Choice("in HR", "How many HR requests are pending?");
        var answer = new Answer("i", "12.", Outcome.Answered, 1, 1, [], receipt)
        {
            Choices = [new Choice("without the text", "How many requests speak of ada.lovelace@example.com?"), plain],
        };

        Assert.Equal([plain], StorableChoices.Of(answer, new Redactor()).Choices);
    }
}
