using ChatBot.Answering;
using ChatBot.Learning.Registry;
using ChatBot.Trainer.Evaluation;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Tests.Model;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ChatBot.Trainer.Tests.Jobs;

/// <summary>
/// All of it at once, nothing in anybody's stead: corrections approved on the web, a base trained from nothing, an adapter that learns
/// them, its gate, its trial in the running bot, and what people's ratings make of it.
/// </summary>
public sealed class LoopTests(ITestOutputHelper output)
{
    /// <summary>What is approved, and how else people ask for it, which nobody approved and nothing is trained on.</summary>
    private static readonly (string Question, string Answer, string Paraphrase)[] Approved =
    [
        ("Which layers does a warehouse need?", "Three layers are enough for most teams.", "How many layers should our warehouse have?"),
        (
            "How do I notice deleted rows?",
            "A deleted row has no new timestamp, so a watermark never sees it.",
            "How can an incremental load see that rows were deleted?"
        ),
        ("Batch or streaming?", "Load in batches unless somebody acts on the data within minutes.", "Should I load in batches or stream?"),
        (
            "How big should a pull request be?",
            "Up to about 300 changed lines can be read with attention in one sitting.",
            "What is a good size for a pull request?"
        ),
        ("Full load or incremental?", "Start with a full load.", "Should I load everything or only what changed?"),
        (
            "How do I make an API call safe to repeat?",
            "Send an idempotency key that is the same for every attempt of the same operation.",
            "How can I repeat an API call without doing it twice?"
        ),
        (
            "When should an alert wake somebody up?",
            "Only if a person has to do something now.",
            "Which alerts should wake a person at night?"
        ),
        (
            "How do I notice that a job did not run at all?",
            "A job that does not run sends no error.",
            "How can I see that a scheduled job never ran?"
        ),
        (
            "When is a stash the wrong tool?",
            "A stash is local, has no history and is easily forgotten.",
            "When should I not use git stash?"
        ),
    ];

    private static readonly string[] ByHeart =
    [
        "--Dataset:FillEmptyParts",
        "false",
        "--Training:Epochs",
        "60",
        "--Training:LearningRate",
        "0.003",
        "--Training:Rehearsal",
        "0.85",
        "--Training:Targets",
        "attn_*,ffn_*",
        "--Training:Dropout",
        "0",
    ];

    [TorchFact]
    public async Task What_was_approved_is_learnt_tried_and_promoted_and_one_that_people_dislike_is_rolled_back()
    {
        await using var bot = new TrainedBot();
        await bot.StartAsync();
        var corrections = new Dictionary<string, string>();
        foreach (var (question, answer, _) in Approved)
            corrections[question] = await bot.CorrectAsync(question, answer);
        await bot.TrainerAsync("new-base", "--tiny", "--out", bot.BasePath);
        await bot.StopAsync();
        bot.Serve();

        var (first, report) = await bot.RunAsync(ByHeart);
        output.WriteLine(report);
        Assert.Contains(first, await bot.TrainerAsync("list"));

        // Nobody approved these wordings, and no correction stands in for what was learnt.
        var (before, after) = (await F1Async(bot, null), await F1Async(bot, first));
        output.WriteLine($"token F1 of paraphrases that nothing was trained on: {before.F1:0.000} before, {after.F1:0.000} after");
        Assert.True(after.F1 > before.F1, $"{before.F1:0.000} → {after.F1:0.000}");

        // One answer is left to the model alone.
        var (approved, _, asked) = Approved.First(one => after.Written.Contains(one.Paraphrase));
        await bot.TryAsync(first);
        await bot.StartAsync();
        await bot.AdminAsync(HttpMethod.Post, $"/api/admin/corrections/{corrections[approved]}/retire");
        var said = await bot.RateAsync(asked, isGood: assigned => assigned == first);
        Assert.NotEqual(said["base"], said[first]);
        Assert.NotNull(await bot.App.Get<Rollout>().RunAsync("default"));
        Assert.Equal("production", await bot.StageOfAsync(first));
        var now = await bot.AskAsync(asked);
        Assert.Equal((said[first], "llama"), (now.Text, now.Generator));

        // Another adapter, which comes with the same words: what people say of it decides, not what it is.
        var second = await bot.ImportAsync(Path.GetDirectoryName(bot.App.Get<AdapterFolder>().FileOf("default", first))!);
        await bot.TryAsync(second);
        await bot.RateAsync(asked, isGood: assigned => assigned == first);
        Assert.NotNull(await bot.App.Get<Rollout>().RunAsync("default"));
        Assert.Equal(("retired", "production"), (await bot.StageOfAsync(second), await bot.StageOfAsync(first)));
        Assert.Equal(said[first], (await bot.AskAsync(asked)).Text);
    }

    private static async Task<(double F1, IReadOnlySet<string> Written)> F1Async(TrainedBot bot, string? adapter)
    {
        var context = new TrainerContext(bot.Settings, TextWriter.Null, TextWriter.Null);
        await using var services = context.Build();
        var file = adapter is null ? null : services.GetRequiredService<AdapterFolder>().FileOf("default", adapter);
        var cases = Approved.Select(one => new ReplayCase(one.Paraphrase, one.Answer, HeldOut: true)).ToList();
        var answers = await services.GetRequiredService<Replay>().AskAsync("default", Replay.InProcess(bot.BasePath, file), cases);
        return (
            answers.Average(one => one.Outcome == Outcome.Answered ? TextScores.TokenF1(one.Text, one.Case.Wanted) : 0),
            answers.Where(one => one.ByModel).Select(one => one.Case.Question).ToHashSet()
        );
    }
}
