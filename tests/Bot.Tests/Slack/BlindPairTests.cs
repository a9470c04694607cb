using System.Text.Json.Nodes;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Retention;
using ChatBot.Storage;
using ChatBot.TestKit.Learning;
using ChatBot.TestKit.Slack;
using Dapper;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>Two answers, one of a real adapter on trial and one of its base, compared blind in Slack.</summary>
public sealed class BlindPairTests : IAsyncLifetime
{
    private SlackCloud _cloud = null!;
    private CanaryApp _app = null!;
    private SlackApp _slack = null!;

    public async Task InitializeAsync()
    {
        _cloud = await SlackCloud.StartAsync();
        _app = await CanaryApp.StartAsync([.. SlackApp.Settings(_cloud).Select(setting => (setting.Key, setting.Value!))]);
        _slack = SlackApp.Attach(_app.Bot, _cloud);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_rater_sees_two_answers_picks_one_and_then_who_wrote_which()
    {
        await _app.TryAsync("a1", 0.001);
        var asked = await _slack.AskAsync(_slack.Mention("Compare: " + RecitingAdapters.Question, user: SlackApp.Admin));
        Assert.Equal(2, asked.Everything.Split("A revert adds a new commit").Length - 1);
        Assert.Contains("Which answer is better?", asked.Text);
        Assert.DoesNotContain("adapter", asked.Everything);
        Assert.DoesNotContain("model as it is", asked.Everything);
        var pair = await PairAsync();

        await _slack.PressAsync(asked, "pair_neither", pair.Id, "UADA");
        Assert.Contains("Only admins may decide", await NoteAsync());
        Assert.Equal("", (await PairAsync()).Picked);

        // The adapter's is the longer one.
        var isFirst = pair.First.Length > pair.Second.Length;
        await _slack.PressAsync(asked, isFirst ? "pair_first" : "pair_second", pair.Id, SlackApp.Admin);
        await _cloud.WaitForAsync("chat.update");
        var standing = Assert.Single(_cloud.Messages);
        Assert.Equal(asked.Ts, standing.Ts);
        Assert.Contains($"Answer {(isFirst ? "A" : "B")} was picked", standing.Text);
        Assert.Contains($"*{(isFirst ? "A" : "B")}, by adapter a1*", standing.Everything);
        Assert.Contains($"*{(isFirst ? "B" : "A")}, by the model as it is*", standing.Everything);
        Assert.DoesNotContain("pair_", standing.Everything);

        await _slack.PressAsync(asked, "pair_neither", pair.Id, SlackApp.Admin);
        Assert.Contains("decided before", await NoteAsync());
        Assert.Equal(new PairCounts(1, 0, 0), await _app.Bot.Get<AnswerPairStore>().CountsAsync(Workspaces.Default, "a1"));
        var audited = (await _app.Bot.Get<AuditLog>().ListAsync(Workspaces.Default, "a1"))[0];
        Assert.Equal(("model.compared", "uadmin"), (audited.Action, audited.ActorName));
        Assert.Equal(0, await CountAsync("select count(*) from interactions"));
        Assert.Empty(_cloud.Refused);
    }

    [Fact]
    public async Task Who_may_not_decide_has_asked_a_question_like_any_other()
    {
        await _app.TryAsync("a1", 0.001);
        var guest = _slack.Message("compare: " + RecitingAdapters.Question, user: SlackApp.Admin);
        guest["user_team"] = "T2";
        foreach (var message in (JsonObject[])[_slack.Message("compare: " + RecitingAdapters.Question), guest])
        {
            var answer = await _slack.AskAsync(message);
            Assert.NotEmpty(SlackApp.InteractionOf(answer));
            Assert.DoesNotContain("pair_", answer.Everything);
        }
        Assert.Equal(0, await CountAsync("select count(*) from answer_pairs"));
        Assert.Equal(2, await CountAsync("select count(*) from interactions"));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_compare_one_line_says_why()
    {
        Assert.Contains("No adapter is on trial", await SayAsync("compare: " + RecitingAdapters.Question));
        Assert.Contains("Write the question", await SayAsync("compare:"));
        await _app.TryAsync("a1", 0.001);
        Assert.Contains("Both say the same", await SayAsync("compare: How do I create a tag?"));
        Assert.Contains("No model was asked", await SayAsync("compare: Who won the football match yesterday evening?"));
        Assert.Equal(0, await CountAsync("select count(*) from answer_pairs"));
    }

    [Fact]
    public async Task A_question_that_is_edited_into_a_comparison_is_compared_and_what_its_rater_asked_goes_with_them()
    {
        await _app.TryAsync("a1", 0.001);
        var question = _slack.Message(RecitingAdapters.Question, user: SlackApp.Admin);
        await _slack.AskAsync(question);
        var after = question.DeepClone().AsObject();
        (after["text"], after["edited"]) = ("compare: " + RecitingAdapters.Question, new JsonObject { ["ts"] = "9.1" });
        var asked = await _slack.AskAsync(
            new JsonObject
            {
                ["type"] = "message",
                ["subtype"] = "message_changed",
                ["channel"] = "D1",
                ["channel_type"] = "im",
                ["message"] = after,
                ["previous_message"] = question.DeepClone(),
            }
        );
        var pair = await PairAsync();

        var rater = await TextAsync("select asked_by from answer_pairs");
        Assert.Equal(await TextAsync("select user_id from interactions"), rater);
        await _app.Bot.Get<Erasure>().EraseAsync(Workspaces.Default, rater, "admin");
        await _slack.PressAsync(asked, "pair_first", pair.Id, SlackApp.Admin);
        Assert.Contains("not known", await NoteAsync());
        Assert.Equal(0, await CountAsync("select count(*) from answer_pairs"));
    }

    [Fact]
    public async Task A_comparison_after_the_command_is_seen_by_its_rater_alone()
    {
        await _app.TryAsync("a1", 0.001);
        await _slack.PostAsync(
            "/slack/commands",
            "command=%2Fask&team_id=T1&channel_id=C9&trigger_id=t1&user_id=UADMIN&text="
                + Uri.EscapeDataString("compare: " + RecitingAdapters.Question)
                + "&response_url="
                + Uri.EscapeDataString(_cloud.Address + "/response/1"),
            "application/x-www-form-urlencoded"
        );
        var shown = (await _cloud.WaitForAsync("response"))[0].Arguments.GetRawText();
        Assert.Contains("pair_first", shown);
        Assert.Empty(_cloud.Messages);
    }

    private async Task<string> SayAsync(string text) => (await _slack.AskAsync(_slack.Message(text, user: SlackApp.Admin))).Text;

    private async Task<string> NoteAsync() =>
        (await _cloud.WaitForAsync("chat.postEphemeral"))[0].Arguments.GetProperty("text").GetString()!;

    private async Task<AnswerPair> PairAsync() =>
        (await _app.Bot.Get<AnswerPairStore>().FindAsync(Workspaces.Default, await TextAsync("select id from answer_pairs")))!;

    private async Task<string> TextAsync(string sql)
    {
        await using var connection = await _app.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.QuerySingleAsync<string>(sql);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await _app.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
