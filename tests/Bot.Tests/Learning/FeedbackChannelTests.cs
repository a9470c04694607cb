using ChatBot.Answering;
using ChatBot.Interactions;
using ChatBot.Storage;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>What people say of an answer is filed under the door that they came through, whichever address takes it.</summary>
public sealed class FeedbackChannelTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Theory]
    [InlineData("/web/ask", "web")]
    [InlineData("/api/ask", "api")]
    public async Task A_rating_and_a_correction_are_where_the_answer_was_given(string door, string channel)
    {
        await fixture.Bot.IndexedAsync();
        var id = (await fixture.Bot.PostAsync(door, new { question = "What is a merge?", user = "ada" }))
            .GetProperty("interactionId")
            .GetString()!;
        await SayAsync(id, "ada");

        Assert.Equal([channel], await ChannelsAsync("ratings", id));
        Assert.Equal([channel], await ChannelsAsync("corrections", id));
        var figures = (await fixture.GetAsync("/api/admin/analytics/feedback?days=1")).EnumerateArray().ToList();
        var own = figures.Single(row => row.GetProperty("channel").GetString() == channel);
        Assert.True(own.GetProperty("feedback").GetProperty("up").GetInt64() >= 1);
        Assert.True(own.GetProperty("questions").GetInt64() >= 1);
    }

    [Theory]
    [InlineData("mcp", "mcp")]
    [InlineData("slack", "api")] // a program speaks of it; nobody pressed anything in Slack
    [InlineData("cli", "api")]
    public async Task Assistants_have_their_own_and_programs_are_at_the_API(string asked, string channel)
    {
        var id = await AnsweredAsync(asked);
        await SayAsync(id, "grace");

        Assert.Equal([channel], await ChannelsAsync("ratings", id));
        Assert.Equal([channel], await ChannelsAsync("corrections", id));
    }

    [Fact]
    public async Task A_rating_that_is_changed_counts_once_and_in_one_channel()
    {
        var id = await AnsweredAsync("web");
        await SayAsync(id, "alan");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = id,
                user = "alan",
                thumbs = "down",
            }
        );
        Assert.Equal(
            1,
            await fixture.CountAsync(
                $"select count(*) from ratings where interaction_id = '{id}' and channel = 'web' and thumbs = 'down' and overall = 4"
            )
        );
        Assert.Equal(
            await fixture.CountAsync("select count(*) from ratings where channel = 'web'"),
            await fixture.CountAsync("select cast(coalesce(sum(ratings), 0) as bigint) from rating_days where channel = 'web'")
        );
    }

    [Fact]
    public async Task Who_came_through_an_assistant_is_erased_by_the_name_that_the_API_knows()
    {
        var before = await fixture.AskAsync("What is a submodule?", "to-be-erased");
        var report = await fixture.PostAsync("/api/admin/privacy/erase", new { user = "to-be-erased", channel = "mcp" });
        Assert.Equal(1, report.GetProperty("interactions").GetInt32());
        Assert.Equal(0, await fixture.CountAsync($"select count(*) from interactions where id = '{before}'"));
    }

    private async Task SayAsync(string interactionId, string user)
    {
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId,
                user,
                thumbs = "up",
                rating = 4,
            }
        );
        await fixture.Bot.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId,
                user,
                correctResponse = "It joins two histories.",
            }
        );
    }

    private async Task<string> AnsweredAsync(string channel)
    {
        var id = Ids.New(TimeProvider.System);
        var receipt = new Receipt
        {
            Outcome = Outcome.Answered,
            Stage = "generation",
            Rule = "extractive",
        };
        await fixture
            .Bot.Get<IDatabase>()
            .WriteAsync(
                Workspaces.Default,
                transaction =>
                    fixture
                        .Bot.Get<InteractionStore>()
                        .SaveAsync(
                            transaction,
                            new Question("What is a merge?") { Channel = channel },
                            new Answer(id, "It merges.", Outcome.Answered, 2, 0.9, [], receipt)
                        )
            );
        return id;
    }

    private async Task<IEnumerable<string>> ChannelsAsync(string table, string interactionId)
    {
        await using var connection = await fixture.Bot.Get<IDatabase>().OpenAsync(Workspaces.Default);
        return await Dapper.SqlMapper.QueryAsync<string>(
            connection,
            $"select channel from {table} where workspace = 'default' and interaction_id = @interactionId",
            new { interactionId }
        );
    }
}
