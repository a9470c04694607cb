using ChatBot.Bot.Channels;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

public sealed class SameProposalTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task The_same_proposal_twenty_times_at_once_through_two_doors_is_one_correction_that_admins_hear_of_once()
    {
        var interactionId = await fixture.AskAsync("What is a detached head?", "ada");
        var service = fixture.Bot.Get<ReviewDesk>();
        var ada = fixture.Bot.Get<ApiUsers>().PseudonymOf(Workspaces.Default, "ada");

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => n % 2 == 0 ? OverHttpAsync() : DirectlyAsync())));

        var id = Assert.Single(ids.Distinct());
        Assert.Equal(1, await fixture.CountAsync($"select count(*) from corrections where interaction_id = '{interactionId}'"));
        Assert.Equal(1, await fixture.CountAsync($"select count(*) from audit where action = 'correction.proposed' and subject = '{id}'"));

        async Task<string> OverHttpAsync() => (
                await fixture.Bot.PostAsync(
                    "/api/feedback/correct",
                    new
                    {
                        interactionId,
                        user = "ada",
                        correctResponse = "It points at a commit.",
                    }
                )
            ).GetProperty("correctionId").GetString()!;

        async Task<string> DirectlyAsync() =>
            ((ProposalResult.Proposed)await service.ProposeAsync("default", interactionId, ada, "test", " It points  at a commit.\n"))
                .Correction
                .Id;
    }

    [Fact]
    public async Task Another_person_another_text_and_a_decided_one_are_proposals_of_their_own()
    {
        var interaction = await fixture.AskAsync("What is a shallow clone?", "ada");
        var service = fixture.Bot.Get<ReviewDesk>();

        var first = await ProposeAsync("u_a", "A clone without history.");
        var others = new[] { await ProposeAsync("u_b", "A clone without history."), await ProposeAsync("u_a", "A clone with one commit.") };
        var again = await ProposeAsync("u_a", "A clone without history.");
        await service.RejectAsync("default", first.Correction.Id, "an admin");
        var later = await ProposeAsync("u_a", "A clone without history.");

        Assert.All(others, other => Assert.True(other.IsNew));
        Assert.False(again.IsNew);
        Assert.Equal(first.Correction.Id, again.Correction.Id);
        Assert.True(later.IsNew);
        Assert.NotEqual(first.Correction.Id, later.Correction.Id);

        async Task<ProposalResult.Proposed> ProposeAsync(string user, string text) =>
            (ProposalResult.Proposed)await service.ProposeAsync("default", interaction, user, "test", text);
    }
}
