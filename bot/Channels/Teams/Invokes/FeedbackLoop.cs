using System.Text.Json;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Learning.Feedback;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>
/// The thumbs that Teams itself puts below an answer (invoke <c>message/submitAction</c>), and a like as a reaction. Teams keeps
/// none of it, and names the message, not the answer.
/// </summary>
public sealed class FeedbackLoop(TeamsIdentity identity, Deliveries deliveries, Underway underway, FeedbackService feedback)
{
    /// <summary>Stores it; what cannot be told apart is left. The caller answers 200 and <c>{}</c> either way.</summary>
    public async Task TakeAsync(Activity activity, CancellationToken cancel)
    {
        if (
            activity.Carried() is not { ValueKind: JsonValueKind.Object } value
            || Text(value, "actionName") != "feedback"
            || !value.TryGetProperty("actionValue", out var given)
        )
            return;
        var thumbs = Text(given, "reaction") switch
        {
            "like" => Thumbs.Up,
            "dislike" => Thumbs.Down,
            _ => (Thumbs?)null,
        };
        await RateAsync(activity, thumbs, Comment(given), cancel);
    }

    /// <summary>A thumbs-up reaction on one of our answers.</summary>
    public async Task TakeReactionAsync(Activity activity, CancellationToken cancel)
    {
        if (activity.ReplyToId is { Length: > 0 } && activity.ReactionsAdded?.Any(reaction => reaction.Type is "like" or "heart") == true)
            await RateAsync(activity, Thumbs.Up, null, cancel);
    }

    private async Task RateAsync(Activity activity, Thumbs? thumbs, string? comment, CancellationToken cancel)
    {
        var (workspace, user, conversation) = (identity.WorkspaceOf(activity), identity.UserOf(activity), activity.Conversation!.Id!);
        await underway.SettledAsync(workspace, TeamsChannel.ChannelName, conversation, cancel);
        var answer = activity.ReplyToId is { Length: > 0 } message
            ? await deliveries.FindAsync(workspace, TeamsChannel.ChannelName, conversation, message, cancel)
            : await deliveries.LatestAnswerAsync(workspace, TeamsChannel.ChannelName, conversation, user, cancel);
        if (answer is { Subject: Subjects.Answer })
            await feedback.SubmitAsync(
                new Rating(workspace, answer.Subject_Id, user)
                {
                    Channel = TeamsChannel.ChannelName,
                    Thumbs = thumbs,
                    Comment = comment,
                },
                cancel
            );
    }

    /// <summary>Teams sends <c>"{\"feedbackText\":\"…\"}"</c>, its local client the words alone.</summary>
    private static string? Comment(JsonElement given)
    {
        if (Text(given, "feedback") is not { Length: > 0 } feedback)
            return null;
        try
        {
            using var inner = JsonDocument.Parse(feedback);
            return inner.RootElement.ValueKind == JsonValueKind.Object ? Text(inner.RootElement, "feedbackText") : feedback;
        }
        catch (JsonException)
        {
            return feedback;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
