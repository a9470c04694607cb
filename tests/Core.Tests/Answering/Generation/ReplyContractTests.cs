using System.Text.Json;
using ChatBot.Answering.Generation;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class ReplyContractTests
{
    [Fact]
    public void What_is_written_is_spelt_as_the_grammar_spells_it()
    {
        Statement[] said = [new("Say \"no\" – or \\.", [1, 12]), new("Run it:\n```\ngit log\n```", [2])];

        Assert.Equal(
            """{"no_answer": false, "sentences": [{"text": "Say \"no\" – or \\.", "sources": [1, 12]}, """
                + """{"text": "Run it:\n```\ngit log\n```", "sources": [2]}]}""",
            ReplyContract.Write(said)
        );
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Statement[] said = [new("It says “ok”\tand 日本.", [1]), new("- An item", [2, 1])];
        var reader = new DraftReader();

        reader.Read(ReplyContract.Write(said));

        Assert.Empty(reader.End()!);
        Assert.Equal(["It says “ok” and 日本.", "- An item"], reader.Statements.Select(one => one.Text.Replace('\t', ' ')));
        Assert.Equal(
            [
                [1],
                [2, 1],
            ],
            reader.Statements.Select(one => one.Sources.ToArray())
        );
        Assert.True(JsonDocument.Parse(ReplyContract.NoAnswer).RootElement.GetProperty("no_answer").GetBoolean());
    }

    [Fact]
    public void A_reply_says_something_and_every_sentence_names_a_source()
    {
        Assert.Throws<ArgumentException>(() => ReplyContract.Write([]));
        Assert.Throws<ArgumentException>(() => ReplyContract.Write([new Statement("Said.", [])]));
        Assert.Throws<ArgumentException>(() => ReplyContract.Write([new Statement("Said.", [100])]));
    }
}
