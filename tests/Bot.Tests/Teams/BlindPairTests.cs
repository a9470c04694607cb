using System.Text.Json;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;
using ChatBot.Storage;
using ChatBot.TestKit.Learning;
using ChatBot.TestKit.Teams;
using Dapper;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>Two answers, one of a real adapter on trial and one of its base, compared blind in Teams.</summary>
public sealed class BlindPairTests : IAsyncLifetime
{
    private readonly TokenIssuer _issuer = new("key-1", "msteams");
    private TeamsCloud _cloud = null!;
    private CanaryApp _app = null!;
    private TeamsApp _teams = null!;

    public async Task InitializeAsync()
    {
        _cloud = await TeamsCloud.StartAsync();
        _cloud.Published.Add(_issuer);
        _app = await CanaryApp.StartAsync([.. TeamsApp.Settings(_cloud).Select(setting => (setting.Key, setting.Value!))]);
        _teams = TeamsApp.Attach(_app.Bot, _cloud, _issuer);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _cloud.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task A_rater_sees_two_answers_picks_one_and_then_who_wrote_which()
    {
        await _app.TryAsync("a1", 0.001);
        var asked = await AskAsync("COMPARE: " + RecitingAdapters.Question);
        Assert.Equal(2, asked.Everything.Split("A revert adds a new commit").Length - 1);
        Assert.Contains("Which answer is better?", asked.Everything);
        Assert.DoesNotContain("adapter", asked.Everything);
        Assert.DoesNotContain("model as it is", asked.Everything);
        var pair = await PairAsync();

        var stranger = await PressAsync("pair.first", pair.Id, "Mallory", null);
        Assert.Equal("application/vnd.microsoft.activity.message", stranger.GetProperty("type").GetString());
        Assert.Contains("Only admins may decide", stranger.GetRawText());
        Assert.Equal("", (await PairAsync()).Picked);

        var picked = (await PressAsync("pair.neither", pair.Id)).GetRawText();
        var replaced = Assert.Single(await _cloud.WaitForAsync(1));
        Assert.Equal(("PUT", asked.MessageId), (replaced.Method, replaced.MessageId));
        var (adapters, bases) = pair.AdapterFirst ? ("A", "B") : ("B", "A");
        foreach (var shown in (string[])[picked, replaced.Everything])
        {
            Assert.Contains("Neither answer was picked", shown);
            Assert.Contains($"{adapters}, by adapter a1", shown);
            Assert.Contains($"{bases}, by the model as it is", shown);
            Assert.DoesNotContain("pair.first", shown);
        }

        var again = (await PressAsync("pair.first", pair.Id)).GetRawText();
        Assert.Contains("decided before", again);
        Assert.Contains("Neither answer was picked", again);
        Assert.Contains("unknown_pair", (await PressAsync("pair.first", new string('0', 32))).GetRawText());
        Assert.Equal(new PairCounts(0, 0, 1), await _app.Bot.Get<AnswerPairStore>().CountsAsync(Workspaces.Default, "a1"));
        var audited = (await _app.Bot.Get<AuditLog>().ListAsync(Workspaces.Default, "a1"))[0];
        Assert.Equal(("model.compared", "Boss"), (audited.Action, audited.ActorName));
        Assert.Equal(0, await CountAsync("select count(*) from interactions"));
    }

    [Fact]
    public async Task Who_may_not_decide_has_asked_a_question_like_any_other()
    {
        await _app.TryAsync("a1", 0.001);
        var answer = await _teams.AskAsync(_teams.Message("compare: " + RecitingAdapters.Question));
        Assert.NotEmpty(TeamsApp.InteractionOf(answer));
        var elsewhere = _teams.Message("compare: " + RecitingAdapters.Question, "a:elsewhere", user: "Boss", userId: TeamsApp.AdminId);
        elsewhere["channelData"]!["tenant"]!["id"] = "11111111-1111-4111-8111-111111111111";
        Assert.DoesNotContain("pair.", (await _teams.AskAsync(elsewhere)).Everything);
        Assert.Equal(0, await CountAsync("select count(*) from answer_pairs"));
        Assert.Equal(2, await CountAsync("select count(*) from interactions"));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_compare_one_line_says_why()
    {
        Assert.Contains("No adapter is on trial", (await AskAsync("compare: " + RecitingAdapters.Question)).Text);
        Assert.Contains("Write the question", (await AskAsync("compare:")).Text);
        await _app.TryAsync("a1", 0.001);
        Assert.Contains("Both say the same", (await AskAsync("compare: How do I create a tag?")).Text);
        Assert.Equal(0, await CountAsync("select count(*) from answer_pairs"));
    }

    [Fact]
    public async Task A_client_that_submits_instead_of_executing_gets_its_card_updated()
    {
        await _app.TryAsync("a1", 0.001);
        var asked = await AskAsync("compare: " + RecitingAdapters.Question);
        var submit = _teams.Message("", user: "Boss", userId: TeamsApp.AdminId);
        submit["replyToId"] = asked.MessageId;
        submit["value"] = JsonSerializer.SerializeToNode(new { verb = "pair.second", pair = (await PairAsync()).Id });
        await _teams.PostAsync(submit);
        Assert.All(
            await _cloud.WaitForAsync(2), // in answer to the press, and for all others
            sent =>
            {
                Assert.Equal(("PUT", asked.MessageId), (sent.Method, sent.MessageId));
                Assert.Contains("Answer B was picked", sent.Everything);
            }
        );
    }

    private Task<SentActivity> AskAsync(string text) => _teams.AskAsync(_teams.Message(text, user: "Boss", userId: TeamsApp.AdminId));

    private Task<JsonElement> PressAsync(string verb, string pair, string user = "Boss", string? userId = TeamsApp.AdminId) =>
        _teams.PressAsync(_teams.Press("a:personal", verb, new { pair }, user, userId));

    private async Task<AnswerPair> PairAsync()
    {
        await using var connection = await _app.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        var id = await connection.QuerySingleAsync<string>("select id from answer_pairs");
        return (await _app.Bot.Get<AnswerPairStore>().FindAsync(Workspaces.Default, id))!;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await _app.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
