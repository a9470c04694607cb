using ChatBot.Answering.Capping;

namespace ChatBot.Core.Tests.Answering.Capping;

public sealed class CapperTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("one two  three\n", 3)]
    [InlineData("well-known e.g. don't -- … 3.14", 4)]
    [InlineData("你好世界", 4)]
    [InlineData("Git是工具", 4)]
    [InlineData("안녕 hello", 3)]
    [InlineData("𠀀𠀁 x", 3)]
    [InlineData("e\u0301t\u0301e\u0301 😀", 1)]
    [InlineData("done.[1]", 1)]
    public void Words_are_counted_as_the_product_defines_them(string text, int words) => Assert.Equal(words, Words.Count(text));

    [Theory]
    [InlineData("One two three four. Five six seven eight.", 6, "One two three four.")]
    [InlineData("One two. Three four five six seven.", 5, "One two. Three four five…")]
    [InlineData("One two three.[1] Four five six.", 4, "One two three.[1]")]
    [InlineData("A **bold claim that goes on** and on", 3, "A **bold claim…**")]
    [InlineData("Short enough.", 100, "Short enough.")]
    public void The_cut_falls_on_a_sentence_end_or_on_a_word(string text, int limit, string capped)
    {
        var result = Capper.Cap(text, limit);
        Assert.Equal(capped.Replace("…**", "**…"), result.Replace("…**", "**…"));
        Assert.True(Words.Count(result) <= limit);
    }

    [Fact]
    public void A_fence_that_is_cut_is_closed() =>
        Assert.Equal("Run:\n```sql\nselect 1;\n…\n```", Capper.Cap("Run:\n```sql\nselect 1;\nselect 2;\nselect 3;\n```", 5));

    [Theory]
    [InlineData("One two three four five.\n\n**Is it so?** Six seven.", 8, "One two three four five.")]
    [InlineData("One two three four five.\n\n**Is it so?**\nSix seven.", 8, "One two three four five.")]
    [InlineData("One two three four five.\n\n**Six** seven eight. Nine ten.", 8, "One two three four five.\n\n**Six** seven eight.")]
    [InlineData("**Is it so? Six.** Seven eight nine ten.", 4, "**Is it so? Six.**")]
    public void A_heading_goes_with_what_it_heads(string text, int words, string capped) => Assert.Equal(capped, Capper.Cap(text, words));
}
