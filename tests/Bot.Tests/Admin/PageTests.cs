using System.Net;
using System.Text.RegularExpressions;
using ChatBot.Storage;
using ChatBot.TestKit.Learning;
using Dapper;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Every page but review, through its forms: what an admin does is done, a reviewer may not.</summary>
public sealed class PageTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private const string ReviewerKey = "the reviewers' own key";
    private static readonly string[] ToPostOnly = ["/admin/exports/download", "/admin/knowledge/upload"];
    private const string Template =
        "Answer about {topic} in {max_words} words. {mistakes}\nReply NO_ANSWER where the sources do not answer.";

    internal static readonly string[] ForReviewers =
    [
        "/admin",
        "/admin/corrections",
        "/admin/ratings",
        "/admin/disliked",
        "/admin/unanswered",
        "/admin/interactions",
    ];
    internal static readonly string[] ForAdmins =
    [
        "/admin/lessons",
        "/admin/prompts",
        "/admin/prompts/v2",
        "/admin/experiments",
        "/admin/models",
        "/admin/models/none",
        "/admin/models/none/compare",
        "/admin/knowledge",
        "/admin/knowledge/search",
        "/admin/knowledge/documents",
        "/admin/knowledge/skipped",
        "/admin/knowledge/gaps",
        "/admin/knowledge/document",
        "/admin/records",
        "/admin/dead-letters",
        "/admin/exports",
        "/admin/audit",
        "/admin/keys",
        "/admin/privacy",
    ];

    [Fact]
    public async Task A_reviewer_reads_and_decides_and_nothing_else()
    {
        await using var bot = await TestKit.Hosting.BotApp.StartAsync(
            new Dictionary<string, string?> { ["Admin:ReviewerKey"] = ReviewerKey }
        );
        using var browser = await AdminBrowser.SignedInAsync(bot, ReviewerKey, "Rita");
        foreach (var path in ForReviewers)
            Assert.DoesNotContain("/admin/privacy", await browser.ReadAsync(path));
        foreach (var path in ForAdmins.Concat(ToPostOnly))
        {
            using var seen = await browser.GetAsync(path);
            Assert.Equal((path, ToPostOnly.Contains(path) ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden), (path, seen.StatusCode));
            using var posted = await browser.PostAsync(
                "/admin",
                "erase",
                new()
                {
                    ["Erase.User"] = "ada",
                    ["Erase.Channel"] = "web",
                    ["Erase.Sure"] = "true",
                },
                path
            );
            Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
        }
        using var admin = await AdminBrowser.SignedInAsync(bot);
        foreach (var path in ForAdmins)
            Assert.Contains("<h1>", await admin.ReadAsync(path));

        var interaction = (await bot.AskAsync("How do I undo the last commit?")).GetProperty("interactionId").GetString();
        using var marked = await browser.PostAsync("/admin", "", new() { ["mark"] = "out" }, $"/admin/interactions/{interaction}/mark");
        Assert.Equal(HttpStatusCode.Forbidden, marked.StatusCode);
        Assert.DoesNotContain("guard.marked", await admin.ReadAsync("/admin/audit"));
    }

    [Fact]
    public async Task An_interaction_shows_its_receipt_and_ratings_and_takes_a_mark()
    {
        var id = await fixture.AskAsync("How do I create a git tag?", "pam");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = id,
                user = "pam",
                thumbs = "down",
                rating = 2,
                feedbackText = "<script>alert(1)</script> wrong",
            }
        );
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);

        var page = await browser.ReadAsync($"/admin/interactions/{id}");
        Assert.Contains("overall 2 of 5", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; wrong", page);
        Assert.Contains("Decided by", page);
        using var marked = await browser.PostAsync(
            $"/admin/interactions/{id}",
            "",
            new() { ["mark"] = "out" },
            $"/admin/interactions/{id}/mark"
        );
        Assert.Equal(HttpStatusCode.Redirect, marked.StatusCode);
        Assert.Contains("In scope after all", await browser.ReadAsync($"/admin/interactions/{id}"));
        Assert.Contains($"/admin/interactions/{id}", await browser.ReadAsync("/admin/interactions?text=CREATE+a+git+TAG"));
        Assert.DoesNotContain($"/admin/interactions/{id}", await browser.ReadAsync("/admin/interactions?text=create_a_git"));
        Assert.DoesNotContain($"/admin/interactions/{id}", await browser.ReadAsync("/admin/interactions?outcome=failed"));
    }

    [Fact]
    public async Task The_list_of_interactions_goes_back_page_by_page()
    {
        var ids = new List<string>();
        await using var bot = await TestKit.Hosting.BotApp.StartAsync();
        for (var i = 0; i < 55; i++)
            ids.Add((await bot.AskAsync($"What is pizza number {i}?")).GetProperty("interactionId").GetString()!);
        using var browser = await AdminBrowser.SignedInAsync(bot);
        var first = await browser.ReadAsync("/admin/interactions?outcome=blocked");
        var next = Regex.Match(first, "before=([0-9a-f]{32})\"");
        var older = await browser.ReadAsync($"/admin/interactions?outcome=blocked&before={next.Groups[1].Value}");

        // Two within a millisecond may be either way round, so which of them ends a page is not said here.
        Assert.All(ids[10..], id => Assert.Contains($"interactions/{id}", first));
        Assert.Equal(5, ids.Count(id => older.Contains($"interactions/{id}")));
        Assert.All(ids, id => Assert.True(first.Contains($"interactions/{id}") != older.Contains($"interactions/{id}")));
        Assert.DoesNotContain("rel=\"next\"", older);
    }

    [Fact]
    public async Task A_prompt_is_drafted_compared_activated_and_rolled_back()
    {
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var refused = await browser.PostAsync(
            "/admin/prompts",
            "draft",
            new() { ["Draft.Template"] = "kept words", ["Draft.Mistakes"] = "" }
        );
        Assert.Contains(">kept words</textarea>", await refused.Content.ReadAsStringAsync());
        using var drafted = await browser.PostAsync(
            "/admin/prompts",
            "draft",
            new()
            {
                ["Draft.Template"] = Template,
                ["Draft.Mistakes"] = "Do not guess.",
                ["Draft.Note"] = "short",
            }
        );
        var address = new Uri(new Uri(fixture.Bot.Address), drafted.Headers.Location!).AbsolutePath;

        Assert.Matches("class=\"added\"[^\n]*Do not guess", await browser.ReadAsync(address));
        using (await browser.PostAsync(address, "activate", [])) { }
        Assert.Contains("badge good\">active", await browser.ReadAsync(address));
        using (await browser.PostAsync("/admin/prompts", "roll-back", [])) { }
        Assert.DoesNotContain("badge good\">active", await browser.ReadAsync(address));

        var version = address.Split('/')[^1];
        using var started = await browser.PostAsync(
            "/admin/experiments",
            "start",
            new()
            {
                ["Start.Name"] = "short-prompt",
                ["Start.VersionA"] = "v2",
                ["Start.VersionB"] = version,
                ["Start.PercentB"] = "30",
            }
        );
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        Assert.Contains("30% of conversations get B", await browser.ReadAsync("/admin/experiments"));
        var experiment = (await fixture.GetAsync("/api/admin/experiments")).EnumerateArray().Single().GetProperty("id").GetString();
        using (await browser.PostAsync("/admin/experiments", "end", new() { ["End"] = $"b {experiment}" })) { }
        Assert.Contains($"promoted {version}", await browser.ReadAsync("/admin/experiments"));
        using var twice = await browser.PostAsync("/admin/experiments", "end", new() { ["End"] = $"stop {experiment}" });
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        using (await browser.PostAsync("/admin/prompts", "roll-back", [])) { }
    }

    [Fact]
    public async Task Looking_back_proposes_and_a_proposal_is_decided_once()
    {
        foreach (var user in (string[])["ann", "bob", "cid"])
        {
            var id = await fixture.AskAsync("What is the capital of the moon base?", user);
            await fixture.PostAsync($"/api/admin/interactions/{id}/guard-mark", new { mark = "false_block" });
        }
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using (await browser.PostAsync("/admin/lessons", "run", new() { ["DaysBack"] = "7" })) { }
        var page = await browser.ReadAsync("/admin/lessons");
        Assert.Contains("Latest look back: 7 days", page);
        var proposal = (await fixture.GetAsync("/api/admin/improvement/proposals?status=draft"))
            .EnumerateArray()
            .First(item => item.GetProperty("kind").GetString() == "in_scope_example")
            .GetProperty("id")
            .GetString();
        Assert.Contains($"accept {proposal}", page);
        using var accepted = await browser.PostAsync("/admin/lessons", "decide", new() { ["Verdict"] = $"accept {proposal}" });
        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
        Assert.DoesNotContain($"accept {proposal}", await browser.ReadAsync("/admin/lessons"));
    }

    [Fact]
    public async Task An_export_downloads_with_a_token_only_and_stands_in_the_audit()
    {
        await fixture.AskAsync("How do I delete a git branch?", "pam");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var bare = await browser.PostBareAsync("/admin/exports/download", new() { ["format"] = "csv" });
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        using var file = await browser.PostAsync(
            "/admin/exports",
            "",
            new() { ["format"] = "csv", ["qualityThreshold"] = "" },
            "/admin/exports/download"
        );
        Assert.Equal("chatbot-csv.csv", file.Content.Headers.ContentDisposition?.FileName);
        Assert.Contains("How do I delete a git branch?", await file.Content.ReadAsStringAsync());
        Assert.Contains("training.exported", await browser.ReadAsync("/admin/audit"));
    }

    [Fact]
    public async Task A_person_is_forgotten_once_the_admin_is_sure()
    {
        var id = await fixture.AskAsync("How do I stash changes in git?", "quentin");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var unsure = await browser.PostAsync(
            "/admin/privacy",
            "erase",
            new() { ["Erase.Channel"] = "web", ["Erase.User"] = "quentin" }
        );
        Assert.Equal(HttpStatusCode.BadRequest, unsure.StatusCode);
        using var sure = await browser.PostAsync(
            "/admin/privacy",
            "erase",
            new()
            {
                ["Erase.Channel"] = "web",
                ["Erase.User"] = "quentin",
                ["Erase.Sure"] = "true",
            }
        );
        Assert.Contains("Deleted: 1 question with its answer", await sure.Content.ReadAsStringAsync());
        using var gone = await browser.GetAsync($"/admin/interactions/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_dead_letter_is_dropped_on_its_page()
    {
        await fixture
            .Bot.Get<IDatabase>()
            .WriteAsync(
                Workspaces.Default,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        """
                        insert into outbox (id, workspace, channel, conversation, ordinal, address, reply, subject, state, attempts, ready,
                            error, created, finished)
                        values ('dead1', 'default', 'gone', 'c', 1, '{}', '{"kind":"notice","text":"hello"}',
                            'notice', 'dead', 3, 0, 'refused', 1, 2)
                        """,
                        transaction: transaction
                    )
            );
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        Assert.Contains("resend dead1", await browser.ReadAsync("/admin/dead-letters"));
        using var dropped = await browser.PostAsync("/admin/dead-letters", "letters", new() { ["Act"] = "drop dead1" });
        Assert.Equal(HttpStatusCode.Redirect, dropped.StatusCode);
        Assert.DoesNotContain("dead1", await browser.ReadAsync("/admin/dead-letters"));
    }

    [Fact]
    public async Task A_source_is_read_again_on_request()
    {
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var unknown = await browser.PostAsync("/admin/knowledge", "refresh", new() { ["Refresh"] = "/etc" });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var started = await browser.PostAsync("/admin/knowledge", "refresh", new() { ["Refresh"] = "sample" });
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        Assert.Contains("knowledge.refreshed", await browser.ReadAsync("/admin/audit"));
    }
}
