using ChatBot.Answering;
using ChatBot.Interactions;

namespace ChatBot.Core.Tests.Interactions;

public sealed class FollowUpsTests
{
    [Theory]
    [InlineData("How do I list tables in PostgreSQL?", "and in MySQL?", "How do I list tables in MySQL?")]
    [InlineData("How do I list PostgreSQL tables?", "what about MySQL?", "How do I list MySQL tables?")]
    [InlineData("What is a covering index?", "and a partial index?", "What is a partial index?")]
    [InlineData("How do I stop a job?", "and on Windows?", "How do I stop a job on Windows?")]
    public void One_thing_is_exchanged_for_another_and_the_rest_of_the_question_stays(string earlier, string asked, string meant) =>
        Assert.Equal((FollowUp.Exchanges, meant), Complete(asked, earlier));

    [Theory]
    [InlineData("How do I undo the last commit?", "how do I change its message?", "how do I change the last commit message")]
    [InlineData("How do I undo the last commit?", "how long does that take?", "how long does undo the last commit take")]
    [InlineData("How do I undo the last commit?", "why?", "why undo the last commit?")]
    [InlineData("What is the reflog?", "and how do I empty it?", "how do I empty reflog")]
    public void A_pointer_stands_for_what_was_asked_about(string earlier, string asked, string meant) =>
        Assert.Equal((FollowUp.Refers, meant), Complete(asked, earlier));

    [Theory]
    [InlineData("what else?", FollowUp.Else)]
    [InlineData("That doesn't help.", FollowUp.Else)]
    [InlineData("no, that did not work", FollowUp.Else)]
    [InlineData("say more", FollowUp.Else)]
    [InlineData("Can you give me an example of that?", FollowUp.Example)]
    [InlineData("an example?", FollowUp.Example)]
    [InlineData("in one sentence?", FollowUp.Brief)]
    [InlineData("shorter please", FollowUp.Brief)]
    public void What_has_no_words_of_its_own_asks_the_same_again(string asked, FollowUp follows) =>
        Assert.Equal((follows, "What is a rebase?"), Complete(asked, "What is a rebase?"));

    [Theory]
    [InlineData("What is the weather?")]
    [InlineData("and what is a tag?")]
    [InlineData("and how do I delete a remote branch?")]
    [InlineData("How do I write an example of a merge conflict?")]
    [InlineData("thanks")]
    [InlineData("ok")]
    public void What_stands_on_its_own_is_a_new_question(string asked) =>
        Assert.Equal((FollowUp.None, asked), Complete(asked, "What is a rebase?"));

    [Theory]
    [InlineData("what about the second one?", "`--mixed` is the default.")]
    [InlineData("tell me more about the last", "`--hard` overwrites your files.")]
    [InlineData("explain option 1", "`--soft` moves the branch only.")]
    public void An_item_of_the_list_that_was_shown_is_asked_about(string asked, string item)
    {
        const string shown =
            "Three modes:\n- `--soft` moves the branch only.[1]\n- `--mixed` is the default.[1]\n- `--hard` overwrites your files.[1]";

        var (follows, meant) = Complete(asked, "What are the modes of reset?", shown);

        Assert.Equal(FollowUp.Item, follows);
        Assert.EndsWith(item, meant);
    }

    [Fact]
    public void What_was_shown_for_the_same_question_is_all_remembered()
    {
        Exchange[] history =
        [
            new("What is a rebase?", "a [1]", Outcome.Answered) { Cited = ["1"] },
            new("what else?", "b [1]", Outcome.Answered) { Standalone = "What is a rebase?", Cited = ["2"] },
        ];

        var question = FollowUps.Complete(new Question("more?"), history, DateTimeOffset.UnixEpoch);

        Assert.Equal(["1", "2"], question.Before!.Shown.Order());
    }

    [Fact]
    public void A_follow_up_without_an_answer_and_small_talk_leave_the_subject_as_it_was()
    {
        Exchange[] history =
        [
            new("What is a rebase?", "a [1]", Outcome.Answered),
            new("and tell me a joke about it", "no", Outcome.Blocked) { Standalone = "tell me a joke about rebase" },
            new("thanks", "You are welcome!", Outcome.Answered) { IsSmallTalk = true },
        ];

        Assert.Equal("is rebase safe", FollowUps.Complete(new Question("is it safe?"), history, DateTimeOffset.UnixEpoch).Standalone!.Text);
    }

    [Fact]
    public void The_same_question_again_gets_the_same_answer_and_one_in_other_words_soon_after_another()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(1);
        Exchange[] history = [new("What is a rebase?", "a [1]", Outcome.Answered) { Created = now.AddMinutes(-1) }];

        Assert.Null(FollowUps.Complete(new Question("what is a rebase"), history, now).Before);
        Assert.NotNull(FollowUps.Complete(new Question("What does a rebase do?"), history, now).Before);
        Assert.Null(FollowUps.Complete(new Question("What does a rebase do?"), history, now.AddDays(7)).Before);
    }

    private static (FollowUp, string) Complete(string asked, string earlier, string answer = "Some text.[1]")
    {
        var question = FollowUps.Complete(new Question(asked), [new(earlier, answer, Outcome.Answered)], DateTimeOffset.UnixEpoch);
        return (question.FollowUp, question.Standalone!.Text);
    }
}
