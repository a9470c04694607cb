using System.Text.Json;
using ChatBot.Answering.Prompting;
using ChatBot.Bot.Channels;
using ChatBot.Language;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>However often somebody asks and rates, it is one person's vote; those who give no name have one together.</summary>
public sealed class VoteTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task A_person_counts_once_in_an_experiment()
    {
        var version = (
            await fixture.PostAsync("/api/admin/prompts", new { template = "Be brief. {topic} {max_words} Else NO_ANSWER.", note = "b" })
        )
            .GetProperty("id")
            .GetString();
        var experiment = await fixture.PostAsync(
            "/api/admin/experiments",
            new
            {
                name = "votes",
                versionA = "v2",
                versionB = version,
                shareB = 0.5,
            }
        );
        foreach (
            var (user, thumbs) in (IEnumerable<(string?, string)>)
                [("ada", "up"), ("ada", "up"), ("ada", "up"), ("grace", "up"), (null, "down"), (null, "down"), (null, "down")]
        )
            await RateAsync(
                await fixture.Bot.AskAsync("How do I undo the last commit?", await ConversationOfAsync(user), user),
                user,
                thumbs
            );

        var b = (await fixture.GetAsync($"/api/admin/experiments/{experiment.GetProperty("id").GetString()}")).GetProperty("b");
        Assert.Equal((2, 1), (b.GetProperty("good").GetInt64(), b.GetProperty("bad").GetInt64()));
        Assert.Equal(7, b.GetProperty("questions").GetInt64());
        await fixture.PostAsync($"/api/admin/experiments/{experiment.GetProperty("id").GetString()}/stop");

        // The first of a person's conversations that gets version B.
        async Task<string> ConversationOfAsync(string? user)
        {
            var person = fixture.Bot.Get<ApiUsers>().PseudonymOf("default", user);
            for (var n = 0; ; n++)
                if ((await fixture.Bot.Get<IPromptVersions>().ForAsync("default", $"{person}/v{n}")).Arm == "votes:b")
                    return $"v{n}";
        }
    }

    [Fact]
    public async Task The_reach_of_a_correction_counts_each_persons_latest_word()
    {
        const string Question = "How do I list stashed changes?";
        foreach (
            var (user, thumbs) in (IEnumerable<(string?, string)>)
                [("ada", "up"), ("ada", "down"), ("ada", "down"), (null, "down"), (null, "down"), ("grace", "up")]
        )
            await RateAsync(await fixture.Bot.AskAsync(Question, user: user), user, thumbs);
        var id = await fixture.ProposeAsync(Question, "Run `git stash list`.");
        var correction = await fixture.Bot.Get<CorrectionStore>().FindAsync("default", id);
        var example = (await fixture.Bot.Get<BlastRadius>().MeasureAsync(correction!)).Examples.First(shown => shown.Question == Question);
        Assert.Equal((1, 2), (example.Up, example.Down));
    }

    [Fact]
    public async Task What_nobody_in_particular_rated_well_makes_no_example()
    {
        await RateAsync(await fixture.Bot.AskAsync("How do I rename the current branch?"), null, "up");
        await RateAsync(await fixture.Bot.AskAsync("How do I rename the current branch locally?", user: "ada"), "ada", "up");
        var examples = await fixture
            .Bot.Get<IPromptExamples>()
            .SimilarAsync("default", QuestionReading.Of("How do I rename the current branch?"), 5);
        Assert.Equal("How do I rename the current branch locally?", Assert.Single(examples).Question);
    }

    private async Task RateAsync(JsonElement answer, string? user, string thumbs) =>
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = answer.GetProperty("interactionId").GetString(),
                user,
                thumbs,
            }
        );
}
