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

    [Theory]
    [InlineData("You must not from the closed sessions.", 1)]
    [InlineData("You must not from of the closed sessions.", 0)]
    public void A_small_word_belongs_to_what_is_repeated_within_three_words(string source, double dropped) =>
        Assert.Equal(dropped, Of("negationDropped", "closed sessions", source));

    [Theory]
    [InlineData("Reports from one two Kafka by Redis.", 1)]
    [InlineData("Reports from one two three Kafka by Redis.", 0)]
    public void A_preposition_governs_the_three_words_behind_it(string source, double others) =>
        Assert.Equal(others > 0, Of("roleOther", "Reports by Kafka", source) > 0);

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
    [InlineData(
        "If the job fails, Kafka is restarted by Celery within 5 minutes, never by hand.",
        "Celery restarts Kafka within 5 minutes if the job fails. Only the owner restarts it by hand, not Celery.",
        "0.92 0.92 0.46 0.59 0 0.69 0.21 0.2 0.47 2 0.17 0.5 0.5 7 1 0 0 0.08 0 0 0 0 0 0 0 0.37 0 0.79 0.33 2 0 0.67 1 0 0"
    )]
    [InlineData(
        "Version 3.1 needs 2 GB and 4 workers, but version 3.2 needs 4 GB.",
        "Version 3.1 needs 4 workers and 2 GB. For version 3.2 plan 4 GB and 2 workers.",
        "1 1 0 0 0 0 0.38 0.21 0.64 2 0.22 0.22 0.22 6 1 0 0 0 0 0 0 0 0 0 0 0.42 0 0.82 0.07 0 0 0.38 0 1 0"
    )]
    [InlineData(
        "The cache is flushed before the deploy, and the workers, unless they are busy, stop.",
        "Before the deploy the cache is not flushed. Workers stop unless they are disabled. Busy workers go on.",
        "1 1 0 0 0 0 0.36 0.2 0.6 3 0.43 0.14 0.14 5 1 0 1 0.15 0 0 0 0 0 0 0 0 0 0.83 0.07 1 0 0.5 0 0 0"
    )]
    [InlineData(
        "Set `max_retries` to 5 in `app.yml` and `timeout` to 30 in `db.yml`.",
        "In `app.yml`, `timeout` is 30 seconds. In `db.yml` set `max_retries` to 5, and nothing else, "
            + "as all that stands there is read at every start.",
        "1 1 0 0 0 0 0.27 0.33 0.58 2 0.33 0 0 3 1 0 1 0 0 0 0 0 0 0 0 0.55 1 0.48 0.33 0 0 0 0 2 0"
    )]
    [InlineData(
        "Unlocked accounts are closed from Monday to Friday.",
        "Accounts that are locked get opened from Friday to Monday.",
        "0.62 0.62 1 1 0.71 1.1 0 0.13 0.5 1 0 0.5 0.5 5 1 0 0 0 0 0 0 0 0 0 2 0 0 0.8 0 0 0.67 0.33 0 0 0.47"
    )]
    [InlineData(
        "Redis, Kafka, Celery, Nginx and Postgres restart.",
        "Postgres and Nginx restart. Celery, Kafka and Redis stop. Nobody restarts Redis. Kafka can restart. Restart Celery.",
        "1 1 0 0 0 0 0 0.14 0.29 2 0.2 0.6 0.4 5 1 0 0 0 0 0 0 0 0 0 0 0 0 0.78 0 0 0 0.67 0 0 0"
    )]
    [InlineData(
        "You cannot delete only some logs; nobody may read them.",
        "Only admins can delete logs. Some may be read by nobody but you.",
        "0.84 0.84 0.59 0.81 0 0.69 0 0.1 0.4 2 0.25 0.5 0.5 6 1 0 0 0.65 0 0 0 0 0 0 1 0 0 0.77 0.4 2 0 0.5 0 0 0.2"
    )]
    [InlineData(
        "Zebras juggle.",
        "The gateway closes sessions.",
        "0 0 1.1 1 1 1.1 0 0 0 0 0 0 0 2 1 0 0 0 0 0 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0"
    )]
    [InlineData(
        "the of and",
        "The gateway closes sessions of the team and the guide.",
        "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 3 1 0 0 0 0 0 0"
    )]
    [InlineData(
        "The gateway closes sessions.",
        "The gateway, which our team built in the second year of the company for the shop, closes in the night all of the sessions.",
        "1 1 0 0 0 0 0.33 0.5 1 1 0 0 0 3 1 0 0 0 0 0 0 0 0 0 0 0 0 0.17 0 0 0 0 0 0 1.62"
    )]
    public void A_statement_beside_its_source_is_the_numbers_that_the_forest_was_learned_of(string statement, string source, string row)
    {
        var features = new StatementReading(statement).Features([new SourceText("", source)])[0];
        Assert.Equal(row, string.Join(' ', features.Select(feature => feature.ToString("0.##", CultureInfo.InvariantCulture))));
    }

    private static double Of(string feature, string statement, string source) =>
        new StatementReading(statement).Features([new SourceText("", source)])[0][Array.IndexOf(SupportEvidence.Features, feature)];
}
