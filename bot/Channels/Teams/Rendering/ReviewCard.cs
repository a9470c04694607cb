using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Learning.Review;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>What a review card shows at a moment.</summary>
/// <param name="MayDecide">True in the view of an admin: the buttons are there.</param>
/// <param name="Reach">What it would have caught so far; null where that is not known.</param>
/// <param name="Viewers">Teams ids of those whose clients fetch their own view; empty: everybody's may (small conversations).</param>
public sealed record ReviewMoment(
    bool MayDecide = false,
    string? Note = null,
    string? Fault = null,
    string? Typed = null,
    IReadOnlyList<string>? Viewers = null,
    BlastReport? Reach = null
);

/// <summary>
/// A correction for admins to decide. Everybody gets the read-only card; the clients of admins then fetch the one with the
/// buttons (<c>refresh</c>). Decided, it says who decided what, to all.
/// </summary>
public sealed class ReviewCard(IOptions<AnswerOptions> options)
{
    /// <summary>Teams takes no more user ids in a card's refresh.</summary>
    public const int MostViewers = 60;

    private const int MostExamples = 5;
    private const int LongestName = 80;
    private const int MostBytes = 7000;

    private readonly CardTemplate _template = CardTemplate.Load("review");

    /// <param name="size">0 shows all; each further step shortens more, for a card that is too large.</param>
    public JsonObject Render(Correction correction, ReviewMoment moment, int size = 0)
    {
        var longest = 4000 >> size;
        var open = correction.Status is CorrectionStatus.Pending or CorrectionStatus.Reviewed;
        var proposed = moment.Typed ?? correction.CorrectResponse;
        return _template.Bind(
            new
            {
                correction = correction.Id,
                title = Title(correction),
                color = correction.Status switch
                {
                    CorrectionStatus.Approved => "Good",
                    CorrectionStatus.Rejected or CorrectionStatus.Retired => "Attention",
                    _ => "Default",
                },
                note = moment.Note,
                fault = moment.Fault,
                decision = Decision(correction).Select(text => new { text }),
                flag = Flag(correction),
                question = CardElements.Of(MarkdownReader.AsWritten(correction.Question).Shorten(longest / 2), MostBytes / 2 >> size),
                incorrect = Shown(correction.IncorrectResponse, size),
                correct = Shown(proposed, size),
                becomes = correction.Status == CorrectionStatus.Rejected ? "Proposed"
                : open ? "Will be"
                : "Is",
                typed = open && moment.MayDecide ? CardText.Shorten(proposed, longest) : null,
                words = CardText.Words(Words.Count(proposed)),
                limit = $"at most {options.Value.MaxWords} words",
                reach = open && moment.Reach is { } report ? Summary(report) : null,
                facts = Facts(correction, open ? moment.Reach : null).Select(fact => new { name = fact.Name, value = fact.Value }),
                examples = open && moment.Reach is { } measured
                    ? measured.Examples.Take(MostExamples >> size).Select(example => new { text = Example(example) })
                    : null,
                mayDecide = open && moment.MayDecide,
                offerView = open && !moment.MayDecide,
                refresh = open ? new { userIds = moment.Viewers is { Count: > 0 and <= MostViewers } viewers ? viewers : null } : null,
            }
        );
    }

    /// <summary>Whoever decides sees where each link leads.</summary>
    private static JsonArray Shown(string answer, int size) =>
        CardElements.Of(MarkdownReader.Read(answer).WithAddresses().Shorten(2000 >> size), MostBytes >> size);

    private static string Summary(BlastReport report)
    {
        var at = report.Steps.FirstOrDefault(step => step.Threshold == report.Threshold);
        return $"Reach: it would have answered {at?.Questions ?? 0} past questions, asked {at?.Interactions ?? 0} times.";
    }

    private static string Example(BlastExample example)
    {
        var rated = example is { Up: 0, Down: 0, Stars: null }
            ? ""
            : $", rated {example.Up} up, {example.Down} down{(example.Stars is { } stars ? $", {stars:0.0} stars" : "")}";
        return $"{example.Similarity:0.00} {CardText.Line(example.Question, 160)} ({example.Times} times{rated})";
    }

    private static string Title(Correction correction) =>
        correction.Status switch
        {
            CorrectionStatus.Approved => $"Approved by {Reviewer(correction)}",
            CorrectionStatus.Rejected => $"Rejected by {Reviewer(correction)}",
            CorrectionStatus.Retired => $"Retired by {Reviewer(correction)}",
            _ => "A correction waits for your decision",
        };

    private static string Reviewer(Correction correction) => CardText.Line(correction.Reviewer ?? "an admin", LongestName);

    /// <summary>What the decision was for, or what asks for another.</summary>
    private static IEnumerable<string> Decision(Correction correction)
    {
        if (correction.Reason is { Length: > 0 } reason)
            yield return $"Reason: {CardText.Line(reason, 300)}";
    }

    /// <summary>Apart from what the correction says: a document that its answer cited has changed.</summary>
    private static string? Flag(Correction correction) =>
        correction.Flag is not { Length: > 0 } flag
            ? null
            : $"Look at this again: {CardText.Line(flag, 300)}" + (correction.Flagged is { } at ? $" ({at:yyyy-MM-dd HH:mm} UTC)" : "");

    private static IEnumerable<(string Name, string Value)> Facts(Correction correction, BlastReport? reach)
    {
        yield return ("Proposed", $"{correction.Created:yyyy-MM-dd HH:mm} UTC in {correction.Channel}");
        if (correction.Category.Length > 0)
            yield return ("Category", CardText.Line(correction.Category, LongestName));
        if (correction.Decided is { } decided)
            yield return ("Decided", $"{decided:yyyy-MM-dd HH:mm} UTC");
        if (reach is not null)
            yield return (
                $"Past questions at the threshold {reach.Threshold:0.00} and others",
                string.Join(", ", reach.Steps.Select(step => $"{step.Questions} at {step.Threshold:0.00}"))
            );
    }
}
