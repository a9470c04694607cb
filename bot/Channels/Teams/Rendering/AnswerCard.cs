using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Guarding;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Documents;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>What an answer's card shows below the sources.</summary>
public enum AnswerView
{
    /// <summary>The stars, or what else helps.</summary>
    Open,

    /// <summary>Thanks in place of them.</summary>
    Settled,
    Correcting,
    Detailing,
    Explaining,
}

/// <summary>What a person sees of an answer's card at a moment.</summary>
/// <param name="Note">Thanks, or what happened.</param>
/// <param name="Fault">What is wrong with what they sent.</param>
/// <param name="Typed">What they had written when it was wrong.</param>
/// <param name="Mine">What they have said of the answer so far.</param>
/// <param name="Heading">Above the answer: that it was corrected, and by whom.</param>
/// <param name="AsksForDetails">True where it is this person's turn for the detailed form.</param>
public sealed record AnswerMoment(
    AnswerView View = AnswerView.Open,
    string? Note = null,
    string? Fault = null,
    string? Typed = null,
    Rating? Mine = null,
    string? Heading = null,
    bool AsksForDetails = false
);

/// <summary>
/// An answer with its sources and one row of what to do about it: stars and the correction, or, where there is no answer, what leads to
/// one. All else is behind "…".
/// </summary>
public sealed class AnswerCard(IOptions<AnswerOptions> options, SourceLinks links, TopicSource topic)
{
    private const int MostSources = 10;
    private const int MostExamples = 3;
    private const int LongestExample = 60;
    private const int LongestTitle = 120;
    private const int LongestChoice = 60;

    /// <summary>A longer question is not offered: it stands in the card twice, and cut it would be another one.</summary>
    private const int LongestQuestion = 1000;
    private const int LongestUri = 1000;
    private const int LongestText = 6000;
    private const int MostBytes = 16_000;
    private readonly CardTemplate _template = CardTemplate.Load("answer");

    /// <param name="size">0 shows all; each further step shortens more, for a card that is too large.</param>
    public JsonObject Render(Answer answer, AnswerMoment moment, int size = 0)
    {
        var longest = LongestText >> size;
        var text = MarkdownReader.Read(answer.Text).Shorten(longest);
        var isFound = answer.Outcome != Outcome.NoAnswer;
        var isOpen = moment.View == AnswerView.Open;
        var isClosed = moment.View is AnswerView.Open or AnswerView.Settled;
        var claims = Offers.Ratings(answer);
        var isAnswer = answer.Outcome is Outcome.Answered or Outcome.Corrected;
        return _template.Bind(
            new
            {
                interaction = answer.InteractionId,
                heading = moment.Heading,
                text = CardElements.Of(text, MostBytes >> size),
                plain = text.ToText(),
                note = moment.Note,
                fault = moment.Fault,
                outcome = moment.Heading is null ? OutcomeLine(answer) : null,
                sources = isFound ? answer.Sources.Take(MostSources >> size).Select(source => Named(source, size)) : [],
                closest = isFound ? [] : answer.Sources.Where(source => !IsOpen(source, size)).Select(source => Named(source, size)),
                areClosest = !isFound && answer.Sources.Count > 0,
                opened = isFound ? [] : answer.Sources.Where(source => IsOpen(source, size)).Select(source => Named(source, size)),
                choices = isClosed ? Choices(answer, size) : [],
                examples = isOpen && answer.Outcome == Outcome.Blocked ? Examples(size) : [],
                form = moment.View == AnswerView.Correcting,
                details = moment.View == AnswerView.Detailing,
                reasons = moment.View == AnswerView.Explaining
                    ? Explanation.Of(answer).Select(reason => new { name = reason.Name, value = CardText.Line(reason.Value, longest / 8) })
                    : null,
                rate = isOpen && claims,
                offerCorrection = isOpen && claims,
                offerDetails = isOpen && claims && moment.AsksForDetails,
                askAnew = !isOpen || isAnswer ? null : Offers.AskAnew(answer),
                correct = !isClosed || answer.Outcome == Outcome.Failed || isOpen && claims || isAnswer && !claims
                    ? null
                    : Offers.KnowsAnswer(answer) ?? "Correct this",
                mayDetail = isClosed && claims && !(isOpen && moment.AsksForDetails),
                mayChange = moment is { View: AnswerView.Settled, Mine: not null } && claims,
                mayAskWhy = isClosed,
                words = CardText.Words(Words.Count(answer.Text)),
                limit = $"at most {options.Value.MaxWords} words" + (moment.Typed is { } typed ? $", this has {Words.Count(typed)}" : ""),
                typed = moment.Typed is { } written ? CardText.Shorten(written, longest) : null,
                comment = moment.Mine?.Comment is { } comment ? CardText.Shorten(comment, longest / 4) : null,
                suggestion = moment.Mine?.Suggestion is { } suggestion ? CardText.Shorten(suggestion, longest / 4) : null,
                scales = new[]
                {
                    Scale("accuracy", "Accuracy", moment.Mine?.Accuracy),
                    Scale("helpfulness", "Helpfulness", moment.Mine?.Helpfulness),
                    Scale("clarity", "Clarity", moment.Mine?.Clarity),
                },
                stars = Enumerable.Range(1, 5).Select(star => Star(star, star <= (moment.Mine?.Overall ?? 0))),
            }
        );
    }

    /// <summary>What the card of a stored turn shows.</summary>
    public JsonObject Render(Interaction turn, AnswerMoment moment) =>
        CardFit.Fitting(size => Render(links.Elsewhere(turn.Question.Workspace, turn.Answer), moment, size));

    private static object Star(int stars, bool isGiven) =>
        new
        {
            stars,
            title = stars == 1 ? "1 of 5 stars" : $"{stars} of 5 stars",
            sign = isGiven ? "★" : "☆",
            color = isGiven ? "Warning" : "Default",
        };

    private static object Scale(string id, string label, int? value) =>
        new
        {
            id,
            label,
            value = value?.ToString(),
        };

    private IEnumerable<object> Examples(int size) =>
        topic.Topic is not { } file
            ? []
            : file
                .InScope.Where(example => example.Length <= LongestExample)
                .Take(MostExamples >> size)
                .Select(question => new { question });

    private static IEnumerable<object> Choices(Answer answer, int size) =>
        OfferedChoices
            .Of(answer)
            .Where(choice => choice.Question.Length <= LongestQuestion >> size)
            .Select(choice => new { label = CardText.Line(choice.Label, LongestChoice), question = choice.Question });

    private static object Named(Source source, int size) =>
        new
        {
            number = source.Number,
            title = CardText.Line(source.Title.Length > 0 ? source.Title : source.Uri, LongestTitle >> size),
            url = IsOpen(source, size) ? WebAddress.Of(source.Link) : null,
        };

    private static bool IsOpen(Source source, int size) => WebAddress.Of(source.Link)?.Length <= LongestUri >> size;

    private static string? OutcomeLine(Answer answer) =>
        answer.Outcome switch
        {
            Outcome.Corrected => "Approved by an admin",
            Outcome.Blocked => "Outside of what I may answer",
            Outcome.NoAnswer => "Not found in the documents",
            Outcome.Failed => "Something failed",
            _ => Certainties.Of(answer) is { } certainty ? Certainties.Words(certainty) : null,
        };
}
