using System.Net;
using System.Text.Json;
using ChatBot.Bot.Tests.Admin;
using ChatBot.Learning.Registry;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>Adapters over HTTP and on the admin's pages. Who answers here takes none, which is no matter to where they stand.</summary>
public sealed class ModelsApiTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    [Fact]
    public async Task An_admin_moves_an_adapter_on_and_takes_it_back()
    {
        await RegisterAsync("api-1");
        var listed = (await fixture.GetAsync("/api/admin/models")).GetProperty("models").EnumerateArray().First(Is("api-1"));
        Assert.Equal("candidate", listed.GetProperty("stage").GetString());
        var figure = listed.GetProperty("manifest").GetProperty("metrics")[0];
        Assert.Equal((12.5, 8.25), (figure.GetProperty("base").GetDouble(), figure.GetProperty("adapted").GetDouble()));

        await fixture.PostAsync("/api/admin/models/api-1/promote", new { to = "staging" });
        var canary = await fixture.PostAsync("/api/admin/models/api-1/promote", new { to = "canary" });
        Assert.Equal(("canary", 0.1), (canary.GetProperty("stage").GetString(), canary.GetProperty("share").GetDouble()));
        Assert.Equal(
            "api-1",
            (await fixture.GetAsync("/api/admin/models")).GetProperty("rollout").GetProperty("canary").GetProperty("id").GetString()
        );
        await fixture.PostAsync("/api/admin/models/api-1/promote", new { to = "production" });
        var back = await fixture.PostAsync("/api/admin/models/api-1/rollback", new { reason = "Too curt." });
        Assert.Equal("base", back.GetProperty("instead").GetString());

        var detail = await fixture.GetAsync("/api/admin/models/api-1");
        Assert.Equal("Too curt.", detail.GetProperty("model").GetProperty("reason").GetString());
        Assert.Equal(0, detail.GetProperty("live").GetProperty("conversations").GetInt64());
        Assert.Equal(
            ["model.retired", "model.production", "model.canary", "model.staging", "model.registered"],
            detail.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("action").GetString())
        );
    }

    [Theory]
    [InlineData("promote", """{"to": "heaven"}""", HttpStatusCode.BadRequest, "invalid_stage")]
    [InlineData("promote", """{"to": "retired"}""", HttpStatusCode.BadRequest, "invalid_stage")]
    [InlineData("promote", null, HttpStatusCode.BadRequest, "invalid_stage")]
    [InlineData("promote", """{"to": "production"}""", HttpStatusCode.Conflict, "stage_forbidden")]
    [InlineData("promote", """{"to": "canary", "share": 2}""", HttpStatusCode.BadRequest, "invalid_share", "staging")]
    [InlineData("rollback", null, HttpStatusCode.Conflict, "stage_forbidden", "rejected")]
    public async Task What_cannot_be_done_is_refused(
        string verb,
        string? body,
        HttpStatusCode status,
        string code,
        string stage = "candidate"
    )
    {
        var id = $"refused-{Guid.NewGuid():N}";
        await RegisterAsync(id);
        if (stage == "staging")
            await fixture.PostAsync($"/api/admin/models/{id}/promote", new { to = "staging" });
        if (stage == "rejected")
            await fixture.PostAsync($"/api/admin/models/{id}/rollback");
        Assert.Equal(code, await fixture.RefusedAsync(HttpMethod.Post, $"/api/admin/models/{id}/{verb}", body, status));
        Assert.Equal(
            "unknown_model",
            await fixture.RefusedAsync(HttpMethod.Get, "/api/admin/models/nothing", null, HttpStatusCode.NotFound)
        );
    }

    [Fact]
    public async Task The_pages_show_the_table_and_their_buttons_work_without_script()
    {
        await RegisterAsync("page-1");
        using var browser = await AdminBrowser.SignedInAsync(fixture.Bot);
        Assert.Contains("/admin/models/page-1", await browser.ReadAsync("/admin/models"));
        var page = await browser.ReadAsync("/admin/models/page-1");
        foreach (
            var shown in (string[])["perplexity, held out", "12.5", "8.25", "not above the base", "Move to staging", "model.registered"]
        )
            Assert.Contains(shown, page);

        using (var unsure = await StepAsync("staging", ("Step.Sure", "false")))
            Assert.Equal(HttpStatusCode.BadRequest, unsure.StatusCode);
        using (var staged = await StepAsync("staging"))
            Assert.Equal(HttpStatusCode.Redirect, staged.StatusCode);
        using (var canary = await StepAsync("canary", ("Step.Percent", "25")))
            Assert.Equal(HttpStatusCode.Redirect, canary.StatusCode);
        Assert.Equal(0.25, (await fixture.Bot.Get<AdapterRegistry>().FindAsync("default", "page-1"))!.Share);
        var list = await browser.ReadAsync("/admin/models");
        Assert.Contains("canary 25%", list);
        Assert.Contains("No telling yet: nobody has rated an answer.", list);

        using (
            var back = await browser.PostAsync(
                "/admin/models/page-1",
                "back",
                new() { ["Back.Reason"] = "People say <no>.", ["Back.Sure"] = "true" }
            )
        )
            Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        var after = await browser.ReadAsync("/admin/models/page-1");
        Assert.Contains("People say &lt;no&gt;.", after);
        Assert.DoesNotContain("Promote to production", after);

        Task<HttpResponseMessage> StepAsync(string to, params (string Key, string Value)[] more)
        {
            var fields = new Dictionary<string, string> { ["Step.To"] = to, ["Step.Sure"] = "true" };
            foreach (var (key, value) in more)
                fields[key] = value;
            return browser.PostAsync("/admin/models/page-1", "step", fields);
        }
    }

    private async Task RegisterAsync(string id)
    {
        var adapters = new RecitingAdapters(fixture.Bot.Folder);
        RegistryDriver.Done(await fixture.Bot.Get<AdapterRegistry>().RegisterAsync(adapters.Make(id), "trainer"));
    }

    private static Func<JsonElement, bool> Is(string id) => model => model.GetProperty("id").GetString() == id;
}
