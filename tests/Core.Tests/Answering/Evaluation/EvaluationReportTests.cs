using ChatBot.Answering;
using ChatBot.Answering.Evaluation;

namespace ChatBot.Core.Tests.Answering.Evaluation;

public sealed class EvaluationReportTests
{
    [Fact]
    public void Shares_are_taken_over_the_cases_that_speak_about_them()
    {
        var report = EvaluationReport.Of([
            Case(rank: 1, contained: true),
            Case(rank: 3, contained: false),
            Case(rank: 8),
            Case(rank: 0),
            Case(shouldBlock: true, outcome: Outcome.Blocked),
            Case(shouldBlock: true),
            Case(outcome: Outcome.Blocked, words: 77),
        ]);

        Assert.Equal(7, report.Questions);
        Assert.Equal(0.25, report.RecallAt1);
        Assert.Equal(0.5, report.RecallAt5);
        Assert.Equal(0.75, report.RecallAt10);
        Assert.Equal(0.3646, report.Mrr10);
        Assert.Equal(0.5, report.AnswerContained);
        Assert.Equal(0.5, report.BlockRecall);
        Assert.Equal(0.2, report.FalseBlockRate);
        Assert.Equal(77, report.MaxWords);
        Assert.Equal((5, 2), (report.Outcomes["answered"], report.Outcomes["blocked"]));
        Assert.Equal(0, report.Outcomes["no_answer"]);
    }

    [Fact]
    public void A_share_that_no_case_speaks_about_is_written_as_null()
    {
        var json = WireJson.Write(EvaluationReport.Of([Case()]));

        Assert.Contains("\"recallAt1\":null", json);
        Assert.Contains("\"blockRecall\":null", json);
        Assert.Contains("\"falseBlockRate\":0", json);
    }

    [Fact]
    public void Answers_of_like_confidence_stand_together_with_how_often_they_are_right()
    {
        CaseResult[] results =
        [
            Case(contained: true) with
            {
                Confidence = 0.91,
            },
            Case(contained: false) with
            {
                Confidence = 1,
            },
            Case(rank: 1) with
            {
                Confidence = 0.12,
            },
            Case(rank: 2, contained: true) with
            {
                Confidence = 0.18,
            },
            Case(contained: true, outcome: Outcome.NoAnswer),
            Case() with
            {
                Confidence = 0.5,
            },
        ];
        Assert.Equal([new Reliability(0.1, 2, 0.15, 1), new Reliability(0.9, 2, 0.955, 0.5)], EvaluationReport.Of(results).Reliability);
    }

    [Fact]
    public void Facts_are_counted_over_the_cases_that_name_them_and_honesty_over_those_that_nothing_is_written_about()
    {
        var report = EvaluationReport.Of([
            Case(rank: 1) with
            {
                Facts = new FactVerdict(false, [true, true], [], true),
                Kinds = ["list"],
                Confidence = 0.95,
            },
            Case(rank: 1) with
            {
                Facts = new FactVerdict(false, [true, false], [], false),
                Kinds = ["list", "paraphrase"],
                Confidence = 0.95,
            },
            Case(rank: 2, contained: true) with
            {
                Facts = new FactVerdict(false, [true], ["x"], true),
                Kinds = ["howto"],
                Confidence = 0.95,
            },
            Case(outcome: Outcome.Blocked) with
            {
                Facts = new FactVerdict(true, [false], [], false),
            },
            Case() with
            {
                Answerable = false,
                Kinds = ["howto"],
                Confidence = 0.95,
            },
            Case(outcome: Outcome.NoAnswer) with
            {
                Answerable = false,
            },
            Case(outcome: Outcome.Blocked) with
            {
                Answerable = false,
            },
            Case(contained: true),
        ]);

        Assert.Equal(0.25, report.Helpful);
        Assert.Equal(0.625, report.Partial);
        Assert.Equal(0.6667, report.RightPage);
        Assert.Equal(0.25, report.Refused);
        Assert.Equal(0.6667, report.Honest);
        Assert.Equal(0.2, report.FalseBlockRate);
        Assert.Equal(
            [("howto", new KindShare(1, 0)), ("list", new KindShare(2, 0.5)), ("paraphrase", new KindShare(1, 0))],
            report.ByKind.Select(kind => (kind.Key, kind.Value))
        );
        Assert.Equal(new Reliability(0.9, 4, 0.95, 0.25), report.Reliability[^1]);
    }

    [Fact]
    public void Answers_that_are_hard_to_read_are_counted_once_for_each_thing_that_is_wrong()
    {
        var report = EvaluationReport.Of([
            Case() with
            {
                Faults = [new("dangling", "It"), new("dangling", "They"), new("heading", "Usage")],
            },
            Case() with
            {
                Faults = [new("dangling", "This")],
            },
            Case(),
        ]);

        Assert.Equal([("dangling", 2), ("heading", 1)], report.Faults.Select(fault => (fault.Key, fault.Value)));
    }

    [Fact]
    public void Percentiles_are_values_that_were_measured()
    {
        var latency = Latency.Of(Enumerable.Range(1, 200).Select(value => (double)value));

        Assert.Equal(new Latency(100, 190, 198), latency);
        Assert.Equal(new Latency(7, 7, 7), Latency.Of([7]));
    }

    [Theory]
    [InlineData("It was held in **2010**.[1] Later, never.[2]", "2010", true)]
    [InlineData("The co-chair of TAR WGI spoke.", "a co-chair of TAR WGI", true)]
    [InlineData("Denver [1] Broncos", "Denver Broncos", true)]
    [InlineData("between  September\nand November 1946", "Between September and November 1946,", true)]
    [InlineData("It costs $5.50.", "5.50", true)]
    [InlineData("Nobody knows.", "2010", false)]
    [InlineData("Nobody knows.", "the", false)]
    public void Answers_are_compared_without_case_articles_and_punctuation(string answer, string expected, bool contained) =>
        Assert.Equal(contained, AnswerMatch.Contains(answer, [expected]));

    private static CaseResult Case(
        int? rank = null,
        bool? contained = null,
        bool shouldBlock = false,
        Outcome outcome = Outcome.Answered,
        int words = 10
    ) => new("q", outcome, "r", words, rank, contained, shouldBlock, 1, "a");
}
