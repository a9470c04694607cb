using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Teams.Pressing;

/// <summary>Buttons of an answer's card: ratings, the correction, the detailed form. All may be pressed twice.</summary>
public sealed class AnswerPresses(
    TeamsIdentity identity,
    Deliveries deliveries,
    InteractionStore interactions,
    FeedbackDesk feedback,
    ReviewDesk desk,
    AnswerCard card
)
{
    /// <summary>Null where the verb is not one of an answer's card.</summary>
    public async Task<PressResult?> HandleAsync(Activity activity, Press press, CancellationToken cancel)
    {
        if (press.Verb is not ("rate" or "openCorrection" or "correct" or "openDetails" or "details" or "close"))
            return null;
        var workspace = identity.WorkspaceOf(activity);
        if (
            press["interaction"] is not { } id
            || !await deliveries.StandsInAsync(workspace, TeamsChannel.ChannelName, activity.Conversation!.Id!, id, cancel)
            || await interactions.FindAsync(workspace, id, cancel) is not { } turn
        )
            return new PressResult.Fault("unknown_answer", "This answer is not known in this conversation. Nothing was changed.");
        var rating = new Rating(workspace, id, identity.UserOf(activity)) { Channel = TeamsChannel.ChannelName };
        return press.Verb switch
        {
            "rate" => await RateAsync(turn, rating with { Thumbs = ThumbsOf(press), Overall = press.Number("stars") }, cancel),
            "details" => await RateAsync(
                turn,
                rating with
                {
                    Accuracy = press.Number("accuracy"),
                    Helpfulness = press.Number("helpfulness"),
                    Clarity = press.Number("clarity"),
                    Comment = press["comment"],
                    Suggestion = press["suggestion"],
                },
                cancel
            ),
            "correct" => await ProposeAsync(turn, rating, press["correctResponse"] ?? "", cancel),
            "openCorrection" => await ShowAsync(turn, rating, AnswerView.Correcting, cancel),
            "openDetails" => await ShowAsync(turn, rating, AnswerView.Detailing, cancel),
            _ => await ShowAsync(turn, rating, AnswerView.Rating, cancel),
        };
    }

    private async Task<PressResult> RateAsync(Interaction turn, Rating rating, CancellationToken cancel) =>
        await feedback.SubmitAsync(rating, cancel) switch
        {
            RatingResult.Stored { OfferCorrection: true } stored => Card(
                turn,
                new AnswerMoment(AnswerView.Correcting, Note: "Thank you. What would have been right?", Mine: stored.Rating)
            ),
            RatingResult.Stored stored => Card(turn, new AnswerMoment(Note: Thanks(stored.Rating), Mine: stored.Rating)),
            RatingResult.Invalid invalid => Card(
                turn,
                new AnswerMoment(
                    rating.Overall is null && rating.Thumbs is null ? AnswerView.Detailing : AnswerView.Rating,
                    Fault: invalid.Message,
                    Mine: rating
                )
            ),
            _ => new PressResult.Fault("unknown_answer", "This answer is not stored any more. Nothing was changed."),
        };

    private async Task<PressResult> ProposeAsync(Interaction turn, Rating key, string text, CancellationToken cancel) =>
        await desk.ProposeAsync(key.Workspace, key.InteractionId, key.User, TeamsChannel.ChannelName, text, cancel) switch
        {
            ProposalResult.Proposed { IsNew: false } => Card(
                turn,
                new AnswerMoment(Note: "Your correction waits for an admin already. Thank you.")
            ),
            ProposalResult.Proposed => Card(
                turn,
                new AnswerMoment(Note: "Thank you. An admin will look at your correction; you will be told here.")
            ),
            ProposalResult.Invalid invalid => Card(turn, new AnswerMoment(AnswerView.Correcting, Fault: invalid.Message, Typed: text)),
            _ => new PressResult.Fault("unknown_answer", "This answer is not stored any more. Nothing was changed."),
        };

    private async Task<PressResult> ShowAsync(Interaction turn, Rating key, AnswerView view, CancellationToken cancel) =>
        Card(turn, new AnswerMoment(view, Mine: await feedback.FindAsync(key.Workspace, key.InteractionId, key.User, cancel)));

    private PressResult.Card Card(Interaction turn, AnswerMoment moment) => new(card.Render(turn, moment));

    private static Thumbs? ThumbsOf(Press press) =>
        press["thumbs"] switch
        {
            "up" => Thumbs.Up,
            "down" => Thumbs.Down,
            _ => null,
        };

    private static string Thanks(Rating rating) =>
        rating.Overall is { } stars ? $"Thank you. You gave {stars} of 5 stars." : "Thank you. Your rating is stored.";
}
