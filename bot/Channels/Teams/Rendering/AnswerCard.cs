using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Bot.Documents;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>What an answer's card shows besides the sources.</summary>
public enum AnswerView
{
    Rating,
    Correcting,
    Detailing,
}

/// <summary>What a person sees of an answer's card at a moment.</summary>
/// <param name="Note">Thanks, or what happened.</param>
/// <param name="Fault">What is wrong with what they sent.</param>
/// <param name="Typed">What they had written when it was wrong.</param>
/// <param name="Mine">What they have said of the answer so far.</param>
/// <param name="Heading">Above the answer: that it was corrected, and by whom.</param>
public sealed record AnswerMoment(
    AnswerView View = AnswerView.Rating,
    string? Note = null,
    string? Fault = null,
    string? Typed = null,
    Rating? Mine = null,
    string? Heading = null
);

/// <summary>An answer with its sources, stars, thumbs, the correction and the detailed form.</summary>
public sealed class AnswerCard(IOptions<AnswerOptions> options, SourceLinks links)
{
    private const int MostSources = 10;
    private const int LongestTitle = 120;
    private const int LongestUri = 1000;
    private readonly CardTemplate _template = CardTemplate.Load("answer");

    /// <param name="size">0 shows all; each further step shortens more, for a card that is too large.</param>
    public JsonObject Render(Answer answer, AnswerMoment moment, int size = 0)
    {
        var longest = 6000 >> size;
        var shown = CardText.Shorten(answer.Text, longest);
        var isFound = answer.Outcome != Outcome.NoAnswer;
        return _template.Bind(
            new
            {
                interaction = answer.InteractionId,
                heading = moment.Heading,
                text = AnswerText.Elements(shown),
                plain = shown,
                note = moment.Note,
                fault = moment.Fault,
                outcome = moment.Heading is null ? OutcomeLine(answer) : null,
                sources = isFound ? answer.Sources.Take(MostSources >> size).Select(source => new { line = Line(source, size) }) : [],
                closest = isFound ? [] : Named(answer, size).Select(source => new { line = CardText.Plain(Title(source, size)) }),
                opened = isFound ? [] : Opened(answer, size).Select(source => new { title = Title(source, size), url = source.Link }),
                form = moment.View == AnswerView.Correcting,
                details = moment.View == AnswerView.Detailing,
                rate = moment.View == AnswerView.Rating && answer.Outcome != Outcome.Failed,
                mayCorrect = moment.View != AnswerView.Correcting && answer.Outcome != Outcome.Failed,
                mayDetail = moment.View != AnswerView.Detailing && answer.Outcome != Outcome.Failed,
                words = CardText.Words(Words.Count(answer.Text)),
                limit = $"at most {options.Value.MaxWords} words" + (moment.Typed is { } typed ? $", this has {Words.Count(typed)}" : ""),
                typed = moment.Typed,
                comment = moment.Mine?.Comment is { } comment ? CardText.Shorten(comment, longest / 4) : null,
                suggestion = moment.Mine?.Suggestion is { } suggestion ? CardText.Shorten(suggestion, longest / 4) : null,
                scales = new[]
                {
                    new
                    {
                        id = "accuracy",
                        label = "Accuracy",
                        value = moment.Mine?.Accuracy?.ToString(),
                    },
                    new
                    {
                        id = "helpfulness",
                        label = "Helpfulness",
                        value = moment.Mine?.Helpfulness?.ToString(),
                    },
                    new
                    {
                        id = "clarity",
                        label = "Clarity",
                        value = moment.Mine?.Clarity?.ToString(),
                    },
                },
                stars = Enumerable
                    .Range(1, 5)
                    .Select(star => new
                    {
                        stars = star,
                        title = $"{star} of 5 stars",
                        sign = star <= (moment.Mine?.Overall ?? 0) ? "★" : "☆",
                        color = star <= (moment.Mine?.Overall ?? 0) ? "Warning" : "Default",
                    }),
            }
        );
    }

    private static string Line(Source source, int size) =>
        $"\\[{source.Number}\\] " + CardText.Link(Title(source, size), IsOpen(source, size) ? source.Link! : "");

    private static string Title(Source source, int size) => CardText.Shorten(source.Title, LongestTitle >> size);

    private static bool IsOpen(Source source, int size) => WebAddress.Of(source.Link)?.Length <= LongestUri >> size;

    /// <summary>The closest pages of no answer: those that a button opens, and those that are named only.</summary>
    private static IEnumerable<Source> Opened(Answer answer, int size) => answer.Sources.Where(source => IsOpen(source, size));

    private static IEnumerable<Source> Named(Answer answer, int size) => answer.Sources.Where(source => !IsOpen(source, size));

    private static string? OutcomeLine(Answer answer) =>
        answer.Outcome switch
        {
            Outcome.Corrected => "Approved by an admin",
            Outcome.Blocked => "Outside of what I may answer",
            Outcome.NoAnswer => "Not found in the documents",
            Outcome.Failed => "Something failed",
            _ => Certainties.Of(answer) is { } certainty ? Certainties.Words(certainty) : null,
        };

    /// <summary>What the card of a stored turn shows.</summary>
    public JsonObject Render(Interaction turn, AnswerMoment moment) =>
        Render(links.Elsewhere(turn.Question.Workspace, turn.Answer), moment);
}
