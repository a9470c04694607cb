using ChatBot.Answering.Capping;

namespace ChatBot.Core.Tests.Answering.Capping;

public sealed class FencesTests
{
    [Theory]
    [InlineData(
        "1. Run it:\n   ```bash\n   for x in *; do\n     echo $x\n   done\n   ```\n2. Done",
        "1. Run it:\n```bash\nfor x in *; do\n  echo $x\ndone\n```\n2. Done"
    )]
    [InlineData("  ~~~sql\n select 1\n\n  ~~~", "```sql\nselect 1\n\n```")]
    [InlineData("```\n  kept\n```", "```\n  kept\n```")]
    [InlineData("    ```\n  less\n    ```", "```\nless\n```")]
    public void Code_in_an_indented_fence_loses_the_indentation_of_its_fence(string text, string expected) =>
        Assert.Equal(expected, Fences.Normalise(text));

    [Theory]
    [InlineData("````sql  \nselect 1\n````", "```sql\nselect 1\n```")]
    [InlineData("```a```", "`a`")]
    [InlineData("see ```a``` and ~~~~b and ``c``", "see `a` and ~b and ``c``")]
    [InlineData("```x ~ y", "`x ~ y")]
    [InlineData("```\na ```` b\n```", "```\na ` b\n```")]
    [InlineData("no `fence` here", "no `fence` here")]
    public void A_fence_is_three_backticks_at_the_beginning_of_a_line_and_nothing_else_is(string text, string expected) =>
        Assert.Equal(expected, Fences.Normalise(text));

    [Theory]
    [InlineData("```\na", true)]
    [InlineData("```\na\n```", false)]
    [InlineData("a\n```\nb", true)]
    [InlineData("a ```b", false)]
    [InlineData("```\n```\n```", true)]
    [InlineData("\n```\na", true)]
    public void A_text_that_ends_inside_a_fence_is_open(string text, bool open) => Assert.Equal(open, Fences.IsOpen(text));
}
