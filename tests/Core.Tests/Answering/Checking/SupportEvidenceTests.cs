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

    private static double Of(string feature, string statement, string source) =>
        new StatementReading(statement).Features([new SourceText("", source)])[0][Array.IndexOf(SupportEvidence.Features, feature)];
}
