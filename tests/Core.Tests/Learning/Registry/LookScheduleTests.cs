using ChatBot.Learning.Experiments;
using ChatBot.Learning.Registry;

namespace ChatBot.Core.Tests.Learning.Registry;

public sealed class LookScheduleTests
{
    [Theory]
    [InlineData(1, 3, 3, 1, 1 - 0.242857142857143)] // Fisher's tea: p = 17/70
    [InlineData(0, 8, 8, 0, 1 - 1 / 12870.0)]
    [InlineData(2, 8, 7, 3, 1 - 5860 / 167960.0)]
    [InlineData(9, 1, 10, 0, 0.5)] // one bad among twenty, as likely here as there
    [InlineData(10, 0, 10, 0, 0)]
    public void It_is_one_minus_p_of_Fishers_exact_test(long goodA, long badA, long goodB, long badB, double sure) =>
        Assert.Equal(sure, LookSchedule.SureThatBIsHigher(goodA, badA, goodB, badB), 8);

    [Fact]
    public void It_equals_the_sum_over_the_tables_with_the_same_margins()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            long goodA = random.Next(30),
                badA = random.Next(30),
                goodB = random.Next(30),
                badB = random.Next(30);
            Assert.Equal(1 - Fisher(goodA, badA, goodB, badB), LookSchedule.SureThatBIsHigher(goodA, badA, goodB, badB), 9);
        }

        // P(good of B ≥ what was seen) by the hypergeometric distribution.
        static double Fisher(long goodA, long badA, long goodB, long badB)
        {
            long all = goodA + badA + goodB + badB,
                good = goodA + goodB,
                b = goodB + badB;
            return Enumerable
                .Range((int)goodB, (int)(Math.Min(good, b) - goodB + 1))
                .Where(x => b - x <= all - good)
                .Sum(x => Math.Exp(Choose(good, x) + Choose(all - good, b - x) - Choose(all, b)));
        }

        static double Choose(long n, long k) =>
            BetaPosterior.LogGamma(n + 1) - BetaPosterior.LogGamma(k + 1) - BetaPosterior.LogGamma(n - k + 1);
    }

    [Fact]
    public void Looks_come_at_twice_as_many_each_time_and_what_they_may_err_with_adds_up_to_alpha()
    {
        Assert.Equal([0, 1, 1, 2, 2, 3, 6], ((long[])[19, 20, 39, 40, 79, 80, 1279]).Select(units => LookSchedule.Reached(units, 20)));
        Assert.All(Enumerable.Range(1, 20), look => Assert.Equal(look, LookSchedule.Reached(LookSchedule.UnitsAt(look, 7), 7)));
        Assert.InRange(Enumerable.Range(1, 100_000).Sum(look => LookSchedule.Spend(0.05, look)), 0.04999, 0.05);
    }
}
