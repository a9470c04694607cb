using System.Net;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Decisions on the pages, without a browser: what is posted, what is refused, what others are told.</summary>
public sealed class ReviewPageTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task An_edited_text_is_what_answers()
    {
        var id = await fixture.ProposeAsync("How do I list git tags?", "Run `git tag`.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);

        using var response = await DecideAsync(browser, id, "approve", "Run `git tag --list`.", "0.8", "shorter");
        Assert.EndsWith($"/admin/corrections/{id}?done=approve", response.Headers.Location!.ToString());
        var correction = await fixture.GetAsync($"/api/admin/corrections/{id}");
        Assert.Equal(
            ("approved", "Run `git tag --list`.", 0.8, "shorter", "Ada (admin)"),
            (
                correction.GetProperty("status").GetString()!,
                correction.GetProperty("correctResponse").GetString()!,
                correction.GetProperty("threshold").GetDouble(),
                correction.GetProperty("reason").GetString()!,
                correction.GetProperty("reviewer").GetString()!
            )
        );
        Assert.Equal("Run `git tag --list`.", (await fixture.Bot.AskAsync("How do I list git tags?")).GetProperty("answer").GetString());
    }

    [Fact]
    public async Task What_was_typed_is_kept_when_it_is_refused()
    {
        var id = await fixture.ProposeAsync("How do I sign a git commit?", "Run `git commit -S`.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);

        using var tooLong = await DecideAsync(browser, id, "approve", "kept " + string.Join(' ', Enumerable.Repeat("word", 101)), "0.8");
        var page = await tooLong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Contains("at most 100 are allowed", page);
        Assert.Contains(">kept word", page);
        using var threshold = await DecideAsync(browser, id, "approve", "Run it.", "high");
        Assert.Contains("between 0 and 1", await threshold.Content.ReadAsStringAsync());
        Assert.Equal("pending", (await fixture.GetAsync($"/api/admin/corrections/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Who_comes_second_is_told_who_decided()
    {
        var id = await fixture.ProposeAsync("How do I amend a git commit?", "Run `git commit --amend`.");
        using var ada = await AdminBrowser.SignedInAsync(fixture.Bot, name: "Ada");
        using var ben = await AdminBrowser.SignedInAsync(fixture.Bot, name: "Ben");

        using (await DecideAsync(ada, id, "approve", "Run `git commit --amend`.", "")) { }
        using var second = await DecideAsync(ben, id, "reject", "Ben's own words.", "");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var page = await second.Content.ReadAsStringAsync();
        Assert.Contains("already approved (by Ada (admin)); nothing was changed", page);
        Assert.Contains("Ben&#x27;s own words.", page);
    }

    [Fact]
    public async Task Script_tags_stay_text()
    {
        const string Attack = "How do I <script>alert(1)</script> undo a \"><img src=x onerror=alert(2)> commit?";
        var id = await fixture.ProposeAsync(Attack, "Use <script>alert(3)</script> it.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot, name: "<b>Eve</b>");
        foreach (var path in (string[])["/admin", "/admin/corrections", $"/admin/corrections/{id}"])
        {
            var page = await browser.ReadAsync(path);
            Assert.DoesNotContain("<script>", page);
            Assert.DoesNotContain("<img src=x", page);
            Assert.DoesNotContain("<b>Eve", page);
            Assert.DoesNotContain(" style=", page);
            Assert.DoesNotContain("<style", page);
        }
        Assert.Contains("&lt;script&gt;alert(3)", await browser.ReadAsync($"/admin/corrections/{id}"));
    }

    [Fact]
    public async Task An_id_of_another_workspace_is_unknown()
    {
        var id = await fixture.ProposeAsync("How do I skip a git hook?", "Run `git commit --no-verify`.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var moved = await browser.PostAsync("/admin", "", new() { ["workspace"] = "elsewhere" }, "/admin/workspace");
        Assert.Contains("value=\"elsewhere\"", await browser.ReadAsync("/admin"));
        using var response = await browser.GetAsync($"/admin/corrections/{id}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    internal static Task<HttpResponseMessage> DecideAsync(
        AdminBrowser browser,
        string id,
        string verdict,
        string text,
        string threshold,
        string reason = ""
    ) => browser.PostAsync($"/admin/corrections/{id}", "decide", Fields(verdict, text, threshold, reason));

    private static Dictionary<string, string> Fields(string verdict, string text, string threshold, string reason) =>
        new()
        {
            ["Decision.Verdict"] = verdict,
            ["Decision.Text"] = text,
            ["Decision.Threshold"] = threshold,
            ["Decision.Reason"] = reason,
        };
}
