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
    public void Code_in_an_indented_fence_loses_the_indentation_of_its_fence(string text, string expected) =>
        Assert.Equal(expected, Fences.Normalise(text));
}
