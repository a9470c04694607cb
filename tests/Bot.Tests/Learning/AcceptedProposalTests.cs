using System.Net;
using ChatBot.Bot.Tests.Admin;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>Accepting a proposal does what it says, and can be taken back.</summary>
public sealed class AcceptedProposalTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task An_accepted_example_decides_without_the_mark_that_it_came_from_until_it_is_taken_back()
    {
        const string Question = "Which tram goes to the harbour museum?";
        var id = await ProposalAsync(Question, "in_scope_example");
        Assert.False(await AllowsAsync(Question));
        await fixture.PostAsync($"/api/admin/improvement/proposals/{id}/accept");
        Assert.True(await AllowsAsync(Question));
        Assert.Equal(1, await AuditedAsync("proposal.accepted", id));

        await fixture.PostAsync($"/api/admin/improvement/proposals/{id}/reopen");
        Assert.False(await AllowsAsync(Question));
        Assert.Equal("draft", await StatusAsync(id));
        Assert.Equal(1, await AuditedAsync("proposal.reopened", id));
        Assert.Equal(
            "unknown_proposal",
            await fixture.RefusedAsync(HttpMethod.Post, $"/api/admin/improvement/proposals/{id}/reopen", null, HttpStatusCode.NotFound)
        );
    }

    [Fact]
    public async Task Accepted_on_the_page_an_off_topic_example_is_refused_and_Take_back_lets_it_pass_again()
    {
        const string Question = "How do I undo a git commit message in a poem?";
        var id = await ProposalAsync(Question, "off_topic_example");
        Assert.True(await AllowsAsync(Question));
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        using (var accepted = await browser.PostAsync("/admin/lessons", "decide", new() { ["Verdict"] = $"accept {id}" }))
            Assert.EndsWith("/admin/lessons?done=accept", accepted.Headers.Location!.ToString());
        Assert.False(await AllowsAsync(Question));
        Assert.Contains("Accepted by Ada (admin)", await browser.ReadAsync("/admin/lessons"));
        using (var reopened = await browser.PostAsync("/admin/lessons", "reopen", new() { ["Reopened"] = id }))
            Assert.EndsWith("/admin/lessons?done=reopen", reopened.Headers.Location!.ToString());
        Assert.True(await AllowsAsync(Question));
    }

    [Fact]
    public async Task A_missing_document_cannot_be_accepted_only_dismissed()
    {
        foreach (var _ in Enumerable.Range(0, 2))
            await fixture.AskAsync("How do I defrobnicate the git quuxinator?", "ada");
        // Whatever the sample answers to that, what matters here is the kind.
        await fixture.CountAsync("update interactions set outcome = 'no_answer' where question like '%quuxinator%' returning 1");
        await fixture.PostAsync("/api/admin/improvement/run", new { daysBack = 7 });
        var id = (await DraftsAsync("missing_document")).Single(draft => draft.Text.Contains("quuxinator")).Id;
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        var page = await browser.ReadAsync("/admin/lessons");
        Assert.DoesNotContain($"accept {id}", page);
        Assert.Contains($"dismiss {id}", page);
        using (var forced = await browser.PostAsync("/admin/lessons", "decide", new() { ["Verdict"] = $"accept {id}" }))
            Assert.Equal(HttpStatusCode.Conflict, forced.StatusCode);
        Assert.Equal(
            "nothing_to_accept",
            await fixture.RefusedAsync(HttpMethod.Post, $"/api/admin/improvement/proposals/{id}/accept", null, HttpStatusCode.Conflict)
        );
        Assert.Equal("draft", await StatusAsync(id));
        await fixture.PostAsync($"/api/admin/improvement/proposals/{id}/dismiss");
        Assert.Equal("dismissed", await StatusAsync(id));
    }

    [Fact]
    public async Task What_is_learnt_from_poor_ratings_is_staged_as_a_prompt_draft_and_not_active()
    {
        var id = await fixture.AskAsync("How do I bisect a regression?", "ada");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = id,
                user = "ada",
                thumbs = "down",
            }
        );
        var report = await fixture.PostAsync("/api/admin/improvement/run", new { daysBack = 7 });
        var draft = report.GetProperty("promptDraft").GetString();
        var version = await fixture.GetAsync($"/api/admin/prompts/{draft}");
        Assert.Equal(("draft", "improvement"), (version.GetProperty("status").GetString()!, version.GetProperty("origin").GetString()!));
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        Assert.Contains($"/admin/prompts/{draft}", await browser.ReadAsync("/admin/lessons"));
    }

    /// <summary>A question that was marked becomes a proposal; the mark is taken back.</summary>
    private async Task<string> ProposalAsync(string question, string kind)
    {
        var asked = await fixture.AskAsync(question, "ada");
        var mark = kind == "in_scope_example" ? "false_block" : "miss";
        await fixture.PostAsync($"/api/admin/interactions/{asked}/guard-mark", new { mark });
        await fixture.PostAsync("/api/admin/improvement/run", new { daysBack = 7 });
        await fixture.PostAsync($"/api/admin/interactions/{asked}/guard-mark", new { mark = (string?)null });
        return (await DraftsAsync(kind)).Single(draft => draft.Text == question).Id;
    }

    private async Task<List<(string Id, string Text)>> DraftsAsync(string kind) =>
        [
            .. (await fixture.GetAsync("/api/admin/improvement/proposals?status=draft"))
                .EnumerateArray()
                .Where(item => item.GetProperty("kind").GetString() == kind)
                .Select(item => (item.GetProperty("id").GetString()!, item.GetProperty("text").GetString()!)),
        ];

    private async Task<string> StatusAsync(string id) =>
        (await fixture.GetAsync("/api/admin/improvement/proposals"))
            .EnumerateArray()
            .Single(item => item.GetProperty("id").GetString() == id)
            .GetProperty("status")
            .GetString()!;

    private async Task<bool> AllowsAsync(string text) =>
        (await fixture.PostAsync("/api/admin/guard/check", new { text })).GetProperty("allowed").GetBoolean();

    private Task<long> AuditedAsync(string action, string subject) =>
        fixture.CountAsync($"select count(*) from audit where action = '{action}' and subject = '{subject}' and actor <> ''");
}
