using System.Globalization;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Home;

/// <summary>The App Home of one person: what they asked, their preferences, and for admins the corrections that wait.</summary>
public sealed partial class HomeTab(
    SlackClient client,
    SlackIdentity identity,
    SlackCommands commands,
    OwnHistory history,
    PreferenceStore preferences,
    CorrectionStore corrections,
    ILogger<HomeTab> log
)
{
    private const int MostTurns = 8;
    private const int MostCorrections = 8; // five blocks each, of the hundred that a view takes
    private static readonly int[] Often = [1, 3, 5, 10, 20, 50];

    public async Task PublishAsync(string team, string user, CancellationToken cancel)
    {
        var (workspace, person) = (identity.WorkspaceOf(team), identity.UserOf(team, user));
        List<JsonObject> blocks =
        [
            .. await identity.MayDecideAsync(team, team, user, cancel)
                ? Queue(await corrections.ListAsync(workspace, CorrectionStatus.Pending, cancel: cancel))
                : [],
            .. About(commands.Welcome),
            .. Asked(await history.LatestAsync(workspace, person, MostTurns, cancel)),
            .. Preferences(await preferences.GetAsync(workspace, person, cancel)),
        ];
        if (await client.PublishAsync(team, user, Blocks.Home(blocks), cancel) is not ApiResult.Done and var failed)
            NotPublished(failed.ToString());
    }

    internal static IEnumerable<JsonObject> Queue(IReadOnlyList<Correction> waiting)
    {
        yield return Blocks.Header("Corrections that wait");
        if (waiting.Count == 0)
            yield return Blocks.Context("None. New ones are announced in the review channel.");
        foreach (var correction in waiting.Take(MostCorrections))
        {
            foreach (var part in ReviewMessage.Parts(correction))
                yield return part;
            yield return ReviewMessage.Buttons(correction.Id, "review-" + correction.Id);
            yield return Blocks.Divider();
        }
        if (waiting.Count > MostCorrections)
            yield return Blocks.Context($"{waiting.Count - MostCorrections} more wait behind these.");
    }

    internal static IEnumerable<JsonObject> About(WelcomeReply welcome)
    {
        yield return Blocks.Header(welcome.Title);
        foreach (var line in welcome.Lines)
            yield return Blocks.Section(Mrkdwn.Of(line));
    }

    internal static IEnumerable<JsonObject> Asked(IReadOnlyList<OwnTurn> turns)
    {
        yield return Blocks.Header("What you asked");
        if (turns.Count == 0)
            yield return Blocks.Context("Nothing yet. Write to me in the Messages tab.");
        foreach (var turn in turns)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(turn.Created);
            yield return Blocks.Section(
                $"*{Mrkdwn.Plain(turn.Question.ReplaceLineEndings(" ").Replace('*', ' '), 250)}*\n{Mrkdwn.Of(turn.Answer, 1200)}",
                Blocks.Button(ActionIds.Correct, "Correct this", turn.Id)
            );
            yield return Blocks.Context(
                $"<!date^{at.ToUnixTimeSeconds()}^{{date_short_pretty}} "
                    + $"{{time}}|{at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC>"
            );
        }
    }

    internal static IEnumerable<JsonObject> Preferences(Preference mine)
    {
        yield return Blocks.Header("Ratings");
        yield return Blocks.Section(
            mine.OptOut ? "I do not ask you for ratings." : $"I ask you for a detailed rating once in {mine.AskEvery} answers.",
            Blocks.Select(
                ActionIds.AskEvery,
                "How often",
                Often.Select(every => ($"Every {every} answers", every.ToString(CultureInfo.InvariantCulture))),
                mine.AskEvery.ToString(CultureInfo.InvariantCulture)
            )
        );
        yield return Blocks.Actions(
            "preferences",
            mine.OptOut
                ? Blocks.Button(ActionIds.OptIn, "Ask me now and then", "in")
                : Blocks.Button(ActionIds.OptOut, "Do not ask me", "out")
        );
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: a Home tab could not be published: {Result}")]
    private partial void NotPublished(string result);
}
