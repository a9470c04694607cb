using ChatBot.Learning.Audit;
using ChatBot.Learning.Retention;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>What the review desk owes those who propose and those who decide.</summary>
public sealed class PromisesTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private ReviewService Reviews => fixture.Bot.Get<ReviewService>();

    [Fact]
    public async Task The_second_editor_of_a_correction_is_told_what_stands_instead_of_losing_the_text()
    {
        var id = (await ProposeAsync("Use the desk.", "u_a")).Correction.Id;
        await Reviews.ApproveAsync("default", id, new Auditor("u_1", "Ada"), "Use the new desk.");

        var second = await Reviews.ApproveAsync("default", id, new Auditor("u_2", "Bo"), "Use the old desk.");
        var conflict = Assert.IsType<DecisionResult.Conflict>(second);
        Assert.Contains("(by Ada)", conflict.Message);
        Assert.Contains("“Use the new desk.”", conflict.Message);

        var same = await Reviews.ApproveAsync("default", id, new Auditor("u_2", "Bo"), "Use the new desk.");
        Assert.False(Assert.IsType<DecisionResult.Decided>(same).Changed);
        Assert.Equal("Use the new desk.", (await fixture.Bot.Get<CorrectionStore>().FindAsync("default", id))!.CorrectResponse);
    }

    [Fact]
    public async Task What_stands_is_what_was_approved_last_and_goes_back_to_the_one_before()
    {
        var interaction = await fixture.AskAsync("What is a detached head?", "ada");
        var store = fixture.Bot.Get<CorrectionStore>();
        var ids = new List<string>();
        foreach (var text in (string[])["First.", "Second."])
        {
            var proposed = (ProposalResult.Proposed)await Reviews.ProposeAsync("default", interaction, "u_a", "test", text);
            await Reviews.ApproveAsync("default", proposed.Correction.Id, "Ada", threshold: 0.8);
            ids.Add(proposed.Correction.Id);
        }
        Assert.Equal("Second.", (await store.StandingAsync("default", interaction))?.CorrectResponse);
        Assert.IsType<DecisionResult.Conflict>(await Reviews.ApproveAsync("default", ids[1], "Bo", threshold: 0.9));
        await Reviews.RetireAsync("default", ids[1], "Ada");
        Assert.Equal("First.", (await store.StandingAsync("default", interaction))?.CorrectResponse);
        await Reviews.RetireAsync("default", ids[0], "Ada");
        Assert.Null(await store.StandingAsync("default", interaction));
    }

    [Fact]
    public async Task Two_admins_of_one_name_are_two()
    {
        var (one, other) = ((await ProposeAsync("One.", "u_a")).Correction.Id, (await ProposeAsync("Other.", "u_a")).Correction.Id);
        await Reviews.ApproveAsync("default", one, new Auditor("u_1", "Alex"));
        await Reviews.RejectAsync("default", other, new Auditor("u_2", "Alex"), "Call +1 202 555 0143 first.");

        var rejected = (await fixture.Bot.Get<CorrectionStore>().FindAsync("default", other))!;
        Assert.Equal(("Alex", "u_2"), (rejected.Reviewer, rejected.ReviewerId));
        Assert.DoesNotContain("0143", rejected.Reason);
        var audit = fixture.Bot.Get<AuditLog>();
        Assert.Contains(await audit.ListAsync("default", one), entry => entry is { Actor: "Alex", ActorId: "u_1" });
        Assert.Contains(await audit.ListAsync("default", other), entry => entry is { Actor: "Alex", ActorId: "u_2" });
    }

    [Fact]
    public async Task The_second_who_rejects_is_told_which_reason_stands()
    {
        var id = (await ProposeAsync("Nothing helps.", "u_a")).Correction.Id;
        await Reviews.RejectAsync("default", id, "Ada", "It can be undone.");

        Assert.False(Assert.IsType<DecisionResult.Decided>(await Reviews.RejectAsync("default", id, "Bo")).Changed);
        var conflict = Assert.IsType<DecisionResult.Conflict>(await Reviews.RejectAsync("default", id, "Bo", "Too short."));
        Assert.EndsWith("The reason given: “It can be undone.”", conflict.Message);
    }

    [Fact]
    public async Task A_new_proposal_corrects_what_stands_and_erasure_takes_what_the_audit_quotes()
    {
        var interaction = await fixture.AskAsync("What is a detached head?", "ada");
        async Task<Correction> ProposeAsync(string text, string proposer) =>
            ((ProposalResult.Proposed)await Reviews.ProposeAsync("default", interaction, proposer, "test", text)).Correction;
        await Reviews.ApproveAsync("default", (await ProposeAsync("First.", "u_a")).Id, "Ada");

        var second = await ProposeAsync("Second.", "u_leaving");
        Assert.Equal("First.", second.IncorrectResponse);
        await Reviews.RejectAsync("default", second.Id, new Auditor("u_1", "Ada"), "Said in anger.");
        await fixture.Bot.Get<Erasure>().EraseAsync("default", "u_leaving", "test");

        Assert.All(await fixture.Bot.Get<AuditLog>().ListAsync("default", second.Id), entry => Assert.Equal("{}", entry.Detail));
    }

    [Fact]
    public async Task Twenty_of_the_same_proposal_at_once_are_one()
    {
        var interaction = await fixture.AskAsync("What is a detached head?", "ada");
        var proposed = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n =>
                    Task.Run(() =>
                        Reviews.ProposeAsync("default", interaction, "u_x", n % 2 == 0 ? "slack" : "api", "A  commit,\nno branch.")
                    )
                )
        );
        Assert.Single(proposed.Cast<ProposalResult.Proposed>().Select(one => one.Correction.Id).Distinct());
        Assert.Single(proposed.Cast<ProposalResult.Proposed>(), one => one.IsNew);
    }

    private async Task<ProposalResult.Proposed> ProposeAsync(string text, string proposer) =>
        (ProposalResult.Proposed)
            await Reviews.ProposeAsync("default", await fixture.AskAsync("What is a detached head?", "ada"), proposer, "test", text);
}
