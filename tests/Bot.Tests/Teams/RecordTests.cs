using System.Text.Json;
using ChatBot.TestKit.Records;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>Questions about rows, counted exactly and told as cards.</summary>
public sealed class RecordTests
{
    [Fact]
    public async Task Rows_are_counted_followed_up_told_and_not_guessed()
    {
        await using var teams = await TeamsApp.StartAsync();
        await RecordTalk.ImportAsync(teams.Bot);
        var (pending, resolved, all) = RecordTalk.Counts;

        var counted = await teams.AskAsync(teams.Message(RecordTalk.Pending));
        Assert.Contains($"{pending}", counted.Answer);
        Assert.Contains(RecordTalk.Understood, counted.Everything);
        Assert.Contains($"{resolved}", (await teams.AskAsync(teams.Message(RecordTalk.Resolved))).Answer);

        var button = Buttons(counted.Card!.Value).Single(action => action.GetProperty("title").GetString() == RecordTalk.WithoutStatus);
        await teams.PressAsync(teams.Press("a:personal", "ask", button.GetProperty("data")));
        Assert.Contains($"{all}", Assert.Single(await teams.Cloud.WaitForAsync(1)).Answer);

        Assert.Contains(RecordTalk.Status, (await teams.AskAsync(teams.Message(RecordTalk.Row))).Answer);
        Assert.Contains("no request REQ-999999", (await teams.AskAsync(teams.Message(RecordTalk.NoRow))).Everything);
        var table = (await teams.AskAsync(teams.Message(RecordTalk.Offices))).Everything;
        Assert.Contains("\"Table\"", table);
        Assert.Contains("█", table);
    }

    private static IEnumerable<JsonElement> Buttons(JsonElement card) =>
        card.GetProperty("body")
            .EnumerateArray()
            .Where(element => element.GetProperty("type").GetString() == "ActionSet")
            .SelectMany(set => set.GetProperty("actions").EnumerateArray());
}
