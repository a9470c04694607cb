using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>Buttons below an answer, and the forms that they open. All may be pressed twice.</summary>
public sealed class AnswerActions(
    SlackIdentity identity,
    InteractionStore interactions,
    FeedbackService feedback,
    ReviewService reviews,
    CorrectionStore corrections,
    CorrectionText text,
    AskedAnew anew,
    EphemeralMessages whispers
)
{
    private const string Unknown = "This answer is not known here. Nothing was changed.";

    /// <summary>False where the action is not one of an answer.</summary>
    public async Task<bool> HandleAsync(InteractionPayload payload, PressedAction action, CancellationToken cancel)
    {
        if (
            action.ActionId
                is not (
                    ActionIds.Thumbs
                    or ActionIds.ThumbsUp
                    or ActionIds.ThumbsDown
                    or ActionIds.Stars
                    or ActionIds.Correct
                    or ActionIds.Details
                    or ActionIds.More
                    or ActionIds.AskDifferently
                )
            && !IsChoice(action)
        )
            return false;
        var parts = (action.SelectedOption?.Value ?? action.Value ?? "").Split('|');
        var about = new ModalSubject(parts[^1], payload.ChannelId, payload.Message?.ThreadTs ?? payload.Container?.ThreadTs);
        if (await FindAsync(payload, about, cancel) is not { } turn)
        {
            whispers.Tell(payload, Unknown);
            return true;
        }
        var key = Key(payload, about.Id);
        switch (
            action.ActionId == ActionIds.More ? parts[0]
            : IsChoice(action) ? ActionIds.Choice
            : action.ActionId
        )
        {
            case ActionIds.Choice:
                await AskAsync(payload, turn, about, parts[0]);
                break;
            case ActionIds.Correct:
                whispers.Open(payload, Modals.Correct(about, turn.Answer, text.MaxWords));
                break;
            case ActionIds.Why:
                whispers.Open(payload, Modals.Explain(about, turn.Answer));
                break;
            case ActionIds.AskDifferently:
                whispers.Open(payload, Modals.AskDifferently(about, turn.Question.Text));
                break;
            case ActionIds.Details:
                whispers.Open(payload, Modals.Rate(about, await feedback.FindAsync(key.Workspace, key.InteractionId, key.User, cancel)));
                break;
            case ActionIds.Stars:
                await RateAsync(payload, turn, about, key with { Overall = int.TryParse(parts[0], out var stars) ? stars : null }, cancel);
                break;
            default:
                await RateAsync(
                    payload,
                    turn,
                    about,
                    key with
                    {
                        Thumbs = parts[0] switch
                        {
                            "up" => Thumbs.Up,
                            "down" => Thumbs.Down,
                            _ => null,
                        },
                    },
                    cancel
                );
                break;
        }
        return true;
    }

    /// <summary>Null where the form is not one of an answer, and where it was taken; else what is wrong with it.</summary>
    public async Task<JsonObject?> SubmitAsync(InteractionPayload payload, ViewState view, CancellationToken cancel)
    {
        if (view.CallbackId is not (Modals.Correction or Modals.Details or Modals.Question))
            return null;
        var first = view.CallbackId == Modals.Details ? Modals.CommentBlock : Modals.TextBlock;
        if (ModalSubject.TryRead(view.PrivateMetadata) is not { } about || await FindAsync(payload, about, cancel) is not { } turn)
            return FormFaults.Of(first, Unknown);
        if (view.CallbackId == Modals.Question)
        {
            await anew.TakeAsync(payload, view.Id ?? "", about, turn, view[Modals.TextBlock] ?? "");
            return null;
        }
        var key = Key(payload, about.Id);
        return view.CallbackId == Modals.Correction
            ? await ProposeAsync(payload, about, key, view[Modals.TextBlock] ?? "", cancel)
            : await RateInDetailAsync(
                payload,
                about,
                key with
                {
                    Overall = Number(view[Modals.StarsBlock]),
                    Accuracy = Number(view["accuracy"]),
                    Helpfulness = Number(view["helpfulness"]),
                    Clarity = Number(view["clarity"]),
                    Comment = view[Modals.CommentBlock],
                    Suggestion = view[Modals.SuggestionBlock],
                },
                cancel
            );
    }

    /// <summary>An answer of this channel, or of one's own: an id from elsewhere opens nothing here.</summary>
    private async Task<Interaction?> FindAsync(InteractionPayload payload, ModalSubject about, CancellationToken cancel)
    {
        var turn = await interactions.FindAsync(identity.WorkspaceOf(payload.TeamId), about.Id, cancel);
        return
            turn?.Question is { Channel: SlackChannel.ChannelName } asked
            && (
                asked.User == identity.UserOf(payload.TeamId, payload.UserId)
                || identity.IsAskedAt(asked, payload.TeamId, about.Channel, about.Thread)
            )
            ? await corrections.AsItStandsAsync(turn, cancel)
            : null;
    }

    private static bool IsChoice(PressedAction action) =>
        action.ActionId?.StartsWith(ActionIds.Choice + "_", StringComparison.Ordinal) == true;

    /// <summary>The presser's own question; others see only its answer, so the presser is told what was asked.</summary>
    private async Task AskAsync(InteractionPayload payload, Interaction turn, ModalSubject about, string number)
    {
        if (!int.TryParse(number, out var at) || turn.Answer.Choices.ElementAtOrDefault(at) is not { } choice)
        {
            whispers.Tell(payload, Unknown);
            return;
        }
        await anew.TakeAsync(payload, $"{about.Id}|{at}|{payload.UserId}", about, turn, choice.Question);
        whispers.Tell(payload, $"You asked: {choice.Question}");
    }

    private async Task RateAsync(InteractionPayload payload, Interaction turn, ModalSubject about, Rating rating, CancellationToken cancel)
    {
        switch (await feedback.SubmitAsync(rating, cancel))
        {
            case RatingResult.Stored { OfferCorrection: true }:
                whispers.Open(payload, Modals.Correct(about, turn.Answer, text.MaxWords));
                break;
            case RatingResult.Stored { Rating.Overall: { } stars } when rating.Overall is not null:
                whispers.Tell(payload, $"Thank you. You gave {stars} of 5 stars.");
                break;
            case RatingResult.Stored:
                whispers.Tell(payload, "Thank you. Your rating is stored.");
                break;
            case RatingResult.Invalid invalid:
                whispers.Tell(payload, invalid.Message);
                break;
            default:
                whispers.Tell(payload, Unknown);
                break;
        }
    }

    private async Task<JsonObject?> RateInDetailAsync(
        InteractionPayload payload,
        ModalSubject about,
        Rating rating,
        CancellationToken cancel
    )
    {
        switch (await feedback.SubmitAsync(rating, cancel))
        {
            case RatingResult.Stored:
                whispers.Tell(payload, about, "Thank you. Your rating is stored.");
                return null;
            case RatingResult.Invalid invalid:
                return FormFaults.Of(Modals.CommentBlock, invalid.Message);
            default:
                return FormFaults.Of(Modals.CommentBlock, Unknown);
        }
    }

    private async Task<JsonObject?> ProposeAsync(
        InteractionPayload payload,
        ModalSubject about,
        Rating key,
        string proposed,
        CancellationToken cancel
    )
    {
        switch (await reviews.ProposeAsync(key.Workspace, key.InteractionId, key.User, SlackChannel.ChannelName, proposed, cancel))
        {
            case ProposalResult.Proposed { IsNew: false }:
                return null;
            case ProposalResult.Proposed:
                whispers.Tell(payload, about, "Thank you. An admin will look at your correction; you will be told here.");
                return null;
            case ProposalResult.Invalid invalid:
                return FormFaults.Of(Modals.TextBlock, invalid.Message);
            default:
                return FormFaults.Of(Modals.TextBlock, Unknown);
        }
    }

    private Rating Key(InteractionPayload payload, string interaction) =>
        new(identity.WorkspaceOf(payload.TeamId), interaction, identity.UserOf(payload.TeamId, payload.UserId))
        {
            Channel = SlackChannel.ChannelName,
        };

    private static int? Number(string? value) => int.TryParse(value, out var number) ? number : null;
}

/// <summary>Why a submitted form stays open.</summary>
internal static class FormFaults
{
    private const int Longest = 2000;

    public static JsonObject Of(string block, string message) =>
        new()
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject { [block] = Blocks.Cut(message, Longest) },
        };
}
