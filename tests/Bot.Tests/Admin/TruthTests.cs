using System.Net;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>What the pages say is so.</summary>
public sealed class TruthTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private static readonly string[] AboutPrompts =
    [
        "/admin/prompts",
        "/admin/prompts/v2",
        "/admin/experiments",
        "/admin/lessons",
        "/admin/models",
    ];

    [Fact]
    public async Task Without_a_language_model_the_pages_about_prompts_say_so_and_what_to_set()
    {
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        foreach (var path in AboutPrompts)
            Assert.Matches("No language model is configured[\\s\\S]*Model:Provider[\\s\\S]*Model:Endpoint", await browser.ReadAsync(path));
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Model:Provider"] = "openai",
                ["Model:Endpoint"] = "http://127.0.0.1:9/v1",
                ["Model:Name"] = "none",
            }
        );
        using var other = await AdminBrowser.SignedInAsync(bot);
        foreach (var path in AboutPrompts)
            Assert.DoesNotContain("No language model is configured", await other.ReadAsync(path));
    }

    [Fact]
    public async Task A_second_draft_of_the_same_text_leads_to_the_first_and_an_experiment_of_one_text_does_not_start()
    {
        var draft = new Dictionary<string, string>
        {
            ["Draft.Template"] = "Answer about {topic} in {max_words} words.\r\n{mistakes}\r\nElse reply NO_ANSWER.",
            ["Draft.Mistakes"] = "",
        };
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var first = await browser.PostAsync("/admin/prompts", "draft", new(draft));
        using var second = await browser.PostAsync("/admin/prompts", "draft", new(draft) { ["Draft.Note"] = "again" });

        var (saved, same) = (first.Headers.Location!.ToString(), second.Headers.Location!.ToString());
        Assert.Equal(saved.Split('?')[0], same.Split('?')[0]);
        Assert.Contains("Saved as a draft", await browser.ReadAsync(saved));
        Assert.Contains("no second one was saved", await browser.ReadAsync(same));

        var version = saved.Split('?')[0].Split('/')[^1];
        using var equal = await browser.PostAsync(
            "/admin/experiments",
            "start",
            new()
            {
                ["Start.Name"] = "equal",
                ["Start.VersionA"] = version,
                ["Start.VersionB"] = version,
                ["Start.PercentB"] = "50",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, equal.StatusCode);
        Assert.Contains("Not started: versionA and versionB are the same", await equal.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task With_one_prompt_version_there_is_no_form_for_an_experiment_but_the_way_to_a_second()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = await AdminBrowser.SignedInAsync(bot);
        var page = await browser.ReadAsync("/admin/experiments");
        Assert.Contains("Write a second one", page);
        Assert.DoesNotContain("Start.VersionA", page);
        Assert.DoesNotContain("Roll back", await browser.ReadAsync("/admin/prompts"));
    }

    [Fact]
    public async Task A_greeting_is_no_answered_question_and_axes_without_values_are_words()
    {
        await using var bot = await BotApp.StartAsync();
        using var browser = await AdminBrowser.SignedInAsync(bot);
        var empty = await browser.ReadAsync("/admin");
        Assert.Contains("Nobody has asked anything in these days.", empty);
        Assert.DoesNotContain("<svg", empty);

        await bot.AskAsync("hello");
        await bot.AskAsync("What is the best pizza in town?");
        var overview = await browser.ReadAsync("/admin");
        Assert.Contains("besides 1 message of small talk", overview);
        Assert.Matches("Answered</dt><dd>\\s*0%", overview);
        Assert.Contains("Small talk", overview);
        Assert.DoesNotContain(">0.5</text>", overview);
        Assert.Contains("badge small_talk", await browser.ReadAsync("/admin/interactions?outcome=small_talk"));
        Assert.Contains("Nothing found", await browser.ReadAsync("/admin/interactions?outcome=answered"));
        Assert.DoesNotContain("badge answered", await browser.ReadAsync("/admin/interactions"));
        var ratings = await browser.ReadAsync("/admin/ratings");
        Assert.Contains("Nobody has given stars in these days.", ratings);
        Assert.DoesNotContain("<svg", ratings);
    }

    [Fact]
    public async Task Markdown_is_shown_as_people_see_it_and_nothing_of_theirs_is_HTML()
    {
        const string Text = "Use `git tag` **now**:\n\n1. first\n2. <img src=x onerror=alert(1)>\n\n| a | b |\n|---|---|\n| 1 | 2 |";
        var id = await fixture.ProposeAsync("How do I list all tags in git?", Text);
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);

        var waiting = await browser.ReadAsync($"/admin/corrections/{id}");
        Assert.Contains("<code>git tag</code> <strong>now</strong>", waiting);
        Assert.Contains("<td>1</td>", waiting);
        Assert.DoesNotContain("<img src=x", waiting);
        using (await ReviewPageTests.DecideAsync(browser, id, "approve", Text, "")) { }
        Assert.Contains("<strong>now</strong>", await browser.ReadAsync($"/admin/corrections/{id}"));
        Assert.DoesNotContain("**now**", await browser.ReadAsync("/admin/corrections?status=approved"));

        var answer = await fixture.Bot.AskAsync("How do I list all tags in git?");
        var page = await browser.ReadAsync($"/admin/interactions/{answer.GetProperty("interactionId").GetString()}");
        Assert.Contains("<strong>now</strong>", page);
        Assert.DoesNotContain("<img src=x", page);
    }

    [Fact]
    public async Task How_alike_a_question_must_be_is_said_in_words_before_the_figure()
    {
        var id = await fixture.ProposeAsync("How do I prune git remotes?", "Run `git remote prune origin`.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        var page = await browser.ReadAsync($"/admin/corrections/{id}");
        Assert.Matches("(almost the same|very much alike|alike) \\(0\\.\\d+\\) or nearer", page);
        Assert.Matches("<th scope=\"row\">\\s*[a-z ]+ <span class=\"faint\">[01]\\.\\d+", page);
    }

    [Fact]
    public async Task Who_may_enter_all_workspaces_chooses_from_those_there_are_or_names_a_new_one()
    {
        await using var bot = await BotApp.StartAsync();
        await bot.IndexedAsync();
        await bot.PostAsync("/api/ask", new { question = "What is a tag?", workspace = "T-asked" });
        await Access.Credentials.KeyAsync(bot, "asker", "T-keyed");
        using var browser = await AdminBrowser.SignedInAsync(bot);
        var page = await browser.ReadAsync("/admin");
        foreach (var known in (string[])["default", "T-asked", "T-keyed"])
            Assert.Contains($"<option value=\"{known}\"", page);
        using var moved = await browser.PostAsync("/admin", "", new() { ["workspace"] = "T-new" }, "/admin/workspace");
        Assert.Contains("<option value=\"T-new\" selected", await browser.ReadAsync("/admin"));

        using var own = await AdminBrowser.SignedInAsync(bot, await Access.Credentials.KeyAsync(bot, "admin", "T-keyed"));
        var theirs = await own.ReadAsync("/admin");
        Assert.Contains("T-keyed", theirs);
        Assert.DoesNotContain("T-asked", theirs);
        Assert.DoesNotContain("/admin/workspace", theirs);
    }
}
