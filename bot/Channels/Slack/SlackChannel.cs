using System.Text.Json;
using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Channels.Slack.Streaming;
using ChatBot.Bot.Documents;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Interactions;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Review;
using ChatBot.Privacy;

namespace ChatBot.Bot.Channels.Slack;

/// <summary>Slack, spoken natively: Events API or Socket Mode in, Web API and Block Kit out.</summary>
public sealed partial class SlackChannel(
    SlackClient client,
    ResponseUrls responses,
    SlackStreams streams,
    SlackIdentity identity,
    Deliveries deliveries,
    InteractionStore interactions,
    CorrectionStore corrections,
    BlastRadius radius,
    AnswerPairStore pairs,
    SourceLinks links,
    ILogger<SlackChannel> log
) : IChannel
{
    public const string ChannelName = "slack";

    /// <summary>Slack's codes for blocks that this workspace or surface does not take.</summary>
    private static readonly HashSet<string> BadBlocks = ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"];

    /// <summary>What an answer that only its asker sees is called in place of a ts.</summary>
    private const string Ephemeral = "ephemeral|";

    private const int LongestTitle = 100;

    public string Name => ChannelName;

    /// <summary>About one message a second and channel, with short bursts (docs.slack.dev/apis/web-api/rate-limits).</summary>
    public IReadOnlyList<RateLimit> ConversationLimits { get; } = [new(4, TimeSpan.FromSeconds(4))];

    /// <summary>Slack counts by channel, whatever the thread.</summary>
    public string PaceOf(string conversation) => SlackAddress.ChannelOf(conversation);

    public IAnswerProgress? Watch(ChannelMessage message, bool mayBegin) => streams.Watch(SlackAddress.Read(message.Address), mayBegin);

    public Task DiscardAsync(ChannelMessage message, string begun, CancellationToken cancel) =>
        streams.DiscardAsync(SlackAddress.Read(message.Address), begun, cancel);

    public async Task<Delivery> SendAsync(OutboundReply reply, CancellationToken cancel)
    {
        var to = SlackAddress.Read(reply.Address);
        if (
            reply.Reply is WelcomeReply welcome
            && to.Thread is { } opened
            && to.Message is null
            && await OfferAsync(to, opened, welcome, cancel)
        )
            return new Delivery.Sent(null);
        var isFirst =
            to is { IsDirect: true, Thread: not null }
            && reply is { Reply: AnswerReply, Updates: null }
            && !await deliveries.HasAnsweredAsync(reply.Workspace, Name, reply.Conversation, cancel);
        var delivery = reply is { Updates: null, Begun: { } begun }
            ? await TakePlaceAsync(reply, to, begun, cancel) ?? await DeliverAsync(reply, to, cancel)
            : await DeliverAsync(reply, to, cancel);
        if (isFirst && delivery is Delivery.Sent)
            await EntitleAsync(reply, to, cancel);
        return delivery;
    }

    private async Task<Delivery> DeliverAsync(OutboundReply reply, SlackAddress to, CancellationToken cancel)
    {
        if (reply is { Attempt: > 1, Updates: null } && to.ResponseUrl is null && await EarlierAsync(to, reply.Id, cancel) is { } earlier)
            return earlier;
        return await SendAsync(reply, to, cancel);
    }

    /// <summary>
    /// Into the message that has grown while the answer was made; repeating it changes nothing. Null where Slack does not let us: that
    /// message goes, and the reply is one of its own.
    /// </summary>
    private async Task<Delivery?> TakePlaceAsync(OutboundReply reply, SlackAddress to, string begun, CancellationToken cancel)
    {
        if (await streams.StopAsync(to, begun, cancel) is { } wait)
            return wait;
        switch (await SendAsync(reply with { Updates = begun }, to, cancel))
        {
            case Delivery.Refused:
                await client.DeleteAsync(to, begun, cancel);
                return null;
            case Delivery.Sent:
                return new Delivery.Sent(begun);
            case var other:
                return other;
        }
    }

    /// <summary>The configured review channel of this workspace.</summary>
    public Task<IReadOnlyList<ConversationAddress>> AdminAddressesAsync(string workspace, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ConversationAddress>>(
            identity.AdminChannel(workspace) is var (team, channel)
                ? [new ConversationAddress(channel, WireJson.Write(new SlackAddress(team, channel, null, "")))]
                : []
        );

    private async Task<Delivery> SendAsync(OutboundReply reply, SlackAddress to, CancellationToken cancel)
    {
        foreach (var richness in Enum.GetValues<Richness>())
        {
            if (await RenderAsync(reply, to, richness, cancel) is not { } message)
                return new Delivery.Refused("what it is about is not stored any more");
            var result = await CallAsync(reply, to, message, cancel);
            if (result is ApiResult.Failed { Error: var error } && BadBlocks.Contains(error) && richness != Richness.TextOnly)
                continue;
            return DeliveryOf(result, reply, to);
        }
        throw new InvalidOperationException("words without blocks cannot be refused for their blocks");
    }

    /// <summary>
    /// What was said privately cannot be changed any more, and the address of a command lapses after half an hour: corrections,
    /// and what comes late, go to the person directly.
    /// </summary>
    private async Task<ApiResult> CallAsync(OutboundReply reply, SlackAddress to, SlackMessage message, CancellationToken cancel)
    {
        if (to.ResponseUrl is not { } url)
            return reply.Updates is { } ts
                ? await client.UpdateAsync(to, ts, message, cancel)
                : await client.PostAsync(to, message, reply.Id, cancel);
        if (
            reply.Updates is null
            && await responses.PostAsync(url, message, cancel) is var posted
            && (posted is not ApiResult.Failed { Error: var error } || BadBlocks.Contains(error))
        )
            return posted;
        return await client.PostAsync(to with { Channel = to.User, Thread = null }, message, reply.Id, cancel);
    }

    private static Delivery DeliveryOf(ApiResult result, OutboundReply reply, SlackAddress to) =>
        result switch
        {
            ApiResult.Done done => new Delivery.Sent(
                done.Body.ValueKind == JsonValueKind.Object && done.Body.TryGetProperty("ts", out var ts) ? ts.GetString()
                : to.ResponseUrl is not null ? Ephemeral + reply.Id
                : null
            ),
            ApiResult.Limited limited => new Delivery.Retry(limited.Wait, "too fast for Slack"),
            ApiResult.Unknown unknown => new Delivery.Retry(null, unknown.Reason),
            ApiResult.Failed failed => new Delivery.Refused(failed.Error),
            _ => throw new InvalidOperationException("unknown result of a call"),
        };

    /// <summary>An earlier attempt may have arrived although nobody told us. Null: it has not, send it.</summary>
    private async Task<Delivery?> EarlierAsync(SlackAddress to, string id, CancellationToken cancel) =>
        await client.FindAsync(to, id, QueuedAt(id), cancel) switch
        {
            ApiResult.Done { Body.ValueKind: JsonValueKind.String } found => new Delivery.Sent(found.Body.GetString()),
            ApiResult.Limited limited => new Delivery.Retry(limited.Wait, "too fast for Slack"),
            ApiResult.Unknown unknown => new Delivery.Retry(null, unknown.Reason),
            _ => null, // not there, or Slack does not let us look
        };

    /// <summary>Outbox ids begin with their time: 48 bits of milliseconds (RFC 9562, 5.7).</summary>
    private static DateTimeOffset QueuedAt(string id) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id[..12], 16));

    private async Task<bool> OfferAsync(SlackAddress to, string thread, WelcomeReply welcome, CancellationToken cancel) =>
        welcome.Examples.Count > 0
        && await client.SuggestAsync(to.Team, to.Channel, thread, Blocks.Cut(welcome.Title, LongestTitle), welcome.Examples, cancel)
            is ApiResult.Done;

    /// <summary>The list of one's threads shows what each began with. A nicety: its failure is none.</summary>
    private async Task EntitleAsync(OutboundReply reply, SlackAddress to, CancellationToken cancel)
    {
        if (await interactions.FindAsync(reply.Workspace, ((AnswerReply)reply.Reply).Answer.InteractionId, cancel) is { } turn)
            await client.EntitleAsync(
                to.Team,
                to.Channel,
                to.Thread!,
                Blocks.Cut(turn.Question.Text.ReplaceLineEndings(" "), LongestTitle),
                cancel
            );
    }

    /// <summary>A review without it is better than none.</summary>
    private async Task<BlastReport?> ReachAsync(Correction correction, CancellationToken cancel)
    {
        try
        {
            return await radius.MeasureAsync(correction, cancel: cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            NotMeasured(FaultTrace.Of(fault), correction.Id);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reach of correction {Correction} could not be measured: {Trace}")]
    private partial void NotMeasured(string trace, string correction);

    private async Task<SlackMessage?> RenderAsync(OutboundReply reply, SlackAddress to, Richness richness, CancellationToken cancel) =>
        reply.Reply switch
        {
            AnswerReply answer => AnswerMessage.Of(links.Elsewhere(reply.Workspace, answer.Answer), answer.AskForDetails, richness),
            NoticeReply notice => WelcomeMessage.Notice(
                notice.Text,
                to.IsDirect || to.ResponseUrl is not null || notice.IsForAll ? null : to.User
            ),
            WelcomeReply welcome => WelcomeMessage.Of(welcome, richness),
            ReviewReply review => await corrections.FindAsync(reply.Workspace, review.CorrectionId, cancel) is { } correction
                ? ReviewMessage.Of(correction, richness, ReviewMessage.IsOpen(correction) ? await ReachAsync(correction, cancel) : null)
                : null,
            PairReply asked => await pairs.FindAsync(reply.Workspace, asked.PairId, cancel) is { } pair
                ? PairMessage.Of(pair, richness)
                : null,
            ReviewQueueReply => WelcomeMessage.Notice(
                ReviewQueueReply.Words(
                    await corrections.CountWaitingAsync(reply.Workspace, cancel),
                    links.PageElsewhere(ReviewQueueReply.Page)
                ),
                null
            ),
            CorrectedReply corrected => await corrections.FindAsync(reply.Workspace, corrected.CorrectionId, cancel) is { } correction
            && await interactions.FindAsync(reply.Workspace, corrected.InteractionId, cancel) is { } turn
                ? AnswerMessage.Corrected(links.Elsewhere(reply.Workspace, turn.Answer), correction, richness)
                : null,
            _ => throw new InvalidOperationException($"{reply.Reply.GetType().Name} has no rendering in Slack"),
        };
}
