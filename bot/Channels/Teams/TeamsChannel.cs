using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Bot.Channels.Teams.Streaming;
using ChatBot.Bot.Documents;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Interactions;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Review;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams;

/// <summary>Microsoft Teams, through Bot Builder.</summary>
public sealed class TeamsChannel(
    TeamsConnector connector,
    TeamsStreams streams,
    TeamsMessages messages,
    ReviewViewers viewers,
    ReviewReach reach,
    InteractionStore interactions,
    CorrectionStore corrections,
    AnswerPairStore pairs,
    SourceLinks links,
    KnownConversations conversations,
    IOptions<TeamsAdminOptions> admin
) : IChannel
{
    public const string ChannelName = "teams";

    public string Name => ChannelName;

    /// <summary>Per thread, as Teams publishes them (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).</summary>
    public IReadOnlyList<RateLimit> ConversationLimits { get; } =
    [new(7, TimeSpan.FromSeconds(1)), new(8, TimeSpan.FromSeconds(2)), new(60, TimeSpan.FromSeconds(30)), new(1800, TimeSpan.FromHours(1))];

    public IAnswerProgress Watch(ChannelMessage message, bool mayBegin)
    {
        var to = WireJson.Read<TeamsAddress>(message.Address);
        return mayBegin && to.ConversationType == "personal" ? streams.Watch(to) : new TypingSign(connector, to);
    }

    public Task DiscardAsync(ChannelMessage message, string begun, CancellationToken cancel) =>
        streams.DiscardAsync(WireJson.Read<TeamsAddress>(message.Address), begun, cancel);

    public async Task<Delivery> SendAsync(OutboundReply reply, CancellationToken cancel)
    {
        var to = WireJson.Read<TeamsAddress>(reply.Address);
        if (await RenderAsync(reply, to, cancel) is not { } activity)
            return new Delivery.Refused("what it is about is not stored any more");
        return reply switch
        {
            { Updates: { } message } => await connector.UpdateAsync(to, message, activity, cancel),
            { Begun: { } begun } => await streams.FinishAsync(to, begun, TextOf(reply.Reply), activity, cancel),
            _ => await connector.SendAsync(to, activity, cancel),
        };
    }

    private static string TextOf(Reply reply) =>
        reply switch
        {
            AnswerReply answer => answer.Answer.Text,
            NoticeReply notice => notice.Text,
            _ => "",
        };

    /// <summary>The configured conversation, once the bot has been seen in it: only then is its service URL known.</summary>
    public async Task<IReadOnlyList<ConversationAddress>> AdminAddressesAsync(string workspace, CancellationToken cancel) =>
        admin.Value.TeamsConversation is { Length: > 0 } configured
        && await conversations.FindAsync(workspace, Name, configured, cancel) is { } known
            ? [known]
            : [];

    private async Task<OutboundActivity?> RenderAsync(OutboundReply reply, TeamsAddress to, CancellationToken cancel) =>
        reply.Reply switch
        {
            AnswerReply answer => messages.Answer(links.Elsewhere(reply.Workspace, answer.Answer), answer.AskForDetails),
            NoticeReply notice => TeamsMessages.Notice(notice.Text),
            WelcomeReply welcome => messages.Welcome(welcome),
            ReviewReply review => await corrections.FindAsync(reply.Workspace, review.CorrectionId, cancel) is { } correction
                ? messages.Review(
                    correction,
                    new ReviewMoment(Viewers: await viewers.OfAsync(to, cancel), Reach: await reach.OfAsync(correction, cancel))
                )
                : null,
            PairReply asked => await pairs.FindAsync(reply.Workspace, asked.PairId, cancel) is { } pair ? messages.Pair(pair) : null,
            ReviewQueueReply => TeamsMessages.Notice(
                ReviewQueueReply.Words(
                    await corrections.CountWaitingAsync(reply.Workspace, cancel),
                    links.PageElsewhere(ReviewQueueReply.Page)
                )
            ),
            CorrectedReply corrected => await corrections.FindAsync(reply.Workspace, corrected.CorrectionId, cancel) is { } correction
            && await interactions.FindAsync(reply.Workspace, corrected.InteractionId, cancel) is { } turn
                ? messages.Corrected(links.Elsewhere(reply.Workspace, turn.Answer), correction)
                : null,
            _ => throw new InvalidOperationException($"{reply.Reply.GetType().Name} has no rendering in Teams"),
        };
}
