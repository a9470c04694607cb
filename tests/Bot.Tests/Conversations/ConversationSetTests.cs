using System.Text.Json;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Conversations;

/// <summary>
/// Follow-ups and pastes over the sample knowledge, with the shipped weights: each turn with the section that answers it and the outcome.
/// The share that is right is a floor that may only rise; what is off the topic is refused without exception, and no answer is given twice
/// in a row.
/// </summary>
public sealed class ConversationSetTests : IAsyncLifetime
{
    private const int RightFollowUps = 26,
        RightPastes = 15;

    private BotApp _bot = null!;

    public async Task InitializeAsync() =>
        _bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Embeddings:Provider"] = "onnx" });

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task Follow_ups_are_answered_from_the_right_section()
    {
        var right = 0;
        foreach (var conversation in Read<List<List<Turn>>>("follow-ups.json"))
        {
            var id = Guid.NewGuid().ToString("N");
            var before = "";
            foreach (var (i, turn) in conversation.Index())
            {
                var answer = await _bot.AskAsync(turn.Ask, id);
                if (turn.Outcome == "blocked")
                    Assert.True(Outcome(answer) == "blocked", turn.Ask);
                if (Outcome(answer) == "answered")
                    Assert.NotEqual(before, answer.GetProperty("answer").GetString());
                before = answer.GetProperty("answer").GetString()!;
                right += i > 0 && IsRight(turn, answer) ? 1 : 0;
            }
        }
        Assert.True(right >= RightFollowUps, $"{right} follow-ups are right, {RightFollowUps} were.");
    }

    [Fact]
    public async Task Pastes_are_answered_from_the_right_section()
    {
        var right = 0;
        foreach (var paste in Read<List<Turn>>("pastes.json"))
            right += IsRight(paste, await _bot.AskAsync(paste.Ask)) ? 1 : 0;
        Assert.True(right >= RightPastes, $"{right} pastes are right, {RightPastes} were.");
    }

    private static bool IsRight(Turn turn, JsonElement answer)
    {
        var cited = string.Join(
            " | ",
            answer.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("title").GetString())
        );
        return Outcome(answer) == (turn.Outcome ?? "answered")
            && (
                turn.Section is null || turn.Section.Split('|').Any(section => cited.Contains(section, StringComparison.OrdinalIgnoreCase))
            );
    }

    private static string? Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString();

    private static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(
            File.ReadAllText(Path.Combine(SharedData.RepositoryRoot!, "tests/Bot.Tests/Conversations", name)),
            JsonSerializerOptions.Web
        )!;

    /// <param name="Section">Parts of the titles of sections that answer it, with | between alternatives.</param>
    private sealed record Turn(string Ask, string? Section = null, string? Outcome = null);
}
