using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Channels.Slack.Home;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Review;

namespace ChatBot.TestKit.Slack;

/// <summary>Every message and view that the bot can send, made of a given content in all places where content can stand.</summary>
public static class Payloads
{
    public static IEnumerable<JsonElement> Messages(string content)
    {
        foreach (var richness in Enum.GetValues<Richness>())
        {
            foreach (var outcome in Enum.GetValues<Outcome>())
            foreach (var asks in (bool[])[false, true])
                yield return Json(AnswerMessage.Of(Answer(content, outcome), asks, richness));
            foreach (var status in Enum.GetValues<CorrectionStatus>())
                yield return Json(ReviewMessage.Of(Correction(content, status), richness));
            foreach (var picked in (string[])["", "adapter", "against", "neither"])
                yield return Json(
                    PairMessage.Of(new AnswerPair(new string('c', 32), content, content, content, content, content, true, picked), richness)
                );
            yield return Json(
                AnswerMessage.Corrected(Answer(content, Outcome.Answered), Correction(content, CorrectionStatus.Approved), richness)
            );
            yield return Json(
                WelcomeMessage.Of(new WelcomeReply(content, [content, content], [content, content, content, content, content]), richness)
            );
        }
        yield return Json(WelcomeMessage.Notice(content, "UADA"));
        yield return Json(WelcomeMessage.Notice(content, null));
    }

    public static IEnumerable<JsonElement> Modals(string content)
    {
        var about = new ModalSubject(new string('a', 32), "C0123456789", "1700000000.000001");
        var rating = new Rating("default", about.Id, "u")
        {
            Accuracy = 3,
            Helpfulness = 1,
            Clarity = 5,
            Comment = content,
            Suggestion = content,
        };
        yield return Json(Bot.Channels.Slack.Rendering.Modals.Correct(about, Answer(content, Outcome.Answered), 100));
        yield return Json(Bot.Channels.Slack.Rendering.Modals.Correct(about, Answer(content, Outcome.Answered), 100, content));
        yield return Json(Bot.Channels.Slack.Rendering.Modals.Rate(about, null));
        yield return Json(Bot.Channels.Slack.Rendering.Modals.Rate(about, rating));
        yield return Json(Bot.Channels.Slack.Rendering.Modals.Edit(about, Correction(content, CorrectionStatus.Pending), 100, content));
        yield return Json(Bot.Channels.Slack.Rendering.Modals.Reject(about, Correction(content, CorrectionStatus.Reviewed)));
    }

    public static IEnumerable<JsonElement> Homes(string content)
    {
        var waiting = Enumerable
            .Range(0, 30)
            .Select(number => Correction(content, CorrectionStatus.Pending) with { Id = number.ToString("x32") })
            .ToList();
        var turns = Enumerable
            .Range(0, 8)
            .Select(number => new OwnTurn(number.ToString("x32"), content, content, 1_700_000_000_000))
            .ToList();
        yield return Json(
            Blocks.Home([
                .. HomeTab.Queue(waiting),
                .. HomeTab.About(new WelcomeReply(content, [content, content, content], [])),
                .. HomeTab.Asked(turns),
                .. HomeTab.Preferences(new Preference(5)),
            ])
        );
        yield return Json(
            Blocks.Home([.. HomeTab.Queue([]), .. HomeTab.Asked([]), .. HomeTab.Preferences(new Preference(7, OptOut: true))])
        );
    }

    private static Answer Answer(string content, Outcome outcome) =>
        new(
            new string('a', 32),
            content,
            outcome,
            1,
            0.5,
            [
                .. Enumerable
                    .Range(1, 12)
                    .Select(number => new Source(number, content, content, 0.5, content) { Link = LinkOf(number, content) }),
            ],
            new Receipt
            {
                Outcome = outcome,
                Stage = "generation",
                Rule = "extractive",
            }
        );

    private static string? LinkOf(int number, string content) =>
        number % 3 == 0
            ? null
            : "https://docs.example.com/page?a=1&b=<"
                + Uri.EscapeDataString(content.Length > 300 ? content[..200].Replace("\ud83d", "") : "x")
                + ">|";

    private static Correction Correction(string content, CorrectionStatus status) =>
        new(
            new string('b', 32),
            "default",
            new string('a', 32),
            "teams",
            content,
            content,
            content,
            content,
            status,
            "u_x",
            status == CorrectionStatus.Pending ? null : content,
            content,
            null,
            content,
            DateTimeOffset.UnixEpoch,
            status is CorrectionStatus.Approved ? DateTimeOffset.UnixEpoch : null
        );

    private static JsonElement Json(SlackMessage message)
    {
        var json = new JsonObject { ["text"] = message.Text };
        if (message.Blocks is { } blocks)
            json["blocks"] = blocks;
        return Json(json);
    }

    private static JsonElement Json(JsonObject json) => JsonSerializer.Deserialize<JsonElement>(json.ToJsonString());
}
