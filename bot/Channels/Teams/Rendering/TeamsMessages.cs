using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>Replies as activities, each within what Teams takes.</summary>
public sealed class TeamsMessages(AnswerCard answers, ReviewCard reviews, PairCard pairs)
{
    private const int LongestText = 3000;
    private const int MostExamples = 3;
    private const int LongestExample = 40;
    private const int LongestName = 80;
    private readonly CardTemplate _welcome = CardTemplate.Load("welcome");

    /// <summary>
    /// One card holds it all. Text beside a card would be a second message in Teams, with one id for both, and then neither
    /// rating nor correction in place would know which is meant.
    /// </summary>
    public OutboundActivity Answer(Answer answer, bool askForDetails) => Rated(answer, new AnswerMoment(AsksForDetails: askForDetails));

    /// <summary>
    /// Takes the place of the wrong answer; its card goes on, for ratings of the new text. Where the correction has been retired since, the
    /// answer is what it was.
    /// </summary>
    public OutboundActivity Corrected(Answer wrong, Correction correction)
    {
        var isRetired = correction.Status == CorrectionStatus.Retired;
        var right = isRetired
            ? wrong with
            {
                Text = wrong.Text.Length > 0 ? wrong.Text : correction.IncorrectResponse,
            }
            : wrong with
            {
                Text = correction.CorrectResponse,
                Outcome = Outcome.Corrected,
                Sources = [],
            };
        var heading = isRetired
            ? "A correction of this answer was withdrawn"
            : $"Corrected by {CardText.Line(correction.Reviewer ?? "an admin", LongestName)}";
        return Rated(right, new AnswerMoment(Heading: heading));
    }

    private OutboundActivity Rated(Answer answer, AnswerMoment moment) =>
        CardFit.Fitting(size =>
            Card(answers.Render(answer, moment, size), Words(answer.Text)) with
            {
                Entities = AiEntity.Of(answer, size),
                // Teams' own thumbs, where there is something to rate.
                ChannelData = Offers.Ratings(answer) ? new JsonObject { ["feedbackLoop"] = new JsonObject { ["type"] = "default" } } : null,
            }
        );

    public OutboundActivity Review(Correction correction, ReviewMoment moment) =>
        CardFit.Fitting(size => Card(reviews.Render(correction, moment, size), "A correction waits for a decision"));

    public OutboundActivity Pair(AnswerPair pair) => CardFit.Fitting(size => Card(pairs.Render(pair, null, size), BlindPair.Title(pair)));

    public OutboundActivity Welcome(WelcomeReply welcome) =>
        Card(
            _welcome.Bind(
                new
                {
                    title = welcome.Title,
                    lines = CardElements.Of(new Document([.. welcome.Lines.SelectMany(line => MarkdownReader.Read(line).Blocks)])),
                    examples = welcome
                        .Examples.Where(example => example.Length <= LongestExample)
                        .Take(MostExamples)
                        .Select(example => new { title = example, text = example }),
                }
            ),
            welcome.Title
        );

    /// <summary>Plain words: a person's or a document's among them are not obeyed.</summary>
    public static OutboundActivity Notice(string text) =>
        new() { Text = CardText.Shorten(MarkdownReader.Read(text).WithAddresses().ToText(), LongestText), TextFormat = "plain" };

    private static string Words(string markdown) => MarkdownReader.Read(markdown).ToText();

    private static OutboundActivity Card(JsonObject card, string summary) =>
        new() { Attachments = [OutboundAttachment.Card(card)], Summary = CardText.Line(summary, 100) };
}
