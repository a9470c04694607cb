using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

public sealed class ReviewersAtOnceTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private const int Reviewers = 50,
        Corrections = 200;

    [Fact]
    public async Task Fifty_reviewers_on_the_same_corrections_decide_each_once_and_all_of_it_is_audited()
    {
        var reviews = fixture.Bot.Get<ReviewService>();
        var interaction = await fixture.AskAsync("What is a detached head?", "ada");
        var ids = new List<string>();
        for (var n = 0; n < Corrections; n++)
            ids.Add(
                ((ProposalResult.Proposed)await reviews.ProposeAsync("default", interaction, $"u_{n}", "test", $"Answer number {n}."))
                    .Correction
                    .Id
            );

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, Reviewers)
                .Select(reviewer =>
                    Task.Run(async () =>
                    {
                        var random = new Random(reviewer);
                        var own = new List<DecisionResult>();
                        foreach (var id in ids.OrderBy(_ => random.Next()))
                            own.Add(
                                random.Next(2) == 0
                                    ? await reviews.ApproveAsync("default", id, $"reviewer {reviewer}")
                                    : await reviews.RejectAsync("default", id, $"reviewer {reviewer}")
                            );
                        return own;
                    })
                )
        );

        var all = results.SelectMany(own => own).ToList();
        Assert.Equal(Corrections, all.OfType<DecisionResult.Decided>().Count(decided => decided.Changed));
        Assert.All(all.OfType<DecisionResult.Conflict>(), conflict => Assert.Contains("(by reviewer ", conflict.Message));
        Assert.Equal(Reviewers * Corrections, all.OfType<DecisionResult.Decided>().Count() + all.OfType<DecisionResult.Conflict>().Count());
        Assert.Equal(Corrections, await fixture.CountAsync("select count(*) from corrections where status in ('approved', 'rejected')"));
        Assert.Equal(
            Corrections,
            await fixture.CountAsync(
                "select count(distinct subject) from audit where action in ('correction.approved', 'correction.rejected')"
            )
        );
        Assert.Equal(
            Corrections,
            await fixture.CountAsync("select count(*) from audit where action in ('correction.approved', 'correction.rejected')")
        );
    }
}
