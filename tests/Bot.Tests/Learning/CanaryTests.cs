using System.Net;
using System.Text.Json;
using ChatBot.Bot.Tests.Admin;
using ChatBot.Learning;
using ChatBot.Learning.Registry;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>A real adapter for a real base in process, through the front doors: people ask, people rate, and the figures decide.</summary>
public sealed class CanaryTests
{
    private const string Approved = RecitingAdapters.AdapterSays;

    [Fact]
    public async Task Good_ratings_promote_a_canary_and_what_it_has_learnt_is_proposed_for_retirement()
    {
        await using var app = await CanaryApp.StartAsync(("Rollout:MinimumRatings", "8"));
        var correction = await CorrectAsync(app, "Is undoing a pushed commit with a revert safe?");
        await app.TryAsync("a1", 0.5, correction);

        var seen = new Dictionary<string, string>();
        for (var i = 0; i < 60 && seen.Count < 2; i++)
        {
            var (id, _, text, assigned) = await app.AskAsync();
            seen[assigned] = text;
            var receipt = (await app.GetAsync($"/api/admin/interactions/{id}")).ToString();
            Assert.True((assigned == "a1") == receipt.Contains("\"adapter\":\"a1\""), receipt);
        }
        Assert.Contains(RecitingAdapters.AdapterSays, seen["a1"]);
        Assert.Contains(RecitingAdapters.BaseSays, seen["base"]);
        Assert.DoesNotContain("nobody has to repair", seen["base"]);

        await app.RateAsync(8, assigned => assigned == "a1" ? "up" : "down");
        var trial = (await app.GetAsync("/api/admin/models")).GetProperty("rollout");
        Assert.InRange(trial.GetProperty("probabilityCanaryIsBetter").GetDouble(), 0.99, 1);
        await app.Bot.Get<LearningSchedule>().RunDueAsync();

        var model = await app.GetAsync("/api/admin/models/a1");
        Assert.Equal("production", model.GetProperty("model").GetProperty("stage").GetString());
        var last = model.GetProperty("history")[0];
        Assert.Equal(("model.production", "rollout"), (last.GetProperty("action").GetString(), last.GetProperty("actorName").GetString()));
        Assert.Contains("Rated better: ", last.GetProperty("detail").GetString());
        for (var i = 0; i < 5; i++)
            Assert.Contains("nobody has to repair", (await app.AskAsync()).Text);

        await RetireWhatItLearntAsync(app, correction);
    }

    [Fact]
    public async Task Bad_ratings_roll_a_canary_back_and_the_base_answers_again()
    {
        await using var app = await CanaryApp.StartAsync(("Rollout:MinimumRatings", "8"));
        await app.TryAsync("a1", 0.5);
        await app.RateAsync(8, assigned => assigned == "a1" ? "down" : "up");
        await app.Bot.Get<LearningSchedule>().RunDueAsync();

        var model = (await app.GetAsync("/api/admin/models/a1")).GetProperty("model");
        Assert.Equal("retired", model.GetProperty("stage").GetString());
        Assert.StartsWith("Rated worse: ", model.GetProperty("reason").GetString());
        for (var i = 0; i < 5; i++)
            Assert.DoesNotContain("nobody has to repair", (await app.AskAsync()).Text);
        Assert.Equal(JsonValueKind.Undefined, Rollout(await app.GetAsync("/api/admin/models")).ValueKind);
    }

    [Fact]
    public async Task A_look_is_taken_once_and_one_that_is_not_sure_moves_nothing()
    {
        await using var app = await CanaryApp.StartAsync(("Rollout:MinimumRatings", "3"));
        await app.TryAsync("a1", 0.5);
        await app.RateAsync(3, _ => "up");
        var rollout = app.Bot.Get<Rollout>();
        Assert.Null(await rollout.RunAsync("default"));
        var state = (await rollout.StateAsync("default"))!;
        Assert.InRange(state.Looks, 1, 3);

        // More people, but fewer than the next look needs: now they all say that it is bad, and nobody looks yet.
        Assert.Null(await rollout.RunAsync("default"));
        Assert.Equal(state.Looks, (await rollout.StateAsync("default"))!.Looks);
        Assert.Equal(AdapterStage.Canary, (await app.Registry.FindAsync("default", "a1"))!.Stage);
        Assert.InRange(state.NextAt, 6, 24);
    }

    [Fact]
    public async Task A_file_that_is_broken_after_it_was_registered_costs_nobody_an_answer_and_ready_tells()
    {
        await using var app = await CanaryApp.StartAsync();
        await app.TryAsync("a1", 0.999);
        await File.WriteAllTextAsync(app.Adapters.Folder.FileOf("default", "a1"), "no adapter at all");

        var (_, _, text, assigned) = await app.AskAsync();
        Assert.Contains(RecitingAdapters.BaseSays, text);
        Assert.Equal("base", assigned);
        using var ready = await app.Bot.Http.GetAsync("/ready");
        Assert.True(ready.IsSuccessStatusCode);
        var checks = JsonDocument.Parse(await ready.Content.ReadAsStringAsync()).RootElement.GetProperty("checks");
        Assert.Equal("degraded", checks.GetProperty("adapters").GetProperty("status").GetString());
        Assert.Equal(
            "the model answers without adapter a1: its file is not the one that was registered (SHA-256 differs)",
            checks.GetProperty("adapters").GetProperty("description").GetString()
        );
    }

    [Fact]
    public async Task An_admin_picks_one_of_two_answers_without_knowing_whose_it_is_and_the_pair_is_kept()
    {
        await using var app = await CanaryApp.StartAsync();
        await app.TryAsync("a1", 0.001);
        using var browser = await AdminBrowser.SignedInAsync(app.Bot);
        using var asked = await browser.PostAsync(
            "/admin/models/a1/compare",
            "ask",
            new() { ["Asked"] = RecitingAdapters.Question + " Tell ada@example.com." }
        );
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        var address = asked.Headers.Location!.OriginalString;
        var blind = await browser.ReadAsync(address);
        Assert.Equal(2, blind.Split("A revert adds a new commit").Length - 1);
        Assert.DoesNotContain("the model as it is", blind);
        var pairs = app.Bot.Get<AnswerPairStore>();
        var pair = (await pairs.FindAsync("default", address.Split("pair=")[1]))!;
        Assert.DoesNotContain("ada@example.com", pair.Question);

        // The adapter's is the longer one.
        var longer = pair.First.Length > pair.Second.Length ? "First" : "Second";
        Assert.Equal(pair.AdapterFirst, longer == "First");
        using (var picked = await browser.PostAsync(address, "pick", new() { ["Picked"] = longer }))
            Assert.Equal(HttpStatusCode.Redirect, picked.StatusCode);
        Assert.Contains("the model as it is", await browser.ReadAsync(address));
        using (var again = await browser.PostAsync(address, "pick", new() { ["Picked"] = "Neither" }))
            Assert.NotEqual(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal(new PairCounts(1, 0, 0), await pairs.CountsAsync("default", "a1"));
        Assert.Contains("picked 1 times", await browser.ReadAsync("/admin/models/a1"));
    }

    /// <summary>Approves the sentences that the adapter says for another question, which the adapter then has learnt.</summary>
    private static async Task<string> CorrectAsync(CanaryApp app, string question)
    {
        var asked = await app.Bot.AskAsync(question, user: "proposer");
        var proposed = await app.Bot.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId = asked.GetProperty("interactionId").GetString(),
                user = "proposer",
                correctResponse = Approved,
            }
        );
        var id = proposed.GetProperty("correctionId").GetString()!;
        await app.PostAsync($"/api/admin/corrections/{id}/approve", new { });
        return id;
    }

    private static async Task RetireWhatItLearntAsync(CanaryApp app, string correction)
    {
        var proposal = (await app.GetAsync("/api/admin/improvement/proposals?status=draft"))
            .EnumerateArray()
            .Single(item => item.GetProperty("kind").GetString() == "retire_correction");
        Assert.Contains(correction, proposal.GetProperty("detail").GetString());
        var id = proposal.GetProperty("id").GetString();
        var learnt = (await app.GetAsync("/api/admin/models/a1")).GetProperty("overrides");
        Assert.Equal((correction, true), (learnt[0].GetProperty("correctionId").GetString(), learnt[0].GetProperty("learnt").GetBoolean()));

        await app.PostAsync($"/api/admin/improvement/proposals/{id}/accept", new { });
        var retired = (await app.GetAsync("/api/admin/corrections?status=retired")).ToString();
        Assert.Contains(correction, retired);
        using var admin = app.Bot.AdminHttp();
        using var reopened = await admin.PostAsync($"/api/admin/improvement/proposals/{id}/reopen", null);
        Assert.Equal(HttpStatusCode.NotFound, reopened.StatusCode); // what is retired stays so
    }

    private static JsonElement Rollout(JsonElement list) => list.TryGetProperty("rollout", out var rollout) ? rollout : default;
}
