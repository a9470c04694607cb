using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Capping;
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
                facts = Facts(correction),
                question = CardText.Shorten(correction.Question, longest),
                incorrect = AnswerText.Elements(CardText.Shorten(correction.IncorrectResponse, longest / 2)),
                correct = AnswerText.Elements(CardText.Shorten(proposed, longest / 2)),
                typed = open && moment.MayDecide ? CardText.Shorten(proposed, longest) : null,
                words = CardText.Words(Words.Count(proposed)),
                limit = $"at most {options.Value.MaxWords} words",
                reach = open && moment.Reach is { } report
                    ? new
                    {
                        summary = Summary(report),
                        examples = report.Examples.Take(MostExamples >> size).Select(example => new { text = Example(example) }),
                    }
                    : null,
                mayDecide = open && moment.MayDecide,
                offerView = open && !moment.MayDecide,
                refresh = open ? new { userIds = moment.Viewers is { Count: > 0 and <= MostViewers } viewers ? viewers : null } : null,
            }
        );
    }

    private static string Summary(BlastReport report)
    {
        var steps = report.Steps.Select(step => $"{step.Questions} at {step.Threshold:0.00}");
        var at = report.Steps.FirstOrDefault(step => step.Threshold == report.Threshold);
        return $"**Reach:** it would have answered {at?.Questions ?? 0} past questions, asked {at?.Interactions ?? 0} times, at the "
            + $"threshold {report.Threshold:0.00} ({string.Join(", ", steps)}).";
    }

    private static string Example(BlastExample example)
    {
        var rated = example is { Up: 0, Down: 0, Stars: null }
            ? ""
            : $", rated {example.Up} up, {example.Down} down{(example.Stars is { } stars ? $", {stars:0.0} stars" : "")}";
        return $"{example.Similarity:0.00} {CardText.Shorten(example.Question, 160)} ({example.Times} times{rated})";
    }

    private static string Title(Correction correction) =>
        correction.Status switch
        {
            CorrectionStatus.Approved => $"Approved by {CardText.Plain(correction.Reviewer ?? "an admin")}",
            CorrectionStatus.Rejected => $"Rejected by {CardText.Plain(correction.Reviewer ?? "an admin")}",
            CorrectionStatus.Retired => $"Retired by {CardText.Plain(correction.Reviewer ?? "an admin")}",
            _ => "A correction waits for your decision",
        };

    private static IEnumerable<object> Facts(Correction correction)
    {
        yield return new { title = "Proposed", value = $"{correction.Created:yyyy-MM-dd HH:mm} UTC in {correction.Channel}" };
        if (correction.Category.Length > 0)
            yield return new { title = "Category", value = CardText.Plain(correction.Category) };
        if (correction.Decided is { } decided)
            yield return new { title = "Decided", value = $"{decided:yyyy-MM-dd HH:mm} UTC" };
        if (correction.Reason is { Length: > 0 } reason)
            yield return new { title = "Reason", value = CardText.Plain(CardText.Shorten(reason, 300)) };
        if (correction.Flag is { Length: > 0 } flag)
            yield return new { title = "Look again", value = CardText.Plain(CardText.Shorten(flag, 300)) };
    }
}
