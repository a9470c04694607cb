using ChatBot.Learning.Experiments;
using ChatBot.Learning.Registry;

namespace ChatBot.Core.Tests.Learning.Registry;

/// <summary>Canaries that are simulated: people rate, one after another, and after every one of them somebody looks.</summary>
public sealed class RolloutRuleTests
{
    private const int Runs = 1500,
        People = 1500;
    private static readonly RolloutOptions Options = new() { MinimumRatings = 10, MinimumConversations = 20 };

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.9, 0.1)]
    [InlineData(0.97, 0.3)]
    public void Two_equal_arms_are_rarely_moved_however_often_somebody_looks(double good, double share)
    {
        var random = new Random(17);
        var moved = Enumerable.Range(0, Runs).Count(_ => Simulate(random, good, good, share).Decision != RolloutDecision.GoOn);

        // Of alpha the ratings have half, for both directions; three standard errors are the simulation's.
        var promised = (1 - Options.Probability) / 2;
        Assert.InRange(moved / (double)Runs, 0, promised + 3 * Math.Sqrt(promised * (1 - promised) / Runs));
    }

    [Fact]
    public void Without_the_guard_looking_after_every_rating_would_move_them_often()
    {
        var random = new Random(17);
        var moved = Enumerable.Range(0, 200).Count(_ => IsMovedByPeeking(random));

        Assert.InRange(moved / 200.0, 0.25, 1); // of a rule that promises 5 %

        static bool IsMovedByPeeking(Random random)
        {
            long goodA = 0,
                badA = 0,
                goodB = 0,
                badB = 0;
            for (var i = 0; i < 300; i++)
            {
                var isGood = random.NextDouble() < 0.7;
                _ = random.NextDouble() < 0.5 ? (isGood ? goodA++ : badA++) : (isGood ? goodB++ : badB++);
                if (
                    Math.Min(goodA + badA, goodB + badB) >= 10
                    && BetaPosterior.ProbabilityBIsBetter(goodA, badA, goodB, badB) is < 0.025 or > 0.975
                )
                    return true;
            }
            return false;
        }
    }

    [Theory]
    [InlineData(0.6, 0.9, RolloutDecision.Promote)]
    [InlineData(0.9, 0.6, RolloutDecision.RollBack)]
    public void A_canary_that_is_plainly_better_or_worse_is_moved_the_right_way(double control, double canary, RolloutDecision wanted)
    {
        var random = new Random(3);
        var ended = Enumerable.Range(0, 200).Select(_ => Simulate(random, control, canary, 0.2)).ToList();

        Assert.InRange(ended.Count(verdict => verdict.Decision == wanted), 190, 200);
        Assert.All(
            ended.Where(verdict => verdict.Decision == wanted),
            verdict => Assert.StartsWith(wanted == RolloutDecision.Promote ? "Rated better: " : "Rated worse: ", verdict.Reason)
        );
    }

    [Fact]
    public void Equal_times_refusals_and_failures_are_rarely_held_against_a_canary()
    {
        var random = new Random(5);
        var strict = new RolloutOptions
        {
            WorstLatency = 1,
            WorstRefusals = 0,
            WorstFailures = 0,
        };
        var moved = Enumerable.Range(0, 400).Count(_ => IsMoved());

        var promised = (1 - strict.Probability) / 2;
        Assert.InRange(moved / 400.0, 0, promised + 3 * Math.Sqrt(promised * (1 - promised) / 400));

        bool IsMoved() =>
            Enumerable
                .Range(1, 5)
                .Any(look =>
                    RolloutRule.ByConversations(Talks(20 << look), Talks(5 << look), look, strict).Decision != RolloutDecision.GoOn
                );

        AdapterFigures Talks(int count) =>
            Figures(0, 0, [.. Enumerable.Range(0, count).Select(_ => 100 * Math.Exp(random.NextDouble()))]) with
            {
                Refused = Enumerable.Range(0, count).Count(_ => random.NextDouble() < 0.2),
                Failed = Enumerable.Range(0, count).Count(_ => random.NextDouble() < 0.05),
            };
    }

    [Fact]
    public void A_canary_that_refuses_fails_or_dawdles_is_rolled_back_with_the_figures()
    {
        var control = Figures(0, 0, [.. Enumerable.Range(0, 100).Select(i => 100.0 + i)]) with { Refused = 10, Failed = 2 };
        var well = Figures(0, 0, [.. Enumerable.Range(0, 50).Select(i => 101.0 + 2 * i)]) with { Refused = 6, Failed = 1 };
        Assert.Equal(RolloutDecision.GoOn, RolloutRule.ByConversations(control, well, 1, Options).Decision);

        foreach (
            var (canary, reason) in ((AdapterFigures, string)[])
                [
                    (
                        well with
                        {
                            Refused = 25,
                        },
                        "Refuses more: 25 of 50 conversations with the canary had a question without an answer, 10 of 100"
                    ),
                    (well with { Failed = 20 }, "Fails more: 20 of 50 "),
                    (
                        Figures(0, 0, [.. well.Latencies.Select(ms => 2 * ms)]),
                        "Slower: the middle answer takes 298 ms with the canary, 149 otherwise"
                    ),
                ]
        )
        {
            var verdict = RolloutRule.ByConversations(control, canary, 1, Options);
            Assert.Equal(RolloutDecision.RollBack, verdict.Decision);
            Assert.StartsWith(reason, verdict.Reason);
        }
        // Surely more, and yet within what is allowed.
        var allowing = new RolloutOptions
        {
            WorstRefusals = 0.5,
            WorstFailures = 0.5,
            WorstLatency = 3,
        };
        var much = Figures(0, 0, [.. well.Latencies.Select(ms => 2 * ms)]) with { Refused = 25, Failed = 20 };
        Assert.Equal(RolloutDecision.GoOn, RolloutRule.ByConversations(control, much, 1, allowing).Decision);
    }

    /// <summary>One canary to its end, or until <see cref="People"/> have rated: a look is taken as soon as it has been reached.</summary>
    private static RolloutVerdict Simulate(Random random, double control, double canary, double share)
    {
        var (good, bad) = (new long[2], new long[2]);
        var taken = 0;
        for (var i = 0; i < People; i++)
        {
            var arm = random.NextDouble() < share ? 1 : 0;
            (random.NextDouble() < (arm == 1 ? canary : control) ? good : bad)[arm]++;
            var reached = LookSchedule.Reached(Math.Min(good[0] + bad[0], good[1] + bad[1]), Options.MinimumRatings);
            if (reached <= taken)
                continue;
            taken = reached;
            var verdict = RolloutRule.ByRatings(Figures(good[0], bad[0], []), Figures(good[1], bad[1], []), taken, Options);
            if (verdict.Decision != RolloutDecision.GoOn)
                return verdict;
        }
        return new RolloutVerdict(RolloutDecision.GoOn);
    }

    private static AdapterFigures Figures(long good, long bad, IReadOnlyList<double> latencies) =>
        new("a", good, bad, latencies.Count, 0, 0) { Latencies = latencies, MedianMs = AdapterFigures.Median(latencies) };
}
