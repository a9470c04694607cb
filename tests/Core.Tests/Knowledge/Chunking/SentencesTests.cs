using ChatBot.Knowledge.Chunking;

namespace ChatBot.Core.Tests.Knowledge.Chunking;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("One is here. Two is there! Is three?", "One is here.|Two is there!|Is three?")]
    [InlineData("Dr. Smith met Mr. J. Jones at 5 p.m. today. They left.", "Dr. Smith met Mr. J. Jones at 5 p.m. today.|They left.")]
    [InlineData("Use version 3.14 of lib.py, e.g. the new one. Done.", "Use version 3.14 of lib.py, e.g. the new one.|Done.")]
    [InlineData("He said \"Go.\" Then he went.", "He said \"Go.\"|Then he went.")]
    [InlineData("一つ目です。二つ目です！", "一つ目です。|二つ目です！")]
    [InlineData(
        "# Title\nText here.\n\n- first item. With two parts.\n- second\n  goes on",
        "# Title|Text here.|- first item. With two parts.|- second\n  goes on"
    )]
    [InlineData("Before.\n```sql\nselect 1;\n\nselect 2;\n```\nAfter.", "Before.|```sql\nselect 1;\n\nselect 2;\n```|After.")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b ||| 1 | 2 |")]
    [InlineData("```\nnever closed. Really.", "```\nnever closed. Really.")]
    [InlineData("", "")]
    public void Text_is_split_at_ends_of_sentences_items_and_fences(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Sentences.Split(text).Select(sentence => sentence.In(text))));

    [Fact]
    public void Sentences_of_a_paragraph_share_its_number()
    {
        var sentences = Sentences.Split("One. Two.\n\nThree.\n\n- a\n- b");
        Assert.Equal([0, 0, 1, 2, 2], sentences.Select(sentence => sentence.Paragraph));
        Assert.Equal(SentenceKind.ListItem, sentences[^1].Kind);
    }
}
