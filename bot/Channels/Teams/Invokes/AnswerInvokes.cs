using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>
/// Buttons of an answer's card, also of those that were delivered long ago: ratings, the correction, the detailed form, why, and the
/// question in other words. All may be pressed twice.
/// </summary>
public sealed class AnswerInvokes(
    TeamsIdentity identity,
    Deliveries deliveries,
    InteractionStore interactions,
    FeedbackService feedback,
    ReviewService reviews,
    CorrectionStore corrections,
    AskedAnew anew,
    AnswerCard card
)
{
    private const int LongestQuestion = 300;

    /// <summary>Null where the verb is not one of an answer's card.</summary>
    public async Task<InvokeResult?> HandleAsync(Activity activity, CardAction action, CancellationToken cancel)
    {
        if (action.Verb is not ("rate" or "openCorrection" or "correct" or "openDetails" or "details" or "close" or "why" or "ask"))
            return null;
        var workspace = identity.WorkspaceOf(activity);
        if (
            action["interaction"] is not { } id
            || !await deliveries.StandsInAsync(workspace, TeamsChannel.ChannelName, activity.Conversation!.Id!, id, cancel)
            || await interactions.FindAsync(workspace, id, cancel) is not { } turn
        )
            return new InvokeResult.Fault("unknown_answer", "This answer is not known in this conversation. Nothing was changed.");
        // What is shown goes on being what was corrected.
        turn = await corrections.AsItStandsAsync(turn, cancel);
        var rating = new Rating(workspace, id, identity.UserOf(activity)) { Channel = TeamsChannel.ChannelName };
        return action.Verb switch
        {
            "rate" => await RateAsync(turn, rating with { Thumbs = ThumbsOf(action), Overall = action.Number("stars") }, cancel),
            "details" => await RateAsync(
                turn,
                rating with
                {
                    Accuracy = action.Number("accuracy"),
                    Helpfulness = action.Number("helpfulness"),
                    Clarity = action.Number("clarity"),
                    Comment = action["comment"],
                    Suggestion = action["suggestion"],
                },
                cancel
            ),
            "correct" => await ProposeAsync(turn, rating, action["correctResponse"] ?? "", cancel),
            "openCorrection" => await ShowAsync(turn, rating, AnswerView.Correcting, cancel),
            "openDetails" => await ShowAsync(turn, rating, AnswerView.Detailing, cancel),
            "why" => await ShowAsync(turn, rating, AnswerView.Explaining, cancel),
            "ask" => await AskAsync(activity, turn, action["question"]?.Trim() ?? "", cancel),
            _ => await ShowAsync(turn, rating, AnswerView.Open, cancel),
        };
    }

    private async Task<InvokeResult> RateAsync(Interaction turn, Rating rating, CancellationToken cancel) =>
        await feedback.SubmitAsync(rating, cancel) switch
        {
            RatingResult.Stored { OfferCorrection: true } stored => Card(
                turn,
                new AnswerMoment(AnswerView.Correcting, Note: "Thank you. What would have been right?", Mine: stored.Rating)
            ),
            RatingResult.Stored stored => Card(
                turn,
                new AnswerMoment(AnswerView.Settled, Note: Thanks(stored.Rating), Mine: stored.Rating)
            ),
            RatingResult.Invalid invalid => Card(
                turn,
                new AnswerMoment(
                    rating.Overall is null && rating.Thumbs is null ? AnswerView.Detailing : AnswerView.Open,
                    Fault: invalid.Message,
                    Mine: rating
                )
            ),
            _ => new InvokeResult.Fault("unknown_answer", "This answer is not stored any more. Nothing was changed."),
        };

    private async Task<InvokeResult> ProposeAsync(Interaction turn, Rating key, string text, CancellationToken cancel) =>
        await reviews.ProposeAsync(key.Workspace, key.InteractionId, key.User, TeamsChannel.ChannelName, text, cancel) switch
        {
            ProposalResult.Proposed { IsNew: false } => Card(
                turn,
                new AnswerMoment(AnswerView.Settled, Note: "Your correction waits for an admin already. Thank you.")
            ),
            ProposalResult.Proposed => Card(
                turn,
                new AnswerMoment(AnswerView.Settled, Note: "Thank you. An admin will look at your correction; you will be told here.")
            ),
            ProposalResult.Invalid invalid => Card(turn, new AnswerMoment(AnswerView.Correcting, Fault: invalid.Message, Typed: text)),
            _ => new InvokeResult.Fault("unknown_answer", "This answer is not stored any more. Nothing was changed."),
        };

    private async Task<InvokeResult> AskAsync(Activity activity, Interaction turn, string question, CancellationToken cancel)
    {
        if (question.Length == 0)
            return Card(turn, new AnswerMoment(Fault: "Write a question first."));
        await anew.TakeAsync(activity, turn.Answer.InteractionId, question, cancel);
        return Card(turn, new AnswerMoment(AnswerView.Settled, Note: $"You asked: {CardText.Line(question, LongestQuestion)}"));
    }

    private async Task<InvokeResult> ShowAsync(Interaction turn, Rating key, AnswerView view, CancellationToken cancel) =>
        Card(turn, new AnswerMoment(view, Mine: await feedback.FindAsync(key.Workspace, key.InteractionId, key.User, cancel)));

    private InvokeResult.Card Card(Interaction turn, AnswerMoment moment) => new(card.Render(turn, moment));

    private static Thumbs? ThumbsOf(CardAction action) =>
        action["thumbs"] switch
        {
            "up" => Thumbs.Up,
            "down" => Thumbs.Down,
            _ => null,
        };

    private static string Thanks(Rating rating) =>
        rating.Overall is { } stars ? $"Thank you. You gave {stars} of 5 stars." : "Thank you. Your rating is stored.";
}
