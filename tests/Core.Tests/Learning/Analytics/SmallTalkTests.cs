using ChatBot.Answering;
using ChatBot.Interactions;
using ChatBot.Learning.Analytics;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Core.Tests.Learning.Analytics;

/// <summary>A greeting is no question that got its answer: today, in days that are counted already, and in those from before.</summary>
public sealed class SmallTalkTests : IAsyncLifetime
{
    private const string Workspace = Workspaces.Default;

    private readonly Clock _clock = new();
    private TestDatabase _test = null!;

    public async Task InitializeAsync() => _test = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    private AnalyticsReader Reader =>
        new(_test.Database, new DayCounts(_test.Database, _clock), new RatedConfidence(_test.Database, _clock));

    [Fact]
    public async Task It_is_counted_as_what_it_is_on_closed_days_and_today()
    {
        await AskAsync("threshold", Outcome.Answered, words: 20);
        await AskAsync("smalltalk:greeting", Outcome.Answered, words: 3);
        _clock.Now = _clock.Now.AddDays(1);
        await AskAsync("smalltalk:thanks", Outcome.Answered, words: 3);
        await AskAsync("topic", Outcome.Blocked, words: 10);

        foreach (var _ in (int[])[1, 2]) // counted, and read from what was counted
        {
            var overview = await Reader.OverviewAsync(Workspace, 7);
            Assert.Equal((2, 2, 15.0), (overview.Questions, overview.SmallTalk, overview.AverageWords));
            Assert.Equal(1, overview.Outcomes["answered"]);
            Assert.Equal(["answered", "blocked"], overview.Outcomes.Keys.Order());
            var days = await Reader.TrendsAsync(Workspace, 2);
            Assert.Equal([(1L, 1L), (1L, 1L)], days.Select(day => (day.Questions, day.SmallTalk)));
            Assert.Equal(2, (await Reader.CategoriesAsync(Workspace, 7)).Sum(category => category.Questions));
            Assert.Equal(2, (await Reader.FeedbackAsync(Workspace, 7)).Sum(channel => channel.Questions));
            Assert.Equal(2, (await Reader.OutcomesAsync(Workspace, 7)).Sum(outcome => outcome.Questions));
        }
    }

    [Fact]
    public async Task Of_a_message_with_several_questions_only_one_that_is_small_talk_throughout_is()
    {
        await AskAsync("smalltalk:thanks", Outcome.Answered, words: 9, ["smalltalk:thanks", "threshold"]);
        await AskAsync("smalltalk:thanks", Outcome.Answered, words: 9, ["smalltalk:greeting", "smalltalk:thanks"]);

        var overview = await Reader.OverviewAsync(Workspace, 7);
        Assert.Equal((1, 1), (overview.Questions, overview.SmallTalk));
    }

    [Fact]
    public async Task What_an_older_version_counted_is_put_right()
    {
        await AskAsync("smalltalk:greeting", Outcome.Answered, words: 3);
        await AskAsync("threshold", Outcome.Answered, words: 20);
        await AskAsync("smalltalk:thanks", Outcome.Answered, words: 9, ["smalltalk:thanks", "threshold"]);
        _clock.Now = _clock.Now.AddDays(2);
        await AskAsync("smalltalk:about", Outcome.Answered, words: 5);
        await AsBeforeAsync();
        await new Migrator(_test.Database, TimeProvider.System).MigrateAsync();

        var overview = await Reader.OverviewAsync(Workspace, 7);
        Assert.Equal((2, 2), (overview.Questions, overview.SmallTalk));
        Assert.Equal(2, overview.Outcomes["answered"]);
        Assert.Equal(14.5, overview.AverageWords);
    }

    [Fact]
    public async Task Ratings_and_proposals_that_came_over_HTTP_are_filed_under_their_door()
    {
        var web = await AskAsync("threshold", Outcome.Answered, words: 20, channel: "web");
        var api = await AskAsync("threshold", Outcome.Answered, words: 20, channel: "api");
        var slack = await AskAsync("threshold", Outcome.Answered, words: 20, channel: "slack");
        await AsBeforeAsync();
        foreach (
            var (id, user, stars) in (IEnumerable<(string, string, int)>)[(web, "a", 5), (web, "b", 1), (api, "a", 3), (slack, "c", 2)]
        )
            await ExecuteAsync(
                """
                insert into ratings (workspace, interaction_id, user_id, channel, thumbs, overall, created, updated, answered)
                values (@Workspace, @id, @user, 'api', 'up', @stars, 1, 1, 86400000)
                """,
                new
                {
                    Workspace,
                    id,
                    user,
                    stars,
                }
            );
        await ExecuteAsync("insert into rating_days values (@Workspace, 1, 'api', '', 4, 4, 0, 4, 11)", new { Workspace });
        await ExecuteAsync(
            """
            insert into corrections (id, workspace, interaction_id, channel, question, incorrect_response, correct_response, status,
                proposer, created, updated)
            values ('c1', @Workspace, @web, 'api', 'q', 'a', 'b', 'pending', 'a', 1, 1),
                   ('c2', @Workspace, @slack, 'api', 'q', 'a', 'b', 'pending', 'a', 1, 1)
            """,
            new
            {
                Workspace,
                web,
                slack,
            }
        );
        await new Migrator(_test.Database, TimeProvider.System).MigrateAsync();

        await using var connection = await _test.Database.OpenAsync(Workspace);
        Assert.Equal(
            [("api", 2L, 2L, 5L), ("web", 2L, 2L, 6L)],
            await connection.QueryAsync<(string, long, long, long)>("select channel, ratings, up, stars from rating_days order by channel")
        );
        Assert.Equal(
            ["api", "api", "web", "web"],
            await connection.QueryAsync<string>("select channel from ratings order by channel, user_id")
        );
        Assert.Equal(["web", "api"], await connection.QueryAsync<string>("select channel from corrections order by id"));
    }

    /// <summary>The schema as it was before the column.</summary>
    private async Task AsBeforeAsync()
    {
        await ExecuteAsync("alter table interactions drop column small_talk");
        await ExecuteAsync("alter table interactions add column small_talk integer not null default 0");
        await Reader.OverviewAsync(Workspace, 7); // counts closed days
        await ExecuteAsync("alter table interactions drop column small_talk");
        await ExecuteAsync("delete from migrations where name like '059%'");
    }

    private async Task<string> AskAsync(string rule, Outcome outcome, int words, string[]? parts = null, string channel = "web")
    {
        var id = Ids.New(_clock);
        var store = new InteractionStore(_test.Database, new Pseudonyms(new byte[32]), _clock);
        var receipt = ReceiptOf(rule, outcome) with { Parts = parts?.Select(part => ReceiptOf(part, outcome)).ToList() };
        await _test.Database.WriteAsync(
            Workspace,
            transaction =>
                store.SaveAsync(transaction, new Question("q") { Channel = channel }, new Answer(id, "a", outcome, words, 0, [], receipt))
        );
        return id;
    }

    private static Receipt ReceiptOf(string rule, Outcome outcome) =>
        new()
        {
            Outcome = outcome,
            Stage = "guarding",
            Rule = rule,
        };

    private Task ExecuteAsync(string sql, object? values = null) =>
        _test.Database.WriteAsync(Workspaces.All, transaction => transaction.Connection!.ExecuteAsync(sql, values, transaction));

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
