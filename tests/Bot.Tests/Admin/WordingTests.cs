using ChatBot.Bot.Admin.Pages.Parts;
using ChatBot.Learning.Analytics;
using ChatBot.Learning.Experiments;

namespace ChatBot.Bot.Tests.Admin;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, "No telling yet: nobody has rated an answer.")]
    [InlineData(0, 1, 1, 0, "No telling yet which is better.")]
    [InlineData(10, 9, 10, 8, "No telling yet which is better.")]
    [InlineData(3, 7, 7, 3, "Probably B is better.")]
    [InlineData(7, 3, 3, 7, "Probably A is better.")]
    [InlineData(10, 40, 40, 10, "Very likely B is better.")]
    public void A_probability_is_said_in_words_that_a_single_rating_does_not_turn(
        long goodA,
        long badA,
        long goodB,
        long badB,
        string words
    ) =>
        Assert.Equal(
            words,
            Likelihood.Words("A", "B", BetaPosterior.ProbabilityBIsBetter(goodA, badA, goodB, badB), goodA + badA + goodB + badB)
        );

    [Fact]
    public void What_is_counted_has_no_halves_on_its_axis_and_every_value_fits()
    {
        for (var value = 0; value < 2000; value++)
        {
            var scale = new ChartScale(7, value, counts: true);
            Assert.True(scale.Most >= value && scale.Most % 2 == 0, $"{value}: {scale.Most}");
            Assert.True(value < 2 || scale.Most <= 2.5 * value, $"{value}: {scale.Most}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(365)]
    public void Bars_stand_in_the_middle_of_their_day_and_no_label_is_cut(int days)
    {
        var scale = new ChartScale(days, 10, counts: true);
        Assert.True(scale.X(0) - scale.BarWidth / 2 >= ChartScale.Left);
        Assert.True(scale.BarWidth <= 0.81 * scale.Step);
        Assert.True(scale.LabelX(days - 1) + 32 <= ChartScale.Width);
    }

    [Theory]
    [InlineData(30, 2, 7)]
    [InlineData(30, 12, 12)]
    [InlineData(30, 30, 30)]
    [InlineData(30, 0, 7)]
    [InlineData(7, 1, 7)]
    [InlineData(3, 1, 3)]
    public void A_chart_begins_with_the_first_day_that_has_something_and_shows_a_week_at_least(int chosen, int known, int shown)
    {
        var today = new DateOnly(2026, 5, 4);
        var days = Enumerable
            .Range(0, chosen)
            .Select(n => new DayFigures(
                today.AddDays(n - chosen + 1),
                n == chosen - known ? 1 : 0,
                0,
                new Dictionary<string, long>(),
                new RatingFigures(0, 0, 0, null, 0)
            ))
            .ToList();
        var range = DayRange.Of(days);
        Assert.Equal(shown, range.Count);
        Assert.Equal(today, range[^1].Day);
        Assert.Equal(known > 0 && shown < chosen, DayRange.LeftOut(days) is not null);
    }

    [Theory]
    [InlineData(1, "1 question")]
    [InlineData(0, "0 questions")]
    [InlineData(1200, "1,200 questions")]
    public void One_is_one(long count, string words) => Assert.Equal(words, Wording.Count(count, "question"));
}
