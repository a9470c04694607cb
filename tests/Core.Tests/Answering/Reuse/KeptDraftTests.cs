using ChatBot.Answering.Generation;
using ChatBot.Answering.Reuse;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Core.Tests.Answering.Reuse;

public sealed class KeptDraftTests
{
    private static readonly Passage One = Passage("1", "A rebase moves commits."),
        Two = Passage("2", "A merge joins."),
        Three = Passage("3", "A tag names a commit.");

    private static readonly KeptDraft Kept = KeptDraft.Of(
        new Draft("", "scripted") { Statements = [new("A tag names a commit.", [3]), new("A rebase moves commits.", [1, 3])] },
        [One, Two, Three]
    );

    [Fact]
    public void Its_sources_have_the_numbers_that_they_have_now() =>
        Assert.Equal(
            [
                [1],
                [2, 1],
            ],
            Kept.At([Three, One])!.Statements.Select(said => said.Sources)
        );

    [Fact]
    public void It_is_not_given_again_where_a_passage_that_it_cites_is_not_found_or_says_something_else()
    {
        Assert.Null(Kept.At([One, Two]));
        Assert.Null(Kept.At([One, Three with { Text = "A tag names a release." }]));
    }

    private static Passage Passage(string chunk, string text) => new(chunk, chunk, ["Git"], "git.md", "", 0, "prose", text, 1);
}
