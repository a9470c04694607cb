using ChatBot.Answering;

namespace ChatBot.Core.Tests.Answering;

public sealed class CertaintyTests
{
    [Fact]
    public void The_surer_word_needs_the_higher_confidence()
    {
        Assert.Equal(Certainty.Sure, Certainties.Of(1));
        Assert.Equal(Certainty.NotSure, Certainties.Of(0));
        var words = Enumerable.Range(0, 101).Select(percent => Certainties.Of(percent / 100.0)).ToList();
        Assert.Equal(words.OrderDescending(), words);
        Assert.Contains(Certainty.Likely, words);
    }

    [Theory]
    [InlineData(Outcome.Answered, 1, Certainty.Sure)]
    [InlineData(Outcome.Answered, 0, null)] // a greeting is from no document
    [InlineData(Outcome.Corrected, 0, Certainty.Sure)]
    [InlineData(Outcome.NoAnswer, 1, null)]
    [InlineData(Outcome.Blocked, 0, null)]
    [InlineData(Outcome.Failed, 0, null)]
    public void Only_what_claims_something_is_sure_or_not(Outcome outcome, int sources, Certainty? certainty)
    {
        var receipt = new Receipt
        {
            Outcome = outcome,
            Stage = "",
            Rule = "",
        };
        var answer = new Answer("i", "", outcome, 0, 1, [.. Enumerable.Repeat(new Source(1, "", "", 1, ""), sources)], receipt);

        Assert.Equal(certainty, Certainties.Of(answer));
    }
}
