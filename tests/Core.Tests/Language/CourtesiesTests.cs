using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class CourtesiesTests
{
    [Theory]
    [InlineData("Hi team, how do I undo the last commit?")]
    [InlineData("hello how do I undo the last commit?")]
    [InlineData("@ChatBot, how do I undo the last commit?", "how do I undo the last commit?")]
    [InlineData("Good morning everyone!\nHow do I undo the last commit? Thanks in advance!")]
    [InlineData("how do I undo the last commit? asap pls")]
    [InlineData("how do I undo the last commit pls", "how do I undo the last commit")]
    [InlineData("> it deployed on Friday\n> nobody knows why\nHow do I undo the last commit?")]
    [InlineData("How do I undo the last commit?\n\nBest regards,\nAnna Smith\nData platform")]
    [InlineData("Dear assistant, how do I undo the last commit? Thank you very much, cheers")]
    public void What_stands_around_a_question_changes_nothing(string written, string core = "how do I undo the last commit?") =>
        Assert.Equal(
            (core.ToLowerInvariant(), written),
            (QuestionReading.Of(written).Text.ToLowerInvariant(), QuestionReading.Of(written).Written)
        );

    [Theory]
    [InlineData("Hello world does not compile")]
    [InlineData("What does asap mean?")]
    [InlineData("what is asap")]
    [InlineData("How do I say thanks")]
    [InlineData("Team calendars: where are they?")]
    [InlineData("> only a quote")]
    [InlineData("Thanks!")]
    [InlineData("")]
    [InlineData("Which tables does the nightly load fill?\nThe best ones\nare listed where?")]
    public void What_belongs_to_the_question_stays(string written) => Assert.Equal(written, QuestionReading.Of(written).Text);

    [Fact]
    public void A_greeted_question_has_the_wording_of_a_bare_one() =>
        Assert.Equal(QuestionReading.Of("What is a rebase?").Key, QuestionReading.Of("Hi all, what is a rebase? thx").Key);
}
