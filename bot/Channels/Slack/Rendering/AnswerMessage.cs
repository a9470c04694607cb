using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>An answer: its text, its sources, and the ways to rate and correct it.</summary>
internal static class AnswerMessage
{
    private const int MostSources = 10;
    private const int LongestSources = 2900;
    private const int LongestSourceTitle = 150;
    private const int LongestNotification = 1000;
    private const int LongestUrl = 3000;
    private const int LongestQuestion = 300;

    public static SlackMessage Of(Answer answer, bool askForDetails, Richness richness) =>
        Of(answer, Mark(answer), answer.Text, askForDetails, richness);

    /// <summary>
    /// Takes the place of the wrong answer; its buttons go on, for ratings of the new text. Where the correction has been retired since,
    /// the answer is what it was.
    /// </summary>
    public static SlackMessage Corrected(Answer wrong, Correction correction, Richness richness) =>
        correction.Status == CorrectionStatus.Retired
            ? Of(
                wrong,
                "A correction of this answer was withdrawn",
                wrong.Text.Length > 0 ? wrong.Text : correction.IncorrectResponse,
                false,
                richness
            )
            : Of(
                wrong with
                {
                    Outcome = Outcome.Corrected,
                    Sources = [],
                },
                $"*Corrected* by {Mrkdwn.Plain(correction.Reviewer ?? "an admin", 80)}",
                correction.CorrectResponse,
                false,
                richness
            );

    private static SlackMessage Of(Answer answer, string? mark, string markdown, bool askForDetails, Richness richness)
    {
        var notification = Mrkdwn.Of(markdown, LongestNotification);
        if (richness == Richness.TextOnly)
            return new SlackMessage(
                string.Join(
                    "\n\n",
                    ((string?[])[mark, Mrkdwn.Of(markdown), Sources(answer, hasButtons: false), ChoicesInWords(answer)]).OfType<string>()
                ),
                null
            );
        var blocks = new List<JsonObject>();
        if (mark is not null)
            blocks.Add(Blocks.Context(mark));
        blocks.Add(Blocks.Section(Mrkdwn.Of(markdown)));
        if (Sources(answer, hasButtons: true) is { } sources)
            blocks.Add(Blocks.Context(sources));
        if (Closest(answer) is { Length: > 0 } closest)
            blocks.Add(Blocks.Actions("closest", closest));
        if (Choices(answer) is { Length: > 0 } choices)
            blocks.Add(Blocks.Actions("choices", choices));
        blocks.AddRange(Below(answer, askForDetails, richness));
        return new SlackMessage(notification, Blocks.Array(blocks));
    }

    /// <summary>One row: the thumbs and "Correct this", or where nothing was found a way on; what is rarer behind "…".</summary>
    private static IEnumerable<JsonObject> Below(Answer answer, bool askForDetails, Richness richness)
    {
        var id = answer.InteractionId;
        if (!Offers.Ratings(answer))
        {
            if (answer.Outcome is not (Outcome.Answered or Outcome.Corrected))
                yield return Blocks.Actions(
                    "rate",
                    Blocks.Button(ActionIds.AskDifferently, Offers.AskAnew(answer), id),
                    More(id, Offers.KnowsAnswer(answer) is { } offer ? [(offer, ActionIds.Correct)] : [])
                );
            yield break;
        }
        if (askForDetails)
            yield return Blocks.Context("You have had a few answers by now. *Rate in detail*, behind “…”, helps us most.");
        if (richness == Richness.Full)
            yield return Blocks.Feedback("thumbs", ActionIds.Thumbs, $"up|{id}", $"down|{id}");
        yield return Blocks.Actions(
            "rate",
            [
                .. richness == Richness.Full ? [] : Thumbs(id),
                Blocks.Button(ActionIds.Correct, "Correct this", id),
                More(id, ("Rate in detail", ActionIds.Details)),
            ]
        );
    }

    private static JsonNode[] Thumbs(string interaction) =>
        [
            Blocks.Button(ActionIds.ThumbsUp, "Good answer", $"up|{interaction}"),
            Blocks.Button(ActionIds.ThumbsDown, "Bad answer", $"down|{interaction}"),
        ];

    private static JsonObject More(string interaction, params IEnumerable<(string Label, string Action)> options) =>
        Blocks.Overflow(
            ActionIds.More,
            options.Append(("Why this answer?", ActionIds.Why)).Select(option => (option.Item1, $"{option.Item2}|{interaction}"))
        );

    /// <summary>Only their number travels: what is asked is read from the stored answer.</summary>
    private static JsonNode[] Choices(Answer answer) =>
        [
            .. OfferedChoices
                .Of(answer)
                .Select((choice, at) => Blocks.Button($"{ActionIds.Choice}_{at}", choice.Label, $"{at}|{answer.InteractionId}")),
        ];

    private static string? ChoicesInWords(Answer answer) =>
        OfferedChoices.Of(answer) is { Count: > 0 } choices
            ? string.Join(
                "\n",
                choices.Select(choice => $"• {Mrkdwn.Plain(choice.Question, LongestQuestion)}").Prepend(OfferedChoices.InWords)
            )
            : null;

    /// <summary>A button for each page that comes closest, where it opens.</summary>
    private static JsonNode[] Closest(Answer answer) =>
        answer.Outcome != Outcome.NoAnswer
            ? []
            :
            [
                .. answer
                    .Sources.Where(source => source.Link is { Length: <= LongestUrl })
                    .Select(source => Blocks.LinkButton($"{ActionIds.Closest}_{source.Number}", source.Title, source.Link!)),
            ];

    /// <summary>One line each, as many as fit; of no answer those that no button opens.</summary>
    private static string? Sources(Answer answer, bool hasButtons)
    {
        var lines = new List<string>();
        var isClosest = answer.Outcome == Outcome.NoAnswer;
        var named = answer.Sources.Where(source => !isClosest || !hasButtons || source.Link is not { Length: <= LongestUrl });
        foreach (var source in named.Take(MostSources))
        {
            var label = isClosest ? "•" : $"[{source.Number}]";
            var line = $"{label} {Mrkdwn.Link(Blocks.Cut(source.Title, LongestSourceTitle), source.Link ?? "")}";
            if (lines.Sum(one => one.Length + 1) + line.Length > LongestSources)
                line = $"{label} {Mrkdwn.Plain(source.Title.ReplaceLineEndings(" "), 40)}";
            if (lines.Sum(one => one.Length + 1) + line.Length > LongestSources)
                break;
            lines.Add(line);
        }
        return lines.Count > 0 ? string.Join("\n", lines) : null;
    }

    private static string? Mark(Answer answer) =>
        answer.Outcome switch
        {
            Outcome.Corrected => "Approved by an admin",
            Outcome.Blocked => "Outside of what I may answer",
            Outcome.NoAnswer => "Not found in the documents",
            Outcome.Failed => "Something failed",
            _ => Certainties.Of(answer) is { } certainty ? Certainties.Words(certainty) : null,
        };
}
