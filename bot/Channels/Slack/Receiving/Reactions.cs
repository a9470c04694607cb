using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Learning.Feedback;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>A thumb as a reaction to one of our answers is a rating. Other reactions, and other messages, mean nothing here.</summary>
public sealed class Reactions(IDatabase database, SlackIdentity identity, FeedbackService feedback)
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
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition(
                """
                select subject_id from deliveries
                where workspace = @workspace and channel = @name and message_id = @ts and subject = 'answer'
                    and (conversation = @channel or conversation like @channel || ':%')
                order by sent desc limit 1
                """,
                new
                {
                    workspace,
                    name = SlackChannel.ChannelName,
                    channel,
                    ts,
                },
                cancellationToken: cancel
            )
        );
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
