using ChatBot.Answering.Citing;

namespace ChatBot.Core.Tests.Answering.Citing;

public sealed class QuotedTests
{
    private const string Passage = """
        Before you begin, look at the log of the branch.

        1. Run `git reset --soft HEAD~1`.
        2. Stage the files with [git add](https://git-scm.com/docs/git-add).

        | Command | What it does to the branch |
        |---|---|
        | git revert | adds a commit that takes the old one back |

        ```bash
        git fetch origin
        git reset --hard origin/main
        ```

        The file __init__.py and 2 * 3 * 4 stay as they are.
        """;

    [Theory]
    [InlineData("Before you begin, look at the log of the branch.[1]", "Before you begin, look at the log of the branch.")]
    [InlineData("1. Run `git reset --soft HEAD~1`.[1]", "Run git reset --soft HEAD~1.")]
    [InlineData("- Stage the files with [git add](https://git-scm.com/docs/git-add).[1]", "Stage the files with git add.")]
    [InlineData("`git revert` adds a commit that takes the old one back.[1]", "git revert")]
    [InlineData("```bash\ngit reset --hard origin/main\n```[1]", "git reset --hard origin/main")]
    [InlineData("The file __init__.py and 2 * 3 * 4 stay as they are.[1]", "The file __init__.py and 2 * 3 * 4 stay as they are.")]
    public void The_first_sentence_that_is_quoted_is_named_as_a_reader_sees_it(string answer, string quoted) =>
        Assert.Equal(quoted, Quoted.First(answer, Passage));

    [Fact]
    public void Of_an_answer_in_other_words_the_sentence_that_shares_most_is_named() =>
        Assert.Equal("Before you begin, look at the log of the branch.", Quoted.First("Read the branch's log first.[1]", Passage));

    [Fact]
    public void Of_nothing_nothing_is_named() => Assert.Equal("", Quoted.First("Yes.", ""));
}
