using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class WordLikenessTests
{
    [Theory]
    [InlineData("session", "sessions", 1)]
    [InlineData("5", "five", 1)]
    [InlineData("5", "6", 0)]
    [InlineData("5", "gateway", 0)]
    [InlineData("gateway", "5", 0)]
    [InlineData("https://a.example", "gateway", 0)]
    [InlineData("`run()`", "`run`", 1)]
    [InlineData("retries", "max_retries", 0.9)]
    [InlineData("max_retries", "retries", 0)]
    [InlineData("gateway", "max_retries", 0)]
    [InlineData("delete", "remove", 0.8)]
    [InlineData("delete", "the", 0)]
    [InlineData("open", "closed", 0)]
    [InlineData("gateway", "bread", 0)]
    [InlineData("abcdef", "abcdefxyz", 0.7)]
    [InlineData("abcdef", "abcdefwxyz", 0)]
    [InlineData("abcdexq", "abcde", 0.7)]
    [InlineData("abcd", "abcdq", 0)]
    public void A_word_is_as_near_to_another_as_it_can_stand_for_it(string said, string source, double likeness) =>
        Assert.Equal(likeness, WordLikeness.Of(TextTokens.Of(said)[0], TextTokens.Of(source)[0]));

    [Theory]
    [InlineData("open", "closed", true)]
    [InlineData("enable", "disabled", true)]
    [InlineData("open", "opened", false)]
    [InlineData("open", "bread", false)]
    public void Opposites_are_known_whichever_is_first(string one, string other, bool opposite)
    {
        var (a, b) = (TextTokens.Of(one)[0], TextTokens.Of(other)[0]);
        Assert.Equal((opposite, opposite), (WordLikeness.AreOpposite(a, b), WordLikeness.AreOpposite(b, a)));
    }
}
