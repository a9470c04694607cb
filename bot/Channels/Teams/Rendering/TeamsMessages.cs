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

    private const int LongestText = 6000;
    private const int MostExamples = 3;
    private readonly CardTemplate _welcome = CardTemplate.Load("welcome");

    public OutboundActivity Answer(Answer answer, bool askForDetails) => Fitting(size => Message(
        CardText.Shorten(answer.Text, LongestText >> size), answers.Render(answer, Asking(askForDetails), size)) with
    {
        Entities = AiEntity.Of(answer),
        ChannelData = new JsonObject { ["feedbackLoop"] = new JsonObject { ["type"] = "default" } },
    });

    /// <summary>Takes the place of the wrong answer; its card goes on, for ratings of the new text.</summary>
    public OutboundActivity Corrected(Answer wrong, Correction correction)
    {
        var right = wrong with { Text = correction.CorrectResponse, Outcome = Outcome.Corrected, Sources = [] };
        var text = $"**Corrected** by {CardText.Plain(correction.Reviewer ?? "an admin")}: {right.Text}";
        return Fitting(size => Message(CardText.Shorten(text, LongestText >> size), answers.Render(right, new AnswerMoment(), size)));
    }

    public OutboundActivity Review(Correction correction, ReviewMoment moment) => Fitting(size => Card(reviews.Render(correction, moment, size), "A correction waits for a decision"));

    public OutboundActivity Welcome(WelcomeReply welcome) => Card(_welcome.Bind(new
    {
        title = welcome.Title,
        lines = welcome.Lines.Select(line => new { text = line }),
        examples = welcome.Examples.Take(MostExamples).Select(example => new { title = CardText.Shorten(example, 80), text = CardText.Shorten(example, 500) }),
    }), welcome.Title);

    public static OutboundActivity Notice(string text) => new() { Text = CardText.Shorten(text, LongestText), TextFormat = "markdown" };

    private static AnswerMoment Asking(bool askForDetails) =>
        new(Note: askForDetails ? "You have had a few answers by now. How good was this one? \"Rate in detail\" helps us most." : null);

    private static OutboundActivity Message(string text, JsonObject card) => new()
    {
        Text = text, TextFormat = "markdown", AttachmentLayout = "carousel", Attachments = [OutboundAttachment.Card(card)], Summary = CardText.Shorten(text, 100),
    };

    private static OutboundActivity Card(JsonObject card, string summary) => new() { Attachments = [OutboundAttachment.Card(card)], Summary = summary };

    /// <summary>The fullest rendering that Teams takes; the last step is small whatever it is made of.</summary>
    private static OutboundActivity Fitting(Func<int, OutboundActivity> render)
    {
        for (var size = 0; ; size++)
            if (render(size) is var activity && (size == 2 || Fits(activity)))
                return activity;
    }

    internal static bool Fits(OutboundActivity activity)
    {
        var json = WireJson.Write(activity);
        return json.Length * 2 <= LargestUtf16 && Encoding.UTF8.GetByteCount(json) <= LargestUtf8;
    }
}
