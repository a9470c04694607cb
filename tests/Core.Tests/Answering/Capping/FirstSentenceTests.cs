using ChatBot.Answering.Capping;

namespace ChatBot.Core.Tests.Answering.Capping;

public sealed class FirstSentenceTests
{
    [Theory]
    [InlineData("A rebase moves commits.[1] It rewrites history.[2]", "A rebase moves commits.[1]")]
    [InlineData("A rebase moves commits.[1][2] It rewrites history.", "A rebase moves commits.[1][2]")]
    [InlineData("A rebase moves commits. It rewrites history.[2]", "A rebase moves commits.[2]")]
    [InlineData("A rebase moves commits. It rewrites history.", "A rebase moves commits.")]
    [InlineData("**Rebase**\n\nDo it so:\n\nA rebase moves commits.[1]", "A rebase moves commits.[1]")]
    [InlineData("Run this:\n\n- git fetch[1]\n- git rebase[1]", "- git fetch[1]")]
    [InlineData("Run this:", "Run this:")]
    [InlineData("Version 1.2 moves commits.[1] It rewrites history.[2]", "Version 1.2 moves commits.[1]")]
    [InlineData("Is it safe?[1] No.[2]", "Is it safe?[1]")]
    [InlineData("Of `rows[5]` the first moves.[1] It rewrites history.[2]", "Of `rows[5]` the first moves.[1]")]
    [InlineData("**A rebase** moves **commits**[1]", "**A rebase** moves **commits**[1]")]
    public void The_first_that_says_something_by_itself_keeps_its_label(string draft, string sentence) =>
        Assert.Equal(sentence, FirstSentence.Of(draft));
}
