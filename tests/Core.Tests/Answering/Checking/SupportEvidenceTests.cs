using System.Globalization;
using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class SupportEvidenceTests
{
    [Theory]
    [InlineData("negationMoved", "You must share your token.", "You must not share your token.")]
    [InlineData("negationDropped", "You must share your token.", "You must not share your token.")]
    [InlineData("negationAdded", "The gateway never closes sessions.", "The gateway closes sessions.")]
    [InlineData("quantityAdded", "The gateway closes all sessions.", "The gateway closes idle sessions.")]
    [InlineData("degreeAdded", "An account holds at least 3 sessions.", "An account holds at most 3 sessions.")]
    [InlineData("orderDropped", "Requests go to your lead after the first day.", "Requests go to your lead before the first day.")]
    [InlineData("modalityAdded", "You must restart the gateway.", "You can restart the gateway.")]
    [InlineData("conditionAdded", "The gateway restarts unless you stop it.", "The gateway restarts if you stop it.")]
    [InlineData("opposites", "The gateway opens sessions.", "The gateway closes sessions.")]
    [InlineData(
        "figureAside",
        "The timeout is 5.",
        "The timeout is 30 and the count of retries that nobody should ever change or look at on this machine is 5."
    )]
    [InlineData("worst", "The gateway saves electricity.", "The gateway saves time.")]
    [InlineData("rareInversions", "Celery gets routed to Kafka.", "Kafka gets routed to Celery.")]
    public void What_speaks_against_a_statement_shows(string feature, string statement, string source)
    {
        Assert.True(Of(feature, statement, source) > 0);
        Assert.Equal(0, Of(feature, source, source));
    }

    [Fact]
    public void A_condition_that_moved_is_a_piece_of_several_words_and_two_names_that_changed_places_are_not()
    {
        const string source = "The gateway closes idle sessions after 60 minutes.";
        Assert.Equal(2, Of("blocks", "After 60 minutes, the gateway closes idle sessions.", source));
        Assert.True(Of("blocks", "Sessions close idle gateways after 60 minutes.", source) > 2);
    }

    /// <summary>The forest was learned of these numbers, in the order of the features: after a change it has to be learned again.</summary>
    [Theory]
    [InlineData(
        "The gateway closes idle sessions after 60 minutes.",
        "After 60 minutes the gateway closes all sessions that are idle, unless you keep them open.",
        "1 1 0 0 0 0 0.57 0.38 0.5 1 0 0.4 0.4 4 1 0 0 0 0 0 0 0 0 0 0 0 0 0.5 0 0 0 0.44 0 0 0.08"
    )]
    [InlineData(
        "You must not share your access token with another team.",
        "Never share a token. Teams that need access must ask their lead for one of their own.",
        "0.85 0.85 0.45 0.58 0 0.69 0 0.1 0.3 2 1 0 0 5 1 0 0 0.21 0 0 0 0 0 0 0 0 0 0.59 0.5 0 0 0 0 0 0.17"
    )]
    [InlineData(
        "Run `git revert HEAD` to undo at most 3 pushed commits.",
        "A pushed commit is undone by `git revert HEAD`. It undoes 3 commits at most, if the branch is shared.",
        "0.91 0.91 0.51 0.67 0 0.69 0.4 0.27 0.55 2 0.33 0 0 4 1 0 0 0 0 0 0 0 0 0 0 0.48 0.57 0.55 0.09 0 0 0.17 0 1 0.13"
    )]
    [InlineData(
        "Celery gets tasks routed to Kafka before the worker restarts.",
        "Kafka routes tasks to Celery. The worker restarts after that.",
        "0.82 0.82 0.85 0.84 0.5 1.1 0.11 0.2 0.5 2 0.2 0.6 0.6 7 1 0 0 0 0 0 1 0 0 0 1 0 0 1 0.1 0 0 0.86 1 0 0"
    )]
    [InlineData(
        "Each invoice is archived for ten years and read by the auditor.",
        "The auditor may read archived invoices. An invoice is kept for 10 years.",
        "1 1 0 0 0 0 0.09 0.17 0.42 2 0.5 0.5 0.5 5 1 0 0 0 1 0 0 0 1 0 0 0.64 0 0.92 0.5 0 0 1 1 0 0"
    )]
    public void A_statement_beside_its_source_is_the_numbers_that_the_forest_was_learned_of(string statement, string source, string row)
    {
        var features = new StatementReading(statement).Features([new SourceText("", source)])[0];
        Assert.Equal(row, string.Join(' ', features.Select(feature => feature.ToString("0.##", CultureInfo.InvariantCulture))));
    }

    private static double Of(string feature, string statement, string source) =>
        new StatementReading(statement).Features([new SourceText("", source)])[0][Array.IndexOf(SupportEvidence.Features, feature)];
}
