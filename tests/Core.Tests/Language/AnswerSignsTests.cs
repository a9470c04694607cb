using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class AnswerSignsTests
{
    [Theory]
    [InlineData("When was it moved?", "It was moved in March.", 1)]
    [InlineData("When was it moved?", "It was moved in 1999.", 1)]
    [InlineData("When was it moved?", "It was moved by a script.", 0)]
    [InlineData("How many retries are made?", "A job is tried again three times.", 1)]
    [InlineData("How many of the 5 nodes fail?", "The 5 nodes fail.", 0)] // the question's own number is no answer
    [InlineData("Who owns the table?", "The table belongs to Marta.", 1)]
    [InlineData("Who owns the table?", "The table belongs to nobody.", 0)]
    [InlineData("Where is it kept?", "It is kept in Frankfurt.", 1)]
    [InlineData("Why does it fail?", "It fails because a key is missing.", 1)]
    [InlineData("What is a tombstone?", "A tombstone is a marker of a deleted row.", 1)]
    [InlineData("What is a tombstone?", "Compaction removes a tombstone.", 0)]
    [InlineData("Which table is it?", "Anything.", 0.5)]
    public void A_sentence_shows_whether_it_holds_what_is_asked_for(string question, string sentence, double sign) =>
        Assert.Equal(sign, AnswerSigns.Of(QuestionReading.Of(question), sentence, Terms.Of(sentence)));
}
