using ChatBot.Trainer.Model.Tiny;

namespace ChatBot.Trainer.Tests.Model.Tiny;

public sealed class TinyTextsTests
{
    [Fact]
    public void Sections_are_read_as_text_and_as_replies_to_their_headings()
    {
        var texts = TinyTexts.Of(["---\ntitle: Git\n---\nBefore.\n\n# Git\n\n## How do I undo?\r\n\r\nRevert it.\n\n## Why?\nBecause.\n"]);
        Assert.Equal(
            [
                new(null, "Before."),
                new(null, "## How do I undo?\n\nRevert it."),
                new("How do I undo?", """{"no_answer": false, "sentences": [{"text": "Revert it.", "sources": [1]}]}"""),
                new(null, "## Why?\n\nBecause."),
                new("Why?", """{"no_answer": false, "sentences": [{"text": "Because.", "sources": [1]}]}"""),
            ],
            texts
        );
    }

    [Fact]
    public void A_text_without_headings_is_a_text() => Assert.Equal([new(null, "Just words.")], TinyTexts.Of(["Just words.\n", "  \n"]));
}
