using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class StatementReadingTests
{
    private const string Source =
        "The gateway keeps 3 replicas and restarts hourly. A session lasts one hour. Anna Keller owns the Redis cache. "
        + "Set max_retries=5 or mode:fast. Each job costs 2 million dollars. The guide is at https://docs.example.org/vpn.";

    /// <summary>Each rule with a look-alike that breaks none.</summary>
    [Theory]
    [InlineData("The gateway keeps 3 replicas.", null)]
    [InlineData("The gateway keeps 4 replicas.", "figure 4")]
    [InlineData("A session lasts 60 minutes.", null)]
    [InlineData("A session lasts 60 seconds.", "figure 60")]
    [InlineData("A session lasts 1 minute.", "unit 1")]
    [InlineData("Each job costs 2000000 dollars.", null)]
    [InlineData("Each job costs 7 million dollars.", "figure 7")]
    [InlineData("The gateway restarts every hour.", null)]
    [InlineData("The gateway restarts every day.", "unit day")]
    [InlineData("The session lasts an hour.", null)]
    [InlineData("The seven restart the gateway.", null)]
    [InlineData("Both seven restart the gateway.", "figure seven")]
    [InlineData("The 7 restart the gateway.", "figure 7")]
    [InlineData("Ask Keller about the cache.", null)]
    [InlineData("Ask Miller about the cache.", "name Miller")]
    [InlineData("The cache is Redis.", null)]
    [InlineData("The cache is Kafka.", "name Kafka")]
    [InlineData("Set max_retries to change it.", null)]
    [InlineData("Set min_retries to change it.", "identifier min_retries")]
    [InlineData("Set `max_retries=5` to change it.", null)]
    [InlineData("Set `max_retries=fast` to change it.", null)]
    [InlineData("Set `max_retries=slow` to change it.", "identifier max_retries=slow")]
    [InlineData("Restart the `gateway` now.", null)]
    [InlineData("Restart the `gates` now.", "identifier gates")]
    [InlineData("See https://docs.example.org/vpn/ first.", null)]
    [InlineData("See https://docs.example.org first.", null)]
    [InlineData("See https://docs.example.or first.", "link https://docs.example.or")]
    [InlineData("See https://docs.example first.", "link https://docs.example")]
    [InlineData("See https://docs.exampl.org/vpn first.", "link https://docs.exampl.org/vpn")]
    public void What_no_source_holds_breaks_its_rule(string statement, string? fault) =>
        Assert.Equal(
            fault,
            StatementRules.Fault(TextTokens.Of(statement), [new SourceText("", Source)]) is { } found
                ? $"{found.Rule} {found.Detail}"
                : null
        );

    [Theory]
    [InlineData("A lock lasts an hour.", null)]
    [InlineData("A lock lasts one hour.", null)]
    [InlineData("A lock lasts hours.", "unit")]
    [InlineData("A lock lasts a day.", "unit")]
    [InlineData("Hours pass with a lock.", "unit")]
    public void An_hour_is_sixty_minutes_in_other_words(string statement, string? rule) =>
        Assert.Equal(rule, StatementRules.Fault(TextTokens.Of(statement), [new SourceText("", "A lock lasts 60 minutes.")])?.Rule);

    [Theory]
    [InlineData("```\nrun\n```", true, true, false)]
    [InlineData("\n```\nrun\n```", true, true, false)]
    [InlineData("Run this:\n      ```sh\nrun\n```", false, true, false)]
    [InlineData("Run it? ", false, false, true)]
    [InlineData("Run it.", false, false, false)]
    public void A_reading_knows_code_and_questions(string text, bool code, bool hasCode, bool question)
    {
        var reading = new StatementReading(text);
        Assert.Equal((code, hasCode, question), (reading.IsCode, reading.HasCode, reading.IsQuestion));
    }

    [Fact]
    public void Code_weighs_its_lines_and_is_held_line_by_line()
    {
        var reading = new StatementReading("```\ngwctl status\n\ngwctl stop\n```");

        Assert.Equal(2, reading.Weight);
        Assert.Equal(1, reading.HeldBy(new SourceText("", "gwctl status")));
        Assert.Equal(
            ("code", "gwctl stop"),
            (
                reading.FaultOf([new SourceText("", "```\ngwctl status\n```")])!.Rule,
                reading.FaultOf([new SourceText("", "```\ngwctl status\n```")])!.Detail
            )
        );
        Assert.Null(reading.FaultOf([new SourceText("", "```\ngwctl status\n```"), new SourceText("", "```\ngwctl stop\n```")]));
    }

    [Theory]
    [InlineData("Those zebras sing opera loudly, and zebras juggle knives.", "zebras, sing, opera, loudly")]
    [InlineData("The gateway keeps zebras and restarts opera.", "zebras, opera")]
    [InlineData("...", "")]
    public void What_is_lacking_is_told_in_a_few_words(string statement, string lacking)
    {
        var fault = new StatementReading(statement).FaultOf([new SourceText("", Source)]);

        Assert.Equal(("unsupported", lacking), (fault!.Rule, fault.Detail));
    }

    [Theory]
    [InlineData("Bread needs flour and the gateway.", 0.25, false)]
    [InlineData("Bread needs flour and the gateway.", 0.6, true)]
    [InlineData("Bread needs flour.", 0.25, true)]
    [InlineData("The gateway keeps replicas.", 1, false)]
    [InlineData("of the", 0.25, false)]
    public void A_statement_drifts_where_less_than_a_share_of_its_weight_is_anywhere(string statement, double share, bool drifts) =>
        Assert.Equal(drifts, new StatementReading(statement).IsDrift([new SourceText("", "Nothing."), new SourceText("", Source)], share));

    [Theory]
    [InlineData("Bread needs flour and water.", Source, 0)]
    [InlineData("The gateway keeps 3 replicas and restarts hourly.", Source, 0.168)]
    [InlineData("The guide of the gateway is on bread.", Source, 0.664)]
    [InlineData("of the", Source, 0)]
    [InlineData("Bread needs flour.", "Too few words around.", 1)]
    public void A_statement_is_kin_to_what_stands_around_what_it_repeats(string statement, string source, double kinship) =>
        Assert.Equal(
            kinship,
            Math.Round(new StatementReading(statement).Kinship([new SourceText("Guide", source)], new SourceText("", "Which replicas?")), 3)
        );

    [Fact]
    public void A_statement_of_several_parts_follows_where_each_part_does()
    {
        var forest = new SupportForest(-1, [new SupportForest.Tree([0], [0.5], [0, 2])]);

        Assert.Equal(
            1,
            StatementReading.Score(
                forest,
                [
                    [0.6],
                ]
            )
        );
        Assert.Equal(
            -1,
            StatementReading.Score(
                forest,
                [
                    [0.5],
                ]
            )
        );
        Assert.Equal(
            1,
            StatementReading.Score(
                forest,
                [
                    [0.5],
                    [0.6],
                    [0.7],
                ]
            )
        );
        Assert.Equal(
            -1,
            StatementReading.Score(
                forest,
                [
                    [0.5],
                    [0.6],
                    [0.4],
                ]
            )
        );
        Assert.Equal(
            1,
            StatementReading.Score(
                forest,
                [
                    [0.6],
                    [0.4],
                    [0.4],
                ]
            )
        );
    }

    [Theory]
    [InlineData("The gateway keeps 3 replicas; a session lasts one hour.", 3)]
    [InlineData("The gateway keeps 3 replicas, and a session lasts one hour, but Anna owns the cache.", 4)]
    [InlineData("The gateway keeps 3 replicas while a session lasts.", 1)]
    [InlineData("The gateway keeps 3 replicas and a session lasts one hour.", 1)]
    public void Parts_of_four_words_and_more_are_judged_by_themselves(string statement, int rows) =>
        Assert.Equal(rows, new StatementReading(statement).Features([new SourceText("", Source)]).Count);
}
