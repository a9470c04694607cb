using System.Net;
using System.Text.Json;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>Two prompts that say the same are one, and nothing can be learnt by comparing them.</summary>
public sealed class EqualPromptTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private const string Template =
        "Answer about {topic} in {max_words} words.\n{mistakes}\nReply NO_ANSWER where the sources do not answer.";

    [Fact]
    public async Task A_draft_that_says_what_another_says_is_that_one()
    {
        var first = await DraftAsync(Template, "Do not guess.");
        Assert.Equal(first, await DraftAsync(Template.Replace("\n", "  \r\n") + "\n\n", "Do not guess. \n"));
        Assert.NotEqual(first, await DraftAsync(Template, "Do not guess at all."));
        var shipped = (await fixture.GetAsync("/api/admin/prompts/v2")).GetProperty("template").GetString()!;
        Assert.Equal("v2", await DraftAsync(shipped, ""));
    }

    [Fact]
    public async Task Mistakes_that_have_no_place_in_the_template_make_no_difference()
    {
        const string Bare = "Answer from the sources about {topic}. Reply NO_ANSWER where they do not answer.";
        Assert.Equal(await DraftAsync(Bare, "Do not guess."), await DraftAsync(Bare, "Guess."));
    }

    [Fact]
    public async Task Ten_who_save_the_same_at_once_have_saved_one()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => DraftAsync("At once. " + Template, "x"))));
        var id = Assert.Single(ids.Distinct());
        Assert.Equal(1, await fixture.CountAsync("select count(*) from prompt_versions where template like 'At once.%'"));
        Assert.Equal(1, await fixture.CountAsync($"select count(*) from audit where action = 'prompt.drafted' and subject = '{id}'"));
    }

    [Fact]
    public async Task Looking_back_twice_proposes_one_prompt()
    {
        var id = await fixture.AskAsync("How do I rename a git branch?", "ada");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = id,
                user = "ada",
                thumbs = "down",
                feedbackText = "It never names the flag.",
            }
        );
        var drafts = new List<string?>();
        for (var time = 0; time < 2; time++)
            drafts.Add(
                (await fixture.PostAsync("/api/admin/improvement/run", new { daysBack = 7 })).GetProperty("promptDraft").GetString()
            );
        Assert.NotNull(Assert.Single(drafts.Distinct()));
    }

    [Fact]
    public async Task An_experiment_of_two_that_say_the_same_does_not_start()
    {
        // As an older version could save them.
        var known = await DraftAsync("Old. " + Template, "");
        await using (var connection = await fixture.Bot.Get<ChatBot.Storage.IDatabase>().OpenAsync("default"))
            await Dapper.SqlMapper.ExecuteAsync(
                connection,
                "insert into prompt_versions (id, workspace, template, status, origin, created, created_by) "
                    + $"select 'twin', workspace, template, status, origin, created, created_by from prompt_versions where id = '{known}'"
            );
        foreach (var other in (string[])[known, "twin"])
            Assert.Equal(
                "same_version",
                await fixture.RefusedAsync(
                    HttpMethod.Post,
                    "/api/admin/experiments",
                    JsonSerializer.Serialize(
                        new
                        {
                            name = "twins",
                            versionA = known,
                            versionB = other,
                        }
                    ),
                    HttpStatusCode.BadRequest
                )
            );
        Assert.Equal(0, await fixture.CountAsync("select count(*) from experiments where name = 'twins'"));
    }

    private async Task<string> DraftAsync(string template, string mistakes) =>
        (await fixture.PostAsync("/api/admin/prompts", new { template, mistakes })).GetProperty("id").GetString()!;
}
