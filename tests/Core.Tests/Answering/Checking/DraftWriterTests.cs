using System.Diagnostics;
using ChatBot.Answering;
using ChatBot.Answering.Generation;
using ChatBot.Interactions;
using ChatBot.Models;
using ChatBot.TestKit.Answering;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Answering.Checking;

/// <summary>Whole answers around a model that says what the test wrote.</summary>
public sealed class DraftWriterTests
{
    private const string Moves = "A rebase moves your commits onto another base.",
        History = "It rewrites history, so never rebase a branch that others use.",
        Bananas = "Bananas ripen quickly beside tomatoes in warm kitchens.";

    private static readonly Question Question = new("What is a rebase?");

    private static InMemoryIndex Index() =>
        new InMemoryIndex()
            .Add("Rebase", $"{Moves} {History}", "git/rebase.md", "git")
            .Add("Merge", "A merge joins two lines of work and keeps both histories.", "git/merge.md", "git");

    private static Answerer Around(ScriptedChatModel model, string timeout = "00:00:30") => Builder(model, timeout).Build();

    private static AnswererBuilder Builder(ScriptedChatModel model, string timeout = "00:00:30") =>
        new AnswererBuilder(Index()).Set("Model:Timeout", timeout).With(model.AsGenerator());

    [Fact]
    public async Task What_the_sources_carry_is_the_answer_with_its_labels()
    {
        var answer = await Around(new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1), (History, 1)))).AnswerAsync(Question);

        Assert.Equal((Outcome.Answered, "first", "scripted"), (answer.Outcome, answer.Receipt.Rule, answer.Receipt.Generator));
        Assert.Equal($"{Moves}[1] {History}[1]", answer.Text);
        Assert.Equal("git/rebase.md", Assert.Single(answer.Sources).Uri);
    }

    [Fact]
    public async Task A_sentence_that_no_source_carries_goes_and_what_leans_on_it_goes_with_it()
    {
        var model = new ScriptedChatModel(
            ScriptedChatModel.Json(
                (Moves, 1),
                (History, 1),
                ("Never rebase a branch that others use.", 1),
                (Bananas, 1),
                ("They taste sweet.", 1)
            )
        );
        var answer = await Around(model).AnswerAsync(Question);

        Assert.Equal($"{Moves}[1] {History}[1] Never rebase a branch that others use.[1]", answer.Text);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task A_draft_of_which_too_little_is_left_is_written_once_more_knowing_why()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Bananas, 1)), ScriptedChatModel.Json((Moves, 1)));
        var answer = await Around(model).AnswerAsync(Question);

        Assert.Equal(("repair", $"{Moves}[1]"), (answer.Receipt.Rule, answer.Text));
        Assert.Contains(Bananas, model.Requests[1][^1].Text);
    }

    [Theory]
    [InlineData("""{"no_answer": false, "sentences": [{"text": "A rebase mo""")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("")]
    public async Task A_reply_that_is_none_is_asked_for_again_and_then_quoted(string reply)
    {
        var model = new ScriptedChatModel(reply);
        var answer = await Around(model).AnswerAsync(Question);

        Assert.Equal(2, model.Requests.Count);
        Assert.Equal(("extractive", "extractive"), (answer.Receipt.Generator, answer.Receipt.Rule));
        Assert.Contains(Moves, answer.Text);
    }

    [Fact]
    public async Task A_model_that_finds_no_answer_in_the_sources_is_believed()
    {
        var answer = await Around(new ScriptedChatModel("""{"no_answer": true, "sentences": []}""")).AnswerAsync(Question);
        Assert.Equal(Outcome.NoAnswer, answer.Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_takes_too_long_is_not_waited_for_whether_it_listens_or_not(bool deaf)
    {
        var model = new ScriptedChatModel("late") { Pause = TimeSpan.FromSeconds(20), IsDeaf = deaf };
        var answerer = Around(model, "00:00:00.3");
        await answerer.RehearseAsync(Question);
        var clock = Stopwatch.StartNew();
        var answer = await answerer.AnswerAsync(Question);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0.2, 5);
        Assert.Equal("extractive", answer.Receipt.Rule);
    }

    [Fact]
    public async Task No_repair_begins_that_has_less_time_than_the_first_draft_took()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Bananas, 1))) { Pause = TimeSpan.FromMilliseconds(700) };
        var answer = await Around(model, "00:00:01").AnswerAsync(Question);

        Assert.Single(model.Requests);
        Assert.Equal("extractive", answer.Receipt.Rule);
    }

    [Fact]
    public async Task A_person_who_leaves_is_a_cancellation_and_no_answer()
    {
        using var leaving = new CancellationTokenSource();
        var waiting = Around(new ScriptedChatModel("late") { Pause = TimeSpan.FromSeconds(20) }).AnswerAsync(Question, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Who_watches_sees_each_sentence_as_soon_as_it_is_checked_and_never_one_that_is_not()
    {
        var (model, watcher) = (new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1), (History, 1), (Bananas, 1))), new Watcher());
        var answer = await Around(model).AnswerAsync(Question, default, watcher);

        Assert.Equal([$"{Moves}[1]", $" {History}[1]"], watcher.Said);
        Assert.StartsWith(string.Concat(watcher.Said), answer.Text, StringComparison.Ordinal);
        Assert.Equal(["guarding", "corrections", "inventory", "records", "retrieval", "prompting"], watcher.Stages.Distinct().Take(6));
    }

    [Fact]
    public async Task What_was_said_of_a_draft_that_was_refused_is_not_said_again()
    {
        var model = new ScriptedChatModel(
            ScriptedChatModel.Json((Moves, 1), (Bananas, 1), ("They taste sweet.", 1)),
            ScriptedChatModel.Json((Moves, 1), (History, 1))
        );
        var watcher = new Watcher();
        var answer = await Around(model).AnswerAsync(Question, default, watcher);

        Assert.Equal("repair", answer.Receipt.Rule);
        Assert.Equal([$"{Moves}[1]"], watcher.Said);
    }

    [Fact]
    public async Task A_step_that_goes_takes_those_behind_it_along()
    {
        var model = new ScriptedChatModel(
            ScriptedChatModel.Json(
                (Moves, 1),
                (History, 1),
                ("1. " + Moves, 1),
                ("2. " + Bananas, 1),
                ("3. Never rebase a branch that others use.", 1)
            )
        );
        var answer = await Around(model).AnswerAsync(Question);

        Assert.Contains("1. A rebase", answer.Text);
        Assert.DoesNotContain("3. ", answer.Text);
    }

    [Fact]
    public async Task A_model_that_goes_on_behind_its_answer_is_not_listened_to()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1)) + new string(' ', 30_000))
        {
            Pause = TimeSpan.FromMilliseconds(2),
        };
        var answer = await Around(model, "00:00:05").AnswerAsync(Question, default, new Watcher());

        Assert.Equal(("first", $"{Moves}[1]"), (answer.Receipt.Rule, answer.Text));
    }

    [Fact]
    public async Task However_often_a_question_is_looked_for_the_model_has_its_time_once()
    {
        var model = new ScriptedChatModel("late") { Pause = TimeSpan.FromSeconds(60) };
        var answerer = Around(model, "00:00:01");
        var first = await answerer.AnswerAsync(Question);
        var again = FollowUps.Complete(
            new Question("What is a rebase?") { Conversation = "c" },
            [new Exchange("What is a rebase?", first.Text, Outcome.Answered)],
            DateTimeOffset.UnixEpoch
        );
        model.Requests.Clear();
        var clock = Stopwatch.StartNew();
        await answerer.AnswerAsync(again);

        Assert.Single(model.Requests);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_ends_with_a_sentence()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json([.. Enumerable.Repeat((Moves, 1), 30)]));
        var answer = await Around(model).AnswerAsync(Question);

        Assert.InRange(answer.Words, 90, 100);
        Assert.EndsWith("base.[1]", answer.Text);
    }

    [Theory]
    [InlineData("What is a rebase?", true)]
    [InlineData("what is a  rebase", true)]
    [InlineData("What is a merge?", false)]
    [InlineData("What is not a rebase?", false)]
    public async Task The_same_question_again_is_answered_without_the_model(string again, bool reused)
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1)));
        var answerer = Around(model);
        var first = await answerer.AnswerAsync(Question);
        var second = await answerer.AnswerAsync(new Question(again));

        Assert.Equal(reused, second.Receipt.Rule == "reused");
        Assert.Equal(reused, model.Requests.Count == 1);
        if (reused)
            Assert.Equal((first.Text, "scripted"), (second.Text, second.Receipt.Generator));
    }

    [Fact]
    public async Task Nothing_is_reused_across_workspaces_nor_after_it_was_forgotten()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1)));
        var services = Builder(model).Services();
        var answerer = services.GetRequiredService<Answerer>();
        await answerer.AnswerAsync(Question);
        await answerer.AnswerAsync(Question with { Workspace = "other" });
        Assert.Equal(2, model.Requests.Count);

        services.GetRequiredService<ChatBot.Answering.Reuse.AnswerReuse>().Forget("default");
        await answerer.AnswerAsync(Question);
        Assert.Equal(3, model.Requests.Count);
        await answerer.AnswerAsync(Question with { Workspace = "other" });
        Assert.Equal(3, model.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_was_asked_for_before_all_was_forgotten_is_not_kept()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1))) { Pause = TimeSpan.FromMilliseconds(300) };
        var services = Builder(model).Services();
        var answerer = services.GetRequiredService<Answerer>();
        var asking = answerer.AnswerAsync(Question);
        while (model.Requests.Count == 0)
            await Task.Delay(10);
        services.GetRequiredService<ChatBot.Answering.Reuse.AnswerReuse>().Forget("default");
        Assert.Equal("first", (await asking).Receipt.Rule);
        Assert.Equal("first", (await answerer.AnswerAsync(Question)).Receipt.Rule);
    }

    [Fact]
    public async Task Nothing_is_reused_across_adapters_and_the_receipt_says_which_was_given()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1)));
        var answerer = Builder(model).With<IAdapterChoice>(new ByConversation()).Build();
        foreach (var conversation in (string[])["", "tuned", "tuned", "", "other"])
        {
            var answer = await answerer.AnswerAsync(Question with { Conversation = conversation });
            Assert.Equal(conversation.Length > 0 ? conversation : "base", answer.Receipt.AssignedAdapter);
        }
        await answerer.AnswerAsync(Question with { Conversation = "tuned", Adapter = "base" });
        var named = await answerer.AnswerAsync(Question with { Adapter = "third" });

        Assert.Equal("third", named.Receipt.AssignedAdapter);
        Assert.Equal(
            [null, "model of tuned", "model of other", "model of third"],
            model.Options.Select(options => options!.AdditionalProperties!.GetValueOrDefault(ChatKeys.Adapter))
        );
    }

    [Fact]
    public async Task An_answer_that_no_model_was_asked_for_counts_for_no_adapter()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Moves, 1)));
        var answerer = Builder(model).With<IAdapterChoice>(new ByConversation()).Build();
        var answer = await answerer.AnswerAsync(Question with { Text = "Hello!", Conversation = "tuned" });

        Assert.Equal("", answer.Receipt.AssignedAdapter);
        Assert.Empty(model.Requests);
    }

    /// <summary>An adapter for each conversation, called like it.</summary>
    private sealed class ByConversation : IAdapterChoice
    {
        public Task<AdapterUse?> ForAsync(string workspace, string conversation, CancellationToken cancel = default) =>
            Task.FromResult(conversation.Length > 0 ? new AdapterUse(conversation, "model of " + conversation) : null);

        public Task<AdapterUse?> NamedAsync(string workspace, string id, CancellationToken cancel = default) =>
            ForAsync(workspace, id, cancel);
    }

    private sealed class Watcher : IAnswerWatcher
    {
        public List<string> Stages { get; } = [];

        public List<string> Said { get; } = [];

        public void Begins(string stage) => Stages.Add(stage);

        public void Says(string sentence) => Said.Add(sentence);
    }
}
