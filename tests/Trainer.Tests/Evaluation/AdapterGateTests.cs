using ChatBot.Answering;
using ChatBot.Trainer.Evaluation;

namespace ChatBot.Trainer.Tests.Evaluation;

public sealed class AdapterGateTests
{
    private const string Wanted = "Cats chase mice daily.";

    [Fact]
    public void Better_answers_and_kept_refusals_pass()
    {
        var report = Report([Held("Dogs sleep."), Refusal(Outcome.NoAnswer)], [Held(Wanted), Refusal(Outcome.Blocked)]);

        Assert.True(report.Passed);
        Assert.Equal((0, 1), Of(report, "token F1, held-out answers"));
        Assert.Equal((1, 1), Of(report, "right refusals kept"));
    }

    [Theory]
    [InlineData("worse answers", "token F1, held-out answers")]
    [InlineData("answers what it should refuse", "right refusals kept")]
    [InlineData("fails", "failed answers")]
    [InlineData("says too much", "longest answer, words")]
    public void What_is_worse_on_any_gate_is_rejected_for_it(string fault, string figure)
    {
        var after = fault switch
        {
            "worse answers" => [Held("Dogs sleep."), Refusal(Outcome.NoAnswer)],
            "answers what it should refuse" => [Held(Wanted), Refusal(Outcome.Answered)],
            "fails" =>
            [
                Held(Wanted),
                Refusal(Outcome.NoAnswer),
                Refusal(Outcome.Failed) with
                {
                    Case = Case("", false) with { Wanted = "x" },
                },
            ],
            _ => (ReplayedAnswer[])[Held(Wanted) with { Words = 101 }, Refusal(Outcome.NoAnswer)],
        };

        var report = Report([Held(Wanted), Refusal(Outcome.NoAnswer)], after);

        Assert.False(report.Passed);
        Assert.Equal([figure], report.Figures.Where(one => !one.Passed).Select(one => one.Name));
        Assert.Contains("**failed**", report.ToMarkdown());
    }

    [Fact]
    public void A_refusal_where_an_answer_was_wanted_scores_nothing_even_if_its_words_fit()
    {
        var report = Report([Held(Wanted)], [Held(Wanted) with { Outcome = Outcome.NoAnswer }]);

        Assert.Equal((1, 0), Of(report, "token F1, held-out answers"));
    }

    [Theory]
    [InlineData(10, 10.19, true)]
    [InlineData(10, 10.21, false)]
    public void General_text_may_grow_a_little_more_perplexing(double before, double after, bool passes) =>
        Assert.Equal(passes, Gates.NotForgotten("", before, after).Passed);

    private static GateReport Report(ReplayedAnswer[] before, ReplayedAnswer[] after) =>
        new(before.Length, 1, [.. AdapterGate.Compare(before, after, maxWords: 100)]);

    private static (double, double) Of(GateReport report, string name)
    {
        var figure = report.Figures.Single(one => one.Name == name);
        return (figure.Base, figure.Adapted);
    }

    private static ReplayCase Case(string wanted, bool heldOut) => new("?", wanted, heldOut);

    private static ReplayedAnswer Held(string text) => new(Case(Wanted, true), Outcome.Answered, text, 4, true);

    private static ReplayedAnswer Refusal(Outcome outcome) => new(Case("", false), outcome, "No.", 1, false);
}
