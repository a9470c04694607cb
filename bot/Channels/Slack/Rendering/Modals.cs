using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>What a modal is about and where it was opened; travels with it as its private metadata.</summary>
/// <param name="Id">Interaction, or correction in the admins' modals.</param>
public sealed record ModalSubject(string Id, string? Channel, string? Thread)
{
    public string Write() => WireJson.Write(this);

    public static ModalSubject? TryRead(string? json)
    {
        try
        {
            return json is { Length: > 0 } ? WireJson.Read<ModalSubject>(json) : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}

/// <summary>The forms.</summary>
internal static class Modals
{
    public const string Correction = "correction";
    public const string Details = "details";
    public const string EditProposal = "edit_proposal";
    public const string Rejection = "rejection";
    public const string Explanation = "explanation";
    public const string Question = "question";

    public const string StarsBlock = "overall";

    public const string TextBlock = "text";
    public const string CommentBlock = "comment";
    public const string SuggestionBlock = "suggestion";
    public const string ReasonBlock = "reason";
    public static readonly IReadOnlyList<string> Scales = ["accuracy", "helpfulness", "clarity"];

    private const int LongestPrevious = 2900;

    /// <param name="typed">What stands in the field while its words are counted; null when the form opens.</param>
    public static JsonObject Correct(ModalSubject about, Answer previous, int maxWords, string? typed = null) =>
        Blocks.Modal(
            Correction,
            "Correct this answer",
            "Propose",
            about.Write(),
            [
                Blocks.Section($"*The answer was*\n{Mrkdwn.Of(previous.Text, LongestPrevious)}"),
                Blocks.Field(
                    TextBlock,
                    "What would have been right?",
                    Blocks.TextInput(ActionIds.CorrectionText, live: true),
                    optional: false,
                    $"At most {maxWords} words. An admin looks at it before it becomes the answer.",
                    live: true
                ),
                Count(typed, maxWords),
            ]
        );

    public static JsonObject Rate(ModalSubject about, Rating? mine) =>
        Blocks.Modal(
            Details,
            "Rate in detail",
            "Send",
            about.Write(),
            [
                Blocks.Field(
                    StarsBlock,
                    "How good was the answer?",
                    Blocks.Select(
                        ActionIds.SomeField,
                        "Stars",
                        Enumerable
                            .Range(1, 5)
                            .Reverse()
                            .Select(stars => ($"{new string('★', stars)}{new string('☆', 5 - stars)} {stars} of 5", $"{stars}")),
                        mine?.Overall?.ToString()
                    ),
                    optional: true
                ),
                .. Scales.Select(scale =>
                    Blocks.Field(
                        scale,
                        char.ToUpperInvariant(scale[0]) + scale[1..],
                        Blocks.Select(
                            ActionIds.SomeField,
                            "1 to 5",
                            Enumerable.Range(1, 5).Reverse().Select(value => ($"{value} of 5", $"{value}")),
                            Given(mine, scale)
                        ),
                        optional: true
                    )
                ),
                Blocks.Field(
                    CommentBlock,
                    "What was good or bad about it?",
                    Blocks.TextInput(ActionIds.SomeField, mine?.Comment),
                    optional: true
                ),
                Blocks.Field(
                    SuggestionBlock,
                    "What should we do better?",
                    Blocks.TextInput(ActionIds.SomeField, mine?.Suggestion),
                    optional: true
                ),
            ]
        );

    /// <summary>"Why this answer?", to be read only.</summary>
    public static JsonObject Explain(ModalSubject about, Answer answer) =>
        Blocks.Modal(
            Explanation,
            "Why this answer?",
            null,
            about.Write(),
            Channels
                .Explanation.Of(answer)
                .Select(reason => Blocks.Section($"*{reason.Name}*\n{Mrkdwn.Plain(reason.Value, LongestPrevious)}"))
        );

    public static JsonObject AskDifferently(ModalSubject about, string question) =>
        Blocks.Modal(
            Question,
            "Ask differently",
            "Ask",
            about.Write(),
            [
                Blocks.Field(
                    TextBlock,
                    "Your question",
                    Blocks.TextInput(ActionIds.SomeField, question),
                    optional: false,
                    "Other words, or the name of the thing, often find what these did not."
                ),
            ]
        );

    public static JsonObject Edit(ModalSubject about, Correction correction, int maxWords, string? typed = null) =>
        Blocks.Modal(
            EditProposal,
            "Edit and approve",
            "Approve",
            about.Write(),
            [
                Blocks.Section($"*Question*\n{Mrkdwn.WithAddresses(correction.Question, LongestPrevious)}"),
                Blocks.Field(
                    TextBlock,
                    "The answer from now on",
                    Blocks.TextInput(ActionIds.CorrectionText, correction.CorrectResponse, live: true),
                    optional: false,
                    $"At most {maxWords} words.",
                    live: true
                ),
                Count(typed ?? correction.CorrectResponse, maxWords),
            ]
        );

    public static JsonObject Reject(ModalSubject about, Correction correction) =>
        Blocks.Modal(
            Rejection,
            "Reject",
            "Reject",
            about.Write(),
            [
                Blocks.Section($"*Proposed*\n{Mrkdwn.WithAddresses(correction.CorrectResponse, LongestPrevious)}"),
                Blocks.Field(ReasonBlock, "Why? (whoever proposed it sees this)", Blocks.TextInput(ActionIds.SomeField), optional: true),
            ]
        );

    private static JsonObject Count(string? typed, int maxWords)
    {
        var words = Words.Count(typed ?? "");
        return Blocks.Context(
            words > maxWords ? $"*{words} of {maxWords} words: {words - maxWords} too many*" : $"{words} of {maxWords} words",
            "count"
        );
    }

    private static string? Given(Rating? mine, string scale) =>
        (
            scale switch
            {
                "accuracy" => mine?.Accuracy,
                "helpfulness" => mine?.Helpfulness,
                _ => mine?.Clarity,
            }
        )?.ToString();
}
