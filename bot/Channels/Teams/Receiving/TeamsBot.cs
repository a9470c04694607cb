using System.Net;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Invokes;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Sending;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Teams;
using Microsoft.Bot.Schema;
using CardAction = ChatBot.Bot.Channels.Teams.Invokes.CardAction;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>
/// What each kind of a verified activity leads to. Messages are read and stored; only pressed buttons are worked on before Teams has its
/// answer, since their answer is the card.
/// </summary>
public sealed partial class TeamsBot(
    ActivityReader reader,
    TeamsIdentity identity,
    Inbox inbox,
    AnswerInvokes answers,
    ReviewInvokes reviews,
    PairInvokes pairs,
    FeedbackLoop feedback,
    KnownConversations conversations,
    TeamsConnector connector,
    ILogger<TeamsBot> log
) : TeamsActivityHandler
{
    public override async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
    {
        var activity = turnContext.Activity;
        if (identity.IsAdminConversation(activity))
            await conversations.SeenAsync(
                identity.WorkspaceOf(activity),
                TeamsChannel.ChannelName,
                AdminAddress(activity),
                cancellationToken
            );
        await base.OnTurnAsync(turnContext, cancellationToken);
    }

    protected override async Task OnMessageActivityAsync(ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity as Activity ?? throw new InvalidOperationException("a message that is no activity");
        if (CardAction.Read(activity) is { } action)
            await ShowAsync(activity, await PressAsync(activity, action, cancellationToken), cancellationToken);
        else
            await StoreAsync(activity, cancellationToken);
    }

    protected override Task OnMessageUpdateActivityAsync(
        ITurnContext<IMessageUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) => StoreAsync(turnContext.Activity, cancellationToken);

    protected override Task OnMessageDeleteActivityAsync(
        ITurnContext<IMessageDeleteActivity> turnContext,
        CancellationToken cancellationToken
    ) => StoreAsync(turnContext.Activity, cancellationToken);

    protected override Task OnConversationUpdateActivityAsync(
        ITurnContext<IConversationUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) => StoreAsync(turnContext.Activity, cancellationToken);

    protected override Task OnInstallationUpdateActivityAsync(
        ITurnContext<IInstallationUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) => StoreAsync(turnContext.Activity, cancellationToken);

    protected override Task OnMessageReactionActivityAsync(
        ITurnContext<IMessageReactionActivity> turnContext,
        CancellationToken cancellationToken
    ) => feedback.TakeReactionAsync((Activity)turnContext.Activity, cancellationToken);

    protected override async Task<InvokeResponse> OnInvokeActivityAsync(
        ITurnContext<IInvokeActivity> turnContext,
        CancellationToken cancellationToken
    )
    {
        var activity = (Activity)turnContext.Activity;
        if (CardAction.Read(activity) is { } action)
            return InvokeAnswer.Of(await PressAsync(activity, action, cancellationToken));
        if (activity.Name != "message/submitAction")
            return new InvokeResponse { Status = (int)HttpStatusCode.NotImplemented };
        await feedback.TakeAsync(activity, cancellationToken);
        return InvokeAnswer.Empty;
    }

    private async Task StoreAsync(IActivity activity, CancellationToken cancel)
    {
        foreach (var message in await reader.ReadAsync((Activity)activity, cancel))
            await inbox.ReceiveAsync(message);
    }

    private async Task<InvokeResult> PressAsync(Activity activity, CardAction action, CancellationToken cancel) =>
        await answers.HandleAsync(activity, action, cancel)
        ?? await reviews.HandleAsync(activity, action, cancel)
        ?? await pairs.HandleAsync(activity, action, cancel)
        ?? new InvokeResult.Fault("unknown_action", "This button is not known. Nothing was changed.");

    /// <summary>
    /// To a client that submits instead of executing, the new card is sent as an update of the old one, which all of the
    /// conversation see; what only an admin may see is told in words instead.
    /// </summary>
    private async Task ShowAsync(Activity activity, InvokeResult result, CancellationToken cancel)
    {
        var to = TeamsAddress.Of(activity);
        var shown = result switch
        {
            InvokeResult.Card { Private: false } card when activity.ReplyToId is { Length: > 0 } message => await connector.UpdateAsync(
                to,
                message,
                new OutboundActivity { Attachments = [OutboundAttachment.Card(card.Content)] },
                cancel
            ),
            InvokeResult.Card { Private: true } => await connector.SendAsync(
                to,
                new OutboundActivity
                {
                    Text =
                        "Done, where it was yours to decide. This client cannot show the deciding view: use a newer one or the "
                        + "admin pages.",
                },
                cancel
            ),
            InvokeResult.Card card => await connector.SendAsync(
                to,
                new OutboundActivity { Attachments = [OutboundAttachment.Card(card.Content)] },
                cancel
            ),
            InvokeResult.Message message => await connector.SendAsync(to, new OutboundActivity { Text = message.Text }, cancel),
            InvokeResult.Fault fault => await connector.SendAsync(to, new OutboundActivity { Text = fault.Text }, cancel),
            _ => throw new InvalidOperationException("unknown result of a press"),
        };
        if (shown is not Delivery.Sent)
            NotShown(shown.ToString());
    }

    /// <summary>The conversation itself, not the thread that somebody happens to speak in.</summary>
    private static ConversationAddress AdminAddress(Activity activity)
    {
        var conversation = activity.Conversation!.Id!.Split(';')[0];
        return new ConversationAddress(
            conversation,
            WireJson.Write(TeamsAddress.Of(activity) with { Conversation = conversation, ReplyTo = null })
        );
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams: the answer to a pressed button could not be shown: {Delivery}")]
    private partial void NotShown(string delivery);
}
