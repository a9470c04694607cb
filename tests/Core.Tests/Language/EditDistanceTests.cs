using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("kubernets", "kubernetes", 2, 1)]
    [InlineData("shceduler", "scheduler", 2, 1)]
    [InlineData("abcd", "abcd", 1, 0)]
    [InlineData("abcd", "wxyz", 2, 3)]
    [InlineData("abcdef", "abcdefgh", 2, 2)]
    [InlineData("ca", "abc", 3, 3)] // optimal string alignment: a swapped pair is not edited again
    [InlineData("", "ab", 3, 2)]
    public void Distance_counts_edits_and_swaps(string a, string b, int limit, int expected) =>
        Assert.Equal(expected, EditDistance.Between(a, b, limit));
}
