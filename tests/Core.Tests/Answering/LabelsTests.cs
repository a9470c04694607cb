using ChatBot.Answering;

namespace ChatBot.Core.Tests.Answering;

public sealed class LabelsTests
{
    [Theory]
    [InlineData("Use a soft reset.[1]", "Use a soft reset.")]
    [InlineData("Use it [1] [2], then push [12].", "Use it, then push.")]
    [InlineData("First.[1]\n\n- second [2]\n", "First.\n\n- second\n")]
    [InlineData("Note [13] stays, and [0x1] too.[3]", "Note [13] stays, and [0x1] too.")]
    [InlineData("Read `rows[1]`.[1]", "Read `rows[1]`.")]
    [InlineData("```\nrows[2]\n```\nDone.[2]", "```\nrows[2]\n```\nDone.")]
    [InlineData("", "")]
    public void What_somebody_goes_on_writing_has_no_labels_of_sources(string text, string left) =>
        Assert.Equal(left, Labels.WithoutSources(text, sources: 12));
}
