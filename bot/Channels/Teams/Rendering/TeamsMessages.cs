using System.Text;
using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>Replies as activities, each within what Teams takes.</summary>
public sealed class TeamsMessages(AnswerCard answers, ReviewCard reviews)
{
    /// <summary>Teams refuses larger cards; both measures, since it counts UTF-16 and others count bytes.</summary>
    internal const int LargestUtf8 = 28 * 1024;
    internal const int LargestUtf16 = 40 * 1024;

    private const int LongestText = 3000;
    private const int MostExamples = 3;
    private const int SmallestSize = 5;
    private const int LongestExample = 40;
    private readonly CardTemplate _welcome = CardTemplate.Load("welcome");

    /// <summary>
    /// One card holds it all. Text beside a card would be a second message in Teams, with one id for both, and then neither
    /// rating nor correction in place would know which is meant.
    /// </summary>
    public OutboundActivity Answer(Answer answer, bool askForDetails) =>
        Fitting(size =>
            Card(answers.Render(answer, Asking(askForDetails), size), answer.Text) with
            {
                Entities = AiEntity.Of(answer, size),
                ChannelData = new JsonObject { ["feedbackLoop"] = new JsonObject { ["type"] = "default" } },
            }
        );

    /// <summary>Takes the place of the wrong answer; its card goes on, for ratings of the new text.</summary>
    public OutboundActivity Corrected(Answer wrong, Correction correction)
    {
        var right = wrong with { Text = correction.CorrectResponse, Outcome = Outcome.Corrected, Sources = [] };
        var heading = $"Corrected by {CardText.Plain(correction.Reviewer ?? "an admin")}";
        return Fitting(size => Card(answers.Render(right, new AnswerMoment(Heading: heading), size), right.Text));
    }

    public OutboundActivity Review(Correction correction, ReviewMoment moment) =>
        Fitting(size => Card(reviews.Render(correction, moment, size), "A correction waits for a decision"));

    public OutboundActivity Welcome(WelcomeReply welcome) =>
        Card(
            _welcome.Bind(
                new
                {
                    title = welcome.Title,
                    lines = welcome.Lines.Select(line => new { text = line }),
                    examples = welcome
                        .Examples.Where(example => example.Length <= LongestExample)
                        .Take(MostExamples)
                        .Select(example => new { title = example, text = example }),
                }
            ),
            welcome.Title
        );

    public static OutboundActivity Notice(string text) => new() { Text = CardText.Shorten(text, LongestText), TextFormat = "markdown" };

    private static AnswerMoment Asking(bool askForDetails) =>
        new(Note: askForDetails ? "You have had a few answers by now. How good was this one? \"Rate in detail\" helps us most." : null);

    private static OutboundActivity Card(JsonObject card, string summary) =>
        new() { Attachments = [OutboundAttachment.Card(card)], Summary = CardText.Shorten(summary, 100) };

    /// <summary>The fullest rendering that Teams takes; the last step is small whatever it is made of.</summary>
    private static OutboundActivity Fitting(Func<int, OutboundActivity> render)
    {
        for (var size = 0; ; size++)
            if (render(size) is var activity && (size == SmallestSize || Fits(activity)))
                return activity;
    }

    internal static bool Fits(OutboundActivity activity)
    {
        var json = WireJson.Write(activity);
        return json.Length * 2 <= LargestUtf16 && Encoding.UTF8.GetByteCount(json) <= LargestUtf8;
    }
}
