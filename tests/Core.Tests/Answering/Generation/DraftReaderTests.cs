using ChatBot.Answering.Generation;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class DraftReaderTests
{
    private static IReadOnlyList<Statement>? Read(string reply, int piece = int.MaxValue, bool cut = false)
    {
        var reader = new DraftReader();
        foreach (var part in reply.Chunk(Math.Min(piece, Math.Max(1, reply.Length))))
            reader.Read(new string(part));
        return reader.End(cut) is null ? null : reader.Statements;
    }

    private static string Said(IReadOnlyList<Statement>? statements) =>
        statements is null ? "none" : string.Join('|', statements.Select(said => $"{said.Text}@{string.Join(',', said.Sources)}"));

    [Theory]
    [InlineData(
        """{"no_answer": false, "sentences": [{"text": "One.", "sources": [1]}, {"text": "Two.", "sources": [1, 3]}]}""",
        "One.@1|Two.@1,3"
    )]
    [InlineData("""{"sentences":[{"sources":["2"],"text":"A } in \"quotes\" {."}]}""", "A } in \"quotes\" {.@2")]
    [InlineData("""[{"text": "A bare list.", "sources": [1]}]""", "A bare list.@1")]
    [InlineData("```json\n{\"sentences\": [{\"text\": \"Fenced.\", \"sources\": [1]}]}\n```\nHope this helps!", "Fenced.@1")]
    [InlineData("<think>Is it [2]? {hm}</think>\n{\"sentences\": [{\"text\": \"Thought.\", \"sources\": [1]}]}", "Thought.@1")]
    [InlineData("Here you are:\n{\"no_answer\": false, \"sentences\": [{\"text\": \"Led in.\", \"sources\": [1]}]}", "Led in.@1")]
    [InlineData("""{"sentences": [{"text": "Two in one. With labels [2].", "sources": [1]}]}""", "Two in one.@1|With labels.@1,2")]
    [InlineData("""{"sentences": [{"text": "No source.", "sources": []}]}""", "No source.@")]
    [InlineData("""{"sentences": [{"text": "Run this:\n```\ngit log\n```", "sources": [4]}]}""", "Run this:\n```\ngit log\n```@4")]
    [InlineData("Use git revert. [1] Then push [2].", "Use git revert.@1|Then push.@2")]
    [InlineData("Do this:\n\n1. Fetch. [1]\n2. Rebase. [1]", "Do this:@|1. Fetch.@1|2. Rebase.@1")]
    [InlineData("<think>Perhaps [2]?\n</think>\n\nUse git revert [1].", "Use git revert.@1")]
    [InlineData("""{"sentences": [{"text": "After 4\u200B5 and 4\u00015 minutes.", "sources": [1]}]}""", "After 45 and 45 minutes.@1")]
    [InlineData(
        """{"sentences": [{"text": "Run:\n~~~sh\ngit log", "sources": [1]}, {"text": "Then push.", "sources": [2]}]}""",
        "Run:\n```sh\ngit log\n```@1|Then push.@2"
    )]
    [InlineData("""{"sentences": [{"text": "Use `sys.argv[1]` there [2].", "sources": []}]}""", "Use `sys.argv[1]` there.@2")]
    [InlineData("""{"sentences": [{"text": "| `k` | what it keeps |", "sources": [1]}]}""", "- `k`: what it keeps@1")]
    [InlineData("""{"no_answer": true, "sentences": []}""", "none")]
    [InlineData("NO_ANSWER", "none")]
    [InlineData("The sources do not say. NO_ANSWER", "none")]
    public void A_reply_is_read_the_same_whole_and_in_pieces(string reply, string said)
    {
        Assert.Equal(said, Said(Read(reply)));
        foreach (var piece in (int[])[1, 2, 5, 13])
            Assert.Equal(said, Said(Read(reply, piece)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("<think>Hm. NO idea")]
    [InlineData("""{"no_answer": false, "sentences": [{"text": "Half""")]
    [InlineData("""{"no_answer": false, "sentences": [{"text": "One.", "sources": [1]}""")]
    [InlineData("""{"no_answer": false, "sentences": []}""")]
    [InlineData("""{"answer": "In a form of its own."}""")]
    [InlineData("""{"sentences": [{"text": "Not closed right.", "sources": [1}]}""")]
    [InlineData("""{"sentences": [{"text": "A bad \q escape.", "sources": [1]}]}""")]
    [InlineData("""{"sentences": [{"text": "Half a \ud800 character.", "sources": [1]}]}""")]
    [InlineData("Well: {\"sentences\": [{\"text\": \"Half")]
    public void Half_a_reply_or_none_is_refused(string reply)
    {
        Assert.Throws<MalformedDraftException>(() => Read(reply));
        Assert.Throws<MalformedDraftException>(() => Read(reply, 3));
    }

    [Fact]
    public void What_was_whole_before_the_token_limit_counts() =>
        Assert.Equal("One.@1", Said(Read("""{"sentences": [{"text": "One.", "sources": [1]}, {"text": "Tw""", cut: true)));

    [Fact]
    public void More_sentences_than_an_answer_can_have_are_refused()
    {
        var many = string.Join(',', Enumerable.Repeat("""{"text": "One.", "sources": [1]}""", 500));
        Assert.Throws<MalformedDraftException>(() => Read($"{{\"sentences\": [{many}]}}", 40));
    }

    [Theory]
    [InlineData("{\"sentences\": [")]
    [InlineData("")]
    [InlineData("<think>")]
    public void Noise_without_an_end_is_refused_before_it_fills_the_memory(string lead)
    {
        var reader = new DraftReader();
        reader.Read(lead);
        var read = 0;
        Assert.Throws<MalformedDraftException>(() =>
        {
            for (; read < 10_000_000; read += 1000)
                reader.Read(new string('x', 1000));
        });
        Assert.InRange(read, 1, 200_000);
    }
}
