using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Learning.Feedback;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>A thumb as a reaction to one of our answers is a rating. Other reactions, and other messages, mean nothing here.</summary>
public sealed class Reactions(Deliveries deliveries, SlackIdentity identity, FeedbackService feedback)
{
    /// <summary>The stored rating, or null where this is none.</summary>
    public async Task<RatingResult.Stored?> TakeAsync(EventEnvelope envelope, ReactionEvent reaction, CancellationToken cancel)
    {
        if (
            ThumbsOf(reaction.Reaction) is not { } thumbs
            || reaction is not { User: { Length: > 0 } user, Item: { Type: "message", Channel: { } channel, Ts: { } ts } }
            || user == envelope.BotUser
        )
            return null;
        var workspace = identity.WorkspaceOf(envelope.Team);
        if (await AnswerInAsync(workspace, channel, ts, cancel) is not { } interaction)
            return null;
        return await feedback.SubmitAsync(
                new Rating(workspace, interaction, identity.UserOf(envelope.Team, user))
                {
                    Channel = SlackChannel.ChannelName,
                    Thumbs = thumbs,
                },
                cancel
            ) as RatingResult.Stored;
    }

    /// <summary>A reaction names channel and ts, not the thread that is the conversation.</summary>
    private async Task<string?> AnswerInAsync(string workspace, string channel, string ts, CancellationToken cancel)
    {
        var answers = await deliveries.AnswersInAsync(workspace, SlackChannel.ChannelName, ts, cancel);
        return answers.FirstOrDefault(answer => SlackAddress.ChannelOf(answer.Conversation) == channel)?.Subject_Id;
    }

    /// <summary>With or without a skin tone.</summary>
    private static Thumbs? ThumbsOf(string? reaction) =>
        reaction?.Split("::")[0] switch
        {
            "+1" or "thumbsup" => Thumbs.Up,
            "-1" or "thumbsdown" => Thumbs.Down,
            _ => null,
        };
}
