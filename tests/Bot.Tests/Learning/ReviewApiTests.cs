using System.Net;
using System.Text.Json;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

public sealed class ReviewApiTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task A_correction_is_listed_reviewed_approved_in_other_words_and_retired()
    {
        var id = await fixture.ProposeAsync("How do I list my branches?", "Run git branch -a.");
        var pending = (await fixture.GetAsync("/api/admin/corrections?status=pending"))
            .EnumerateArray()
            .Single(correction => correction.GetProperty("id").GetString() == id);
        Assert.Equal("How do I list my branches?", pending.GetProperty("question").GetString());
        Assert.Equal("reviewed", (await PostAsync(id, "review")).GetProperty("correction").GetProperty("status").GetString());

        var approved = await PostAsync(
            id,
            "approve",
            new
            {
                correctResponse = "Run `git branch --all`.",
                threshold = 0.9,
                reason = "clearer",
            }
        );
        Assert.True(approved.GetProperty("changed").GetBoolean());
        Assert.Equal("Run `git branch --all`.", approved.GetProperty("correction").GetProperty("correctResponse").GetString());
        Assert.Equal(0.9, approved.GetProperty("correction").GetProperty("threshold").GetDouble());
        Assert.False((await PostAsync(id, "approve")).GetProperty("changed").GetBoolean());
        Assert.Equal(
            "already_decided",
            await fixture.RefusedAsync(HttpMethod.Post, $"/api/admin/corrections/{id}/reject", null, HttpStatusCode.Conflict)
        );
        Assert.Equal("retired", (await PostAsync(id, "retire")).GetProperty("correction").GetProperty("status").GetString());

        var actions = (await fixture.GetAsync($"/api/admin/audit?subject={id}"))
            .EnumerateArray()
            .Select(entry => entry.GetProperty("action").GetString())
            .Reverse();
        Assert.Equal(["correction.proposed", "correction.reviewed", "correction.approved", "correction.retired"], actions);
    }

    [Theory]
    [InlineData("approve", """{"threshold": 1.5}""", "threshold_out_of_range")]
    [InlineData("approve", """{"threshold": "high"}""", "wrong_type")]
    [InlineData("approve", """{"correctResponse": "!"}""", "correction_empty")]
    [InlineData("reject", """{"reason": 5}""", "wrong_type")]
    [InlineData("reject", "{", "invalid_json")]
    public async Task A_bad_decision_changes_nothing(string verb, string body, string code)
    {
        var id = await fixture.ProposeAsync("What does a cherry-pick do?", "It applies one commit elsewhere.");
        Assert.Equal(
            code,
            await fixture.RefusedAsync(HttpMethod.Post, $"/api/admin/corrections/{id}/{verb}", body, HttpStatusCode.BadRequest)
        );
        Assert.Equal(1, await fixture.CountAsync($"select count(*) from corrections where id = '{id}' and status = 'pending'"));
        Assert.Equal(1, await fixture.CountAsync($"select count(*) from audit where subject = '{id}'"));
    }

    [Theory]
    [InlineData("GET", "/api/admin/corrections?status=maybe", HttpStatusCode.BadRequest, "unknown_status")]
    [InlineData("GET", "/api/admin/corrections?status=1", HttpStatusCode.BadRequest, "unknown_status")]
    [InlineData("GET", "/api/admin/corrections?count=0", HttpStatusCode.BadRequest, "invalid_count")]
    [InlineData("GET", "/api/admin/corrections?count=many", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("GET", "/api/admin/corrections?workspace=*", HttpStatusCode.BadRequest, "invalid_id")]
    [InlineData("GET", "/api/admin/corrections/nothing", HttpStatusCode.NotFound, "unknown_correction")]
    [InlineData("POST", "/api/admin/corrections/nothing/approve", HttpStatusCode.NotFound, "unknown_correction")]
    [InlineData("POST", "/api/admin/corrections/nothing/bury", HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/api/admin/interactions/nothing", HttpStatusCode.NotFound, "unknown_interaction")]
    [InlineData("GET", "/api/admin/audit?count=-1", HttpStatusCode.BadRequest, "invalid_count")]
    public async Task What_is_unknown_or_out_of_range_is_refused_by_name(string method, string path, HttpStatusCode status, string code) =>
        Assert.Equal(code, await fixture.RefusedAsync(new HttpMethod(method), path, null, status));

    [Fact]
    public async Task Another_workspace_can_neither_see_nor_decide_a_correction()
    {
        var id = await fixture.ProposeAsync("What is a squash?", "Several commits become one.");
        Assert.Equal(
            "unknown_correction",
            await fixture.RefusedAsync(HttpMethod.Get, $"/api/admin/corrections/{id}?workspace=other", null, HttpStatusCode.NotFound)
        );
        Assert.Equal(
            "unknown_correction",
            await fixture.RefusedAsync(
                HttpMethod.Post,
                $"/api/admin/corrections/{id}/approve?workspace=other",
                "{}",
                HttpStatusCode.NotFound
            )
        );
        Assert.Empty((await fixture.GetAsync("/api/admin/corrections?workspace=other")).EnumerateArray());
    }

    [Fact]
    public async Task Without_the_key_nothing_is_told()
    {
        foreach (var path in (string[])["/api/admin/corrections", "/api/admin/audit", "/api/admin/interactions/x"])
        {
            using var response = await fixture.Bot.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(
                "admin_key_required",
                JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()
            );
        }
    }

    private Task<JsonElement> PostAsync(string id, string verb, object? body = null) =>
        fixture.PostAsync($"/api/admin/corrections/{id}/{verb}", body);
}
