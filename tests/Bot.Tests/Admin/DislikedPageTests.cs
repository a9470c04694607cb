using System.Net;
using System.Text.RegularExpressions;
using ChatBot.Bot.Tests.Access;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>From an answer that somebody disliked to what is done about it, through the forms of the pages.</summary>
public sealed partial class DislikedPageTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private const string Page = "/admin/disliked";

    [Fact]
    public async Task The_right_answer_is_written_looked_at_and_approved_and_the_list_says_so()
    {
        const string Question = "How do I create a lightweight git tag?";
        var id = await DislikedAsync(Question, "Too <b>long</b>.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        var list = await browser.ReadAsync(Page);
        Assert.Contains(Question, list);
        Assert.Contains("Too &lt;b&gt;long&lt;/b&gt;.", list);
        Assert.Contains("one person disliked it", list);
        Assert.Matches(OpenedDocument(), list);
        Assert.Contains("/admin/knowledge/document?source=sample", list);

        var form = Correct(id);
        Assert.Contains($"/admin/interactions/{id}/correct?back=", list);
        using var looked = await WriteAsync(browser, form, "look", "Run `git tag NAME`.");
        var shown = await looked.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.Contains("What it would have caught", shown);
        Assert.Contains("value=\"approve\"", shown);
        Assert.Equal(0, await CorrectionsOfAsync(id));

        using var approved = await WriteAsync(browser, form, "approve", "Run `git tag NAME`.");
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        var correction = new Uri(new Uri(fixture.Bot.Address), approved.Headers.Location!);
        Assert.Contains("Undo: retire it", await browser.ReadAsync(correction.PathAndQuery));
        Assert.Equal("Run `git tag NAME`.", (await fixture.Bot.AskAsync(Question)).GetProperty("answer").GetString());
        Assert.DoesNotContain(Question, await browser.ReadAsync(Page));
        Assert.Contains("answers it since", await browser.ReadAsync(Page + "?show=done"));
    }

    [Fact]
    public async Task A_text_over_the_cap_is_kept_and_nothing_is_stored_however_it_is_sent()
    {
        var id = await DislikedAsync("How do I see git reflog entries?");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        foreach (var step in (string[])["look", "approve"])
        {
            using var refused = await WriteAsync(browser, Correct(id), step, "kept " + string.Join(' ', Enumerable.Repeat("word", 101)));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var page = await refused.Content.ReadAsStringAsync();
            Assert.Contains("at most 100 are allowed", page);
            Assert.Contains(">kept word", page);
        }
        Assert.Equal(0, await CorrectionsOfAsync(id));
    }

    [Fact]
    public async Task The_answer_that_was_given_is_the_start_and_an_empty_box_is_a_press_away()
    {
        var id = await DislikedAsync("How do I clone a repository with git?");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        var begun = await browser.ReadAsync(Correct(id));
        Assert.DoesNotContain("></textarea>", begun);
        Assert.DoesNotMatch(@"<textarea[^>]*>[^<]*\[1\]", begun); // its sources are not the correction's
        Assert.Contains("></textarea>", await browser.ReadAsync(Correct(id) + "?empty=true"));
    }

    [Fact]
    public async Task Out_of_scope_is_one_press_told_audited_and_taken_back()
    {
        const string Question = "How do I fetch all git remotes?";
        var id = await DislikedAsync(Question);
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using var bare = await browser.PostBareAsync($"/admin/interactions/{id}/mark", new() { ["mark"] = "out" });
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);

        var told = await MarkAsync(browser, id, "out", Page);
        Assert.Contains("Marked as out of scope", told);
        Assert.DoesNotContain(Question, told);
        Assert.Contains("guard.marked", await browser.ReadAsync("/admin/audit"));
        Assert.Contains("The mark was taken back", await MarkAsync(browser, id, "none", Page));
        Assert.Contains(Question, await browser.ReadAsync(Page));

        using var away = await browser.PostAsync(
            Page,
            "",
            new() { ["mark"] = "out", ["back"] = "//evil.example/admin/" },
            $"/admin/interactions/{id}/mark"
        );
        Assert.StartsWith($"/admin/interactions/{id}?", away.Headers.Location!.ToString());
        await MarkAsync(browser, id, "none", Page);
    }

    [Fact]
    public async Task What_got_no_answer_leads_to_the_nearest_documents()
    {
        var id = await fixture.AskAsync("Which tablespace do rebase backups of the git mirror go to?", "pam");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        Assert.Matches(OpenedDocument(), await browser.ReadAsync($"/admin/interactions/{id}/documents"));
        using var unknown = await browser.GetAsync("/admin/interactions/nothing/documents");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var nothing = await browser.GetAsync("/admin/interactions/nothing/correct");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task A_reviewer_puts_right_but_marks_nothing_an_asker_sees_nothing_and_another_workspace_has_nothing()
    {
        await using var bot = await BotApp.StartAsync();
        var asked = await bot.AskAsync("How do I undo the last commit?", user: "pam");
        var id = asked.GetProperty("interactionId").GetString()!;
        await RateAsync(bot, id, "It loses my work.");
        using var reviewer = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync("reviewer"));
        using var stranger = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync("reviewer", "other"));
        using var asker = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync("asker"));

        var seen = await reviewer.ReadAsync(Page);
        Assert.Contains("It loses my work.", seen);
        Assert.DoesNotContain("/mark\"", seen);
        Assert.DoesNotContain("/admin/knowledge/", seen);
        using var marked = await reviewer.PostAsync(Page, "", new() { ["mark"] = "out" }, $"/admin/interactions/{id}/mark");
        Assert.Equal(HttpStatusCode.Forbidden, marked.StatusCode);

        Assert.DoesNotContain("It loses my work.", await stranger.ReadAsync(Page + "?show=all"));
        foreach (var path in (string[])[Page, Correct(id), $"/admin/interactions/{id}/documents"])
        {
            using var refused = await asker.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using var theirs = await stranger.GetAsync(path);
            Assert.Equal(path == Page ? HttpStatusCode.OK : HttpStatusCode.NotFound, theirs.StatusCode);
        }
        using var approved = await WriteAsync(reviewer, Correct(id), "approve", "Run `git reset --soft HEAD~1`.");
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        Assert.Equal("corrected", (await bot.AskAsync("How do I undo the last commit?")).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_flag_stands_apart_names_its_document_and_is_cleared_by_a_press()
    {
        const string Question = "How do I resolve a merge conflict in git?";
        var asked = await fixture.Bot.AskAsync(Question);
        var uri = asked.GetProperty("sources")[0].GetProperty("uri").GetString()!;
        var made = await fixture.PostAsync(
            $"/api/admin/interactions/{asked.GetProperty("interactionId").GetString()}/correct",
            new { correctResponse = "Edit the marked lines, then `git add` them." }
        );
        var id = made.GetProperty("correction").GetProperty("id").GetString();
        await fixture.CountAsync(
            $"update corrections set flag = 'Conflicts was changed', flag_uri = '{uri}', flagged = 1000 where id = '{id}' returning 1"
        );
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);

        var page = await browser.ReadAsync($"/admin/corrections/{id}");
        var notice = Notice().Match(page).Value;
        Assert.Contains("Conflicts was changed", notice);
        Assert.Contains("1 Jan 1970", notice);
        Assert.Contains("/documents/", notice);
        Assert.Contains("Still right", notice);
        Assert.DoesNotContain("Edit the marked lines", notice);
        Assert.Contains("Conflicts was changed", await browser.ReadAsync("/admin/corrections?status=flagged"));

        using var cleared = await browser.PostAsync($"/admin/corrections/{id}", "still-right", new() { ["Cleared"] = "true" });
        Assert.EndsWith("?done=cleared", cleared.Headers.Location!.ToString());
        Assert.DoesNotContain("Conflicts was changed", await browser.ReadAsync($"/admin/corrections/{id}"));
    }

    [Fact]
    public async Task Wordings_are_ticked_at_approval_shown_and_taken_out_on_the_page()
    {
        const string Question = "How do I squash git commits into one?",
            Same = "how can I squash my commits of git into one";
        await fixture.AskAsync(Same, "pam");
        var id = await fixture.ProposeAsync(Question, "Run `git rebase -i`.");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        var tick = Tick(Same).Match(await browser.ReadAsync($"/admin/corrections/{id}"));
        Assert.True(tick.Success);
        Assert.DoesNotContain("checked", tick.Value);

        using var approved = await browser.PostAsync(
            $"/admin/corrections/{id}",
            "decide",
            new()
            {
                ["Decision.Verdict"] = "approve",
                ["Decision.Text"] = "Run `git rebase -i`.",
                ["wording"] = Same,
            }
        );
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        var page = await browser.ReadAsync($"/admin/corrections/{id}");
        Assert.Contains($"<span>{Same} <span class=\"faint\">ticked by Ada (admin)", page);
        var key = Regex.Match(page, "name=\"Unword\" value=\"([0-9a-f]{64})\"").Groups[1].Value;
        using var removed = await browser.PostAsync($"/admin/corrections/{id}", "unword", new() { ["Unword"] = key });
        Assert.EndsWith("?done=unworded", removed.Headers.Location!.ToString());
        Assert.DoesNotContain("ticked by", await browser.ReadAsync($"/admin/corrections/{id}"));

        using var added = await browser.PostAsync($"/admin/corrections/{id}", "word", new() { ["wording"] = Same });
        Assert.EndsWith("?done=worded", added.Headers.Location!.ToString());
        Assert.Contains("ticked by", await browser.ReadAsync($"/admin/corrections/{id}"));
    }

    private static string Correct(string id) => $"/admin/interactions/{id}/correct";

    private static Task<HttpResponseMessage> WriteAsync(AdminBrowser browser, string path, string step, string text) =>
        browser.PostAsync(path, "right", new() { ["Right.Step"] = step, ["Right.Text"] = text });

    private static async Task<string> MarkAsync(AdminBrowser browser, string id, string mark, string back)
    {
        using var marked = await browser.PostAsync(back, "", new() { ["mark"] = mark, ["back"] = back }, $"/admin/interactions/{id}/mark");
        Assert.Equal(HttpStatusCode.Redirect, marked.StatusCode);
        return await browser.ReadAsync(marked.Headers.Location!.ToString());
    }

    private async Task<string> DislikedAsync(string question, string comment = "No.")
    {
        var id = await fixture.AskAsync(question, "pam");
        await RateAsync(fixture.Bot, id, comment);
        return id;
    }

    private static Task RateAsync(BotApp bot, string interactionId, string feedbackText) =>
        bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId,
                user = "pam",
                thumbs = "down",
                feedbackText,
            }
        );

    private Task<long> CorrectionsOfAsync(string id) =>
        fixture.CountAsync($"select count(*) from corrections where interaction_id = '{id}'");

    private static Regex Tick(string wording) => new($"<input[^>]*name=\"wording\"[^>]*value=\"{Regex.Escape(wording)}\"[^>]*>");

    [GeneratedRegex("<a href=\"/documents/[0-9a-f]{32}\\?key=")]
    private static partial Regex OpenedDocument();

    [GeneratedRegex("<div class=\"notice warn flag\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex Notice();
}
