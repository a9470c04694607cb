using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

public sealed class CorrectedAnswerTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task An_approved_correction_answers_the_next_question_and_its_paraphrases_until_it_is_retired()
    {
        var id = await fixture.ProposeAsync("How do I drop a git stash?", "Run `git stash drop`, or `git stash clear` for all of them.");
        Assert.NotEqual("corrected", await OutcomeAsync("How do I drop a git stash?"));
        await fixture.PostAsync($"/api/admin/corrections/{id}/approve");

        var answer = await fixture.Bot.AskAsync("how do i drop a git stash");
        Assert.Equal("corrected", answer.GetProperty("outcome").GetString());
        Assert.Equal("Run `git stash drop`, or `git stash clear` for all of them.", answer.GetProperty("answer").GetString());
        Assert.Equal(id, answer.GetProperty("receipt").GetProperty("correctionId").GetString());
        Assert.Equal("corrected", await OutcomeAsync("can you tell me how to delete a git stash?"));
        Assert.NotEqual("corrected", await OutcomeAsync("How do I list a git stash?"));

        await fixture.PostAsync($"/api/admin/corrections/{id}/retire");
        Assert.NotEqual("corrected", await OutcomeAsync("How do I drop a git stash?"));
    }

    [Fact]
    public async Task Of_two_corrections_of_one_question_the_later_approved_answers_whichever_was_proposed_first()
    {
        var proposedFirst = await fixture.ProposeAsync("How do I squash three commits?", "Proposed first, approved last.");
        var proposedLast = await fixture.ProposeAsync("how do I squash three commits", "Proposed last, approved first.");
        await fixture.PostAsync($"/api/admin/corrections/{proposedLast}/approve");
        await fixture.PostAsync($"/api/admin/corrections/{proposedFirst}/approve");
        var answer = await fixture.Bot.AskAsync("How do I squash three commits?");
        Assert.Equal("Proposed first, approved last.", answer.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task A_correction_keeps_to_its_own_threshold()
    {
        var id = await fixture.ProposeAsync("How do I rename a local git branch?", "Run `git branch -m NEW`.");
        await fixture.PostAsync($"/api/admin/corrections/{id}/approve", new { threshold = 1.0 });
        Assert.Equal("corrected", await OutcomeAsync("How do I rename a local git branch?"));
        Assert.NotEqual("corrected", await OutcomeAsync("please tell me how to rename a local git branch"));
    }

    private async Task<string?> OutcomeAsync(string question) => (await fixture.Bot.AskAsync(question)).GetProperty("outcome").GetString();
}
