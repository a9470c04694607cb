using System.Net;
using System.Text.Json;
using ChatBot.Answering.Prompting;
using ChatBot.Bot.Channels;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

public sealed class LessonsApiTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task Poor_ratings_gaps_and_marks_become_drafts_that_an_admin_activates_compares_and_rolls_back()
    {
        foreach (
            var (question, user) in (IEnumerable<(string, string)>)
                [
                    ("How do I clean up old git branches?", "ada"),
                    ("how do I clean up my old git branches", "grace"),
                    ("How do I clean up old git branches?", "grace"), // one person's word once
                ]
        )
        {
            var id = await fixture.AskAsync(question, user);
            await fixture.Bot.PostAsync(
                "/api/feedback/submit",
                new
                {
                    interactionId = id,
                    user,
                    thumbs = "down",
                    feedbackText = "It never says how to prune {mistakes}.",
                }
            );
        }
        var blocked = await fixture.AskAsync("Who won the football match yesterday?", "ada");
        await fixture.PostAsync($"/api/admin/interactions/{blocked}/guard-mark", new { mark = "false_block" });

        var report = await fixture.PostAsync("/api/admin/improvement/run", new { daysBack = 7 });
        var poor = report
            .GetProperty("findings")
            .EnumerateArray()
            .Single(finding => finding.GetProperty("kind").GetString() == "poor_rating");
        Assert.Equal(2, poor.GetProperty("cluster").GetProperty("times").GetInt32());
        Assert.NotEmpty(report.GetProperty("recommendations").EnumerateArray());
        var proposal = (await fixture.GetAsync("/api/admin/improvement/proposals?status=draft"))
            .EnumerateArray()
            .Single(item => item.GetProperty("kind").GetString() == "in_scope_example");
        Assert.Equal("Who won the football match yesterday?", proposal.GetProperty("text").GetString());
        await fixture.PostAsync($"/api/admin/improvement/proposals/{proposal.GetProperty("id").GetString()}/accept");

        var draft = report.GetProperty("promptDraft").GetString()!;
        Assert.Equal("v2", (await ActiveAsync()).Id);
        var diff = await fixture.GetAsync($"/api/admin/prompts/{draft}/diff");
        Assert.Contains(
            diff.GetProperty("mistakes").EnumerateArray(),
            line => line.GetProperty("kind").GetString() == "added" && line.GetProperty("text").GetString()!.Contains("prune (mistakes)")
        );
        Assert.Equal(draft, (await fixture.PostAsync($"/api/admin/prompts/{draft}/activate")).GetProperty("active").GetString());
        Assert.Equal(draft, (await ActiveAsync()).Id);
        Assert.Equal("v2", (await fixture.PostAsync("/api/admin/prompts/rollback")).GetProperty("active").GetString());
        Assert.Equal("v2", (await ActiveAsync()).Id);
        Assert.Single((await fixture.GetAsync("/api/admin/improvement/runs")).EnumerateArray());
    }

    [Fact]
    public async Task A_marked_question_is_decided_as_it_was_marked_from_the_next_question_on()
    {
        const string Question = "Which bus goes to the stadium?";
        var blocked = await fixture.AskAsync(Question, "ada");
        Assert.Equal((false, "topic"), await DecisionAsync(Question));

        await fixture.PostAsync($"/api/admin/interactions/{blocked}/guard-mark", new { mark = "false_block" });
        Assert.Equal((true, "topic:marked"), await DecisionAsync(Question));

        await fixture.PostAsync($"/api/admin/interactions/{blocked}/guard-mark", new { mark = (string?)null });
        Assert.Equal((false, "topic"), await DecisionAsync(Question));
    }

    private async Task<(bool, string?)> DecisionAsync(string text)
    {
        var check = await fixture.PostAsync("/api/admin/guard/check", new { text });
        return (check.GetProperty("allowed").GetBoolean(), check.GetProperty("decidedBy").GetString());
    }

    [Fact]
    public async Task An_experiment_gives_each_conversation_one_version_and_says_which_is_better()
    {
        var b = (
            await fixture.PostAsync(
                "/api/admin/prompts",
                new { template = "Be brief. {topic} {max_words} {mistakes} Else reply NO_ANSWER.", note = "short" }
            )
        )
            .GetProperty("id")
            .GetString()!;
        var experiment = await fixture.PostAsync(
            "/api/admin/experiments",
            new
            {
                name = "short-prompt",
                versionA = "v2",
                versionB = b,
                shareB = 0.5,
            }
        );
        var id = experiment.GetProperty("id").GetString();
        Assert.Equal(
            "experiment_exists",
            await fixture.RefusedAsync(
                HttpMethod.Post,
                "/api/admin/experiments",
                JsonSerializer.Serialize(
                    new
                    {
                        name = "other",
                        versionA = "v2",
                        versionB = b,
                    }
                ),
                HttpStatusCode.Conflict
            )
        );

        var ada = fixture.Bot.Get<ApiUsers>().PseudonymOf("default", "ada");
        var arms = new Dictionary<string, string>();
        for (var turn = 0; turn < 2; turn++)
        for (var n = 0; n < 40; n++)
        {
            var version = await fixture.Bot.Get<IPromptVersions>().ForAsync("default", $"{ada}/c{n}");
            Assert.Equal(version.Arm, arms.TryAdd($"c{n}", version.Arm) ? version.Arm : arms[$"c{n}"]);
            Assert.Equal(version.Arm == "short-prompt:b" ? b : "v2", version.Id);
        }
        Assert.InRange(arms.Values.Count(arm => arm == "short-prompt:b"), 8, 32);

        foreach (
            var conversation in (string[])
                [arms.First(pair => pair.Value.EndsWith('a')).Key, arms.First(pair => pair.Value.EndsWith('b')).Key]
        )
        {
            var answer = await fixture.Bot.AskAsync("How do I undo the last commit?", conversation, "ada");
            await fixture.Bot.PostAsync(
                "/api/feedback/submit",
                new
                {
                    interactionId = answer.GetProperty("interactionId").GetString(),
                    user = "ada",
                    thumbs = arms[conversation].EndsWith('b') ? "up" : "down",
                }
            );
        }
        var result = await fixture.GetAsync($"/api/admin/experiments/{id}");
        Assert.Equal(1, result.GetProperty("a").GetProperty("bad").GetInt64());
        Assert.Equal(1, result.GetProperty("b").GetProperty("good").GetInt64());
        Assert.Equal(5.0 / 6, result.GetProperty("probabilityBIsBetter").GetDouble(), 3);
        Assert.Equal(
            "invalid_arm",
            await fixture.RefusedAsync(
                HttpMethod.Post,
                $"/api/admin/experiments/{id}/promote",
                """{"arm": "c"}""",
                HttpStatusCode.BadRequest
            )
        );

        await fixture.PostAsync($"/api/admin/experiments/{id}/promote", new { arm = "b" });
        Assert.Equal(b, (await ActiveAsync()).Id);
        Assert.Equal(
            "unknown_experiment",
            await fixture.RefusedAsync(HttpMethod.Post, $"/api/admin/experiments/{id}/stop", null, HttpStatusCode.NotFound)
        );
        await fixture.PostAsync("/api/admin/prompts/v2/activate");
    }

    [Fact]
    public async Task A_person_is_forgotten_whole_and_the_act_is_audited()
    {
        var id = await fixture.AskAsync("What does a commit hook do?", "leaver");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = id,
                user = "leaver",
                rating = 1,
                feedbackText = "a comment of the leaver",
            }
        );
        var correction = (
            await fixture.Bot.PostAsync(
                "/api/feedback/correct",
                new
                {
                    interactionId = id,
                    user = "leaver",
                    correctResponse = "It runs a script.",
                }
            )
        ).GetProperty("correctionId").GetString();
        var pseudonym = (await fixture.GetAsync($"/api/admin/interactions/{id}")).GetProperty("user").GetString();

        var report = await fixture.PostAsync("/api/admin/privacy/erase", new { user = "leaver" });
        Assert.Equal(1, report.GetProperty("interactions").GetInt32());
        Assert.Equal(
            0,
            await fixture.CountAsync(
                $"""
                select (select count(*) from interactions where user_id = '{pseudonym}')
                     + (select count(*) from ratings where user_id = '{pseudonym}')
                     + (select count(*) from preferences where user_id = '{pseudonym}')
                     + (select count(*) from corrections where proposer = '{pseudonym}' or id = '{correction}')
                     + (select count(*) from audit where actor = '{pseudonym}' or detail like '%comment of the leaver%')
                """
            )
        );
        Assert.Equal(1, await fixture.CountAsync("select count(*) from audit where action = 'user.erased'"));
    }

    [Fact]
    public async Task Old_texts_are_emptied_and_their_figures_stay()
    {
        var id = await fixture.AskAsync("What does git blame show?", "ada");
        await fixture.CountAsync($"update interactions set created = created - 864000000 where id = '{id}' returning 1");
        Assert.Equal(
            1,
            (await fixture.PostAsync("/api/admin/privacy/retention/run", new { days = 5 })).GetProperty("interactions").GetInt32()
        );
        var kept = await fixture.GetAsync($"/api/admin/interactions/{id}");
        Assert.Equal("", kept.GetProperty("question").GetString());
        Assert.Equal("", kept.GetProperty("answer").GetString());
        Assert.Equal(1, await fixture.CountAsync($"select count(*) from interactions where id = '{id}' and outcome <> ''"));
    }

    [Theory]
    [InlineData("improvement/run", """{"daysBack": 0}""", "invalid_days")]
    [InlineData("improvement/run", """{"daysBack": "week"}""", "wrong_type")]
    [InlineData("improvement/run", "{}", "invalid_days")]
    [InlineData("prompts", "{}", "invalid_prompt")]
    [InlineData("prompts", """{"template": " "}""", "invalid_prompt")]
    [InlineData("experiments", """{"name": "a b", "versionA": "v2", "versionB": "v9"}""", "invalid_name")]
    [InlineData("experiments", """{"name": "ab", "versionA": "v2", "versionB": "v2"}""", "same_version")]
    [InlineData("experiments", """{"name": "ab", "versionA": "v2", "versionB": "v9", "shareB": 1.5}""", "invalid_share")]
    [InlineData("experiments", """{"name": "ab", "versionA": "v2", "versionB": "nothing"}""", "unknown_prompt")]
    [InlineData("privacy/erase", "{}", "user_missing")]
    [InlineData("privacy/erase", """{"user": ""}""", "invalid_id")]
    [InlineData("privacy/retention/run", """{"days": -1}""", "invalid_days")]
    [InlineData("interactions/x/guard-mark", """{"mark": "wrong"}""", "wrong_type")]
    public async Task Bad_input_is_refused_by_name(string path, string body, string code) =>
        Assert.Equal(code, await fixture.RefusedAsync(HttpMethod.Post, "/api/admin/" + path, body, HttpStatusCode.BadRequest));

    [Theory]
    [InlineData("POST", "prompts/nothing/activate", "unknown_prompt")]
    [InlineData("GET", "prompts/nothing", "unknown_prompt")]
    [InlineData("GET", "prompts/v2/diff?against=nothing", "unknown_prompt")]
    [InlineData("GET", "experiments/nothing", "unknown_experiment")]
    [InlineData("POST", "improvement/proposals/nothing/accept", "unknown_proposal")]
    public async Task Unknown_ids_are_named(string method, string path, string code) =>
        Assert.Equal(code, await fixture.RefusedAsync(new HttpMethod(method), "/api/admin/" + path, null, HttpStatusCode.NotFound));

    private Task<PromptVersion> ActiveAsync() => fixture.Bot.Get<IPromptVersions>().ForAsync("default", "");
}
