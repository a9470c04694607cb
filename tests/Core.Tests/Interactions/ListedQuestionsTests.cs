using ChatBot.Interactions;

namespace ChatBot.Core.Tests.Interactions;

public sealed class ListedQuestionsTests
{
    [Theory]
    [InlineData("1. How do I a? 2. What is b?", "How do I a?|What is b?")]
    [InlineData("1) How do I a?\n2) What is b?\n3) why c", "How do I a?|What is b?|why c")]
    [InlineData("a) how do I a b) what is b", "how do I a|what is b")]
    [InlineData("1.How do I a?2.What is version 2.1?", "How do I a?|What is version 2.1?")]
    [InlineData("- How do I a?\n- We use b. What is it?", "How do I a?|We use b. What is it?")]
    [InlineData("• How do I a?\r\n• What is b?", "How do I a?|What is b?")]
    [InlineData("(1) How do I a? (2) What is b? Thanks!", "How do I a?|What is b? Thanks!")]
    public void A_list_of_questions_is_taken_apart(string text, string questions) =>
        Assert.Equal(questions.Split('|'), ListedQuestions.In(text)!.Questions);

    [Theory]
    [InlineData("I did 1. x 2. y. Why does it fail?")]
    [InlineData("1. Open it.\n2. Close it.\nWhy does it fail?")]
    [InlineData("1. Open it when asked 2. Do what it says")]
    [InlineData("How do I a? What is b?")]
    [InlineData("1. How do I a?")]
    [InlineData("What changed between 1. and 2. in the plan?")]
    [InlineData("How do I move from version 1.2 to 2.0?")]
    [InlineData("- How do I a?\n- a line of a log")]
    [InlineData("")]
    public void What_is_none_is_left_whole(string text) => Assert.Null(ListedQuestions.In(text));

    [Fact]
    public void What_short_answers_leave_is_shared_by_the_long_ones()
    {
        Assert.Equal([10, 88], AnswersTogether.Shares([10, 90], 98));
        Assert.Equal([49, 49], AnswersTogether.Shares([90, 90], 98));
        Assert.Equal([40, 5, 40], AnswersTogether.Shares([60, 5, 60], 85));
        Assert.Equal([3, 4], AnswersTogether.Shares([3, 4], 98));
    }
}
