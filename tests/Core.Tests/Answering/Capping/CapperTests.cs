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
    [InlineData("是a", 2)]
    public void Words_are_counted_as_the_product_defines_them(string text, int words) => Assert.Equal(words, Words.Count(text));

    [Theory]
    [InlineData("One two three four. Five six seven eight.", 6, "One two three four.")]
    [InlineData("One two. Three four five six seven.", 5, "One two. Three four five…")]
    [InlineData("One two three.[1] Four five six.", 4, "One two three.[1]")]
    [InlineData("A **bold claim that goes on** and on", 3, "A **bold claim…**")]
    [InlineData("Short enough.", 100, "Short enough.")]
    [InlineData("Seven words stand in this one here.", 7, "Seven words stand in this one here.")]
    [InlineData("One two three four. Five six.", 6, "One two three four. Five six.")]
    [InlineData("One two three four. Five six seven.", 6, "One two three four.")]
    [InlineData("One two. Three four five.", 3, "One two.")]
    [InlineData("One two. Three four five six.", 4, "One two. Three four…")]
    [InlineData("Is it \"so it is.\" Then go on and on.", 5, "Is it \"so it is.\"")]
    [InlineData("One two three. [1][12] Four five six.", 4, "One two three. [1][12]")]
    [InlineData("Version 1.2 of it runs on three hosts", 4, "Version 1.2 of it…")]
    [InlineData("你好世界。再见朋友们", 5, "你好世界。")]
    [InlineData("One two three four, five six", 4, "One two three four…")]
    [InlineData("Take these steps:\none two three four five", 4, "Take these steps:\none…")]
    [InlineData("First item here\nsecond item goes on", 4, "First item here")]
    [InlineData("Read it all[1] then more words", 3, "Read it all[1]…")]
    [InlineData("One two three", 3, "One two three")]
    [InlineData("First item here  \nsecond item goes on", 4, "First item here")]
    [InlineData("a b c", 0, "")]
    public void The_cut_falls_on_a_sentence_end_or_on_a_word(string text, int limit, string capped)
    {
        var result = Capper.Cap(text, limit);
        Assert.Equal(capped.Replace("…**", "**…"), result.Replace("…**", "**…"));
        Assert.True(Words.Count(result) <= limit);
    }

    [Theory]
    [InlineData("Run:\n```sql\nselect 1;\nselect 2;\nselect 3;\n```", 5, "Run:\n```sql\nselect 1;\n…\n```")]
    [InlineData("Run:\n```sql\nselect 1;\nselect 2;\nselect 3;\n```", 6, "Run:\n```sql\nselect 1;\nselect 2;\n…\n```")]
    [InlineData("Run it now:\n```sql\nselect one two three four\n```", 6, "Run it now…")]
    [InlineData("Run:\n```\nselect 1;\n\nselect 2 3 4 5\n```", 4, "Run:\n```\nselect 1;\n…\n```")]
    [InlineData("```\na b\n```\nThen run\n```\nselect one two three four\n```", 8, "```\na b\n```\nThen run…")]
    [InlineData("One:\n```\n```\nTwo three four five. Six seven eight.", 6, "One:\n```\n```\nTwo three four five.")]
    [InlineData("Run:\n```\nselect 1.\n```\nAnd then some more.", 4, "Run:\n```\nselect 1.\n```")]
    [InlineData("Run:\n```\nselect 1. Or 2.\nselect 3\n```", 4, "Run…")]
    public void Code_is_cut_at_a_line_end_and_closed_or_goes_with_half_its_first_line(string text, int words, string capped) =>
        Assert.Equal(capped, Capper.Cap(text, words));

    [Theory]
    [InlineData("Read [the guide](a.md) and [the other long one](b.md)", 4, "Read [the guide](a.md) and…")]
    [InlineData("Read all of [the guide to it](a b c.md) and more", 8, "Read all of…")]
    [InlineData("[the guide to all of it](a b c.md) and more", 6, "")]
    [InlineData("Read [1] and [2] and then on and on", 3, "Read [1] and…")]
    public void A_link_that_is_cut_goes_whole(string text, int words, string capped) => Assert.Equal(capped, Capper.Cap(text, words));

    [Theory]
    [InlineData("Use `git reset", "Use `git reset`")]
    [InlineData("Use `a` and **b", "Use `a` and **b**")]
    [InlineData("Use `a ** b` and c", "Use `a ** b` and c")]
    [InlineData("Nothing follows **", "Nothing follows")]
    [InlineData("Nothing follows `", "Nothing follows ")]
    [InlineData("```\na ** `b\n```\nc **d", "```\na ** `b\n```\nc **d**")]
    [InlineData("**a\nb**", "**a**\nb")]
    [InlineData("Run:\n```sh\nls", "Run:\n```sh\nls\n```")]
    [InlineData("Run:\n```sh", "Run:")]
    [InlineData("```\na\n```\nb\n```sh", "```\na\n```\nb")]
    public void Markdown_that_was_left_open_is_closed(string text, string closed) => Assert.Equal(closed, Capper.Cap(text, 100));

    [Fact]
    public void There_is_no_limit_below_nothing() => Assert.Throws<ArgumentOutOfRangeException>(() => Capper.Cap("a", -1));

    [Theory]
    [InlineData("One two three four five.\n\n**Is it so?** Six seven.", 8, "One two three four five.")]
    [InlineData("One two three four five.\n\n**Is it so?**\nSix seven.", 8, "One two three four five.")]
    [InlineData("One two three four five.\n\n**Six** seven eight. Nine ten.", 8, "One two three four five.\n\n**Six** seven eight.")]
    [InlineData("**Is it so? Six.** Seven eight nine ten.", 4, "**Is it so? Six.**")]
    [InlineData("One two three four five.\nAsk the **lead.** Then go on.", 8, "One two three four five.\nAsk the **lead.**")]
    public void A_heading_goes_with_what_it_heads(string text, int words, string capped) => Assert.Equal(capped, Capper.Cap(text, words));
}
