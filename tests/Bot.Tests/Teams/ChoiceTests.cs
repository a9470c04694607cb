using System.Text.Json;
using ChatBot.Answering;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>Questions that lead on from an answer.</summary>
public sealed class ChoiceTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private static readonly Choice Stash = new("instead: keep it aside", "What is git stash for?");
    private static readonly Choice TooLong = new("too long", new string('x', 1001));

    [Fact]
    public async Task A_choice_is_a_button_that_asks_once_and_outlasts_a_rating()
    {
        await using var teams = await TeamsApp.StartAsync(LeadingAsk.To(Question, Stash, TooLong).Install);
        var answer = await teams.AskAsync(teams.Message(Question));
        var button = Assert.Single(Choices(answer.Card!.Value));
        Assert.Equal(Stash.Label, button.GetProperty("title").GetString());

        var interaction = TeamsApp.InteractionOf(answer);
        var rated = await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, stars = 4 }));
        button = Assert.Single(Choices(rated.GetProperty("value")));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var pressed = await teams.PressAsync(teams.Press("a:personal", "ask", button.GetProperty("data")));
            Assert.Contains("You asked: " + Stash.Question, pressed.GetRawText());
            Assert.Single(Choices(pressed.GetProperty("value")));
        }
        var next = Assert.Single(await teams.Cloud.WaitForAsync(1));
        Assert.Contains("stash", next.Answer);
        Assert.Empty(Choices(next.Card!.Value));
        await teams.AskAsync(teams.Message("How do I create a tag?"));
        Assert.Equal(3, teams.Cloud.Arrived.Count(sent => sent.Method == "POST"));
    }

    private static List<JsonElement> Choices(JsonElement card) =>
        [
            .. card.GetProperty("body")
                .EnumerateArray()
                .Where(element => element.GetProperty("type").GetString() == "ActionSet")
                .SelectMany(set => set.GetProperty("actions").EnumerateArray())
                .Where(action => action.TryGetProperty("verb", out var verb) && verb.GetString() == "ask"),
        ];
}
