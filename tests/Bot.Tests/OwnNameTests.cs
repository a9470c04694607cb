using System.Diagnostics;
using ChatBot.Bot.Channels;

namespace ChatBot.Bot.Tests;

public sealed class OwnNameTests
{
    [Theory]
    [InlineData("N, how do I?", "how do I?")]
    [InlineData("N: how do I?", "how do I?")]
    [InlineData("N - how do I?", "how do I?")]
    [InlineData("N --force, what is it?", "--force, what is it?")]
    [InlineData("N N  how do I?", "how do I?")]
    [InlineData("Hey N, how do I?", "Hey, how do I?")]
    [InlineData("How do I, N, do it?", "How do I do it?")]
    [InlineData("How do I do it, N?", "How do I do it?")]
    [InlineData("How do I do it N", "How do I do it")]
    [InlineData("How N do I?", "How do I?")]
    [InlineData("First line\nN, second line", "First line\nsecond line")]
    [InlineData("a N N b N", "a b")]
    [InlineData("N", "")]
    [InlineData("N?", "?")]
    public void It_goes_with_the_sign_that_belonged_to_it(string text, string left) =>
        Assert.Equal(left, OwnName.Out(text.Replace('N', OwnName.Mark)));

    [Fact]
    public void It_is_found_in_time_in_any_text()
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var filler in new[] { " ", ",", ", ", "\t", "N", "N ", "N,", "\n", ":", "- " })
            Assert.DoesNotContain(
                OwnName.Mark,
                OwnName.Out(string.Concat(Enumerable.Repeat(filler, 20_000)).Replace('N', OwnName.Mark) + OwnName.Mark + "x")
            );
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }
}
