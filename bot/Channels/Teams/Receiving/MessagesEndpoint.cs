using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Invokes;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Sending;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>
/// <c>POST /api/messages</c>: verify, read, enqueue, acknowledge. Only pressed buttons are worked on before the answer, since their answer
/// is the card.
/// </summary>
public sealed partial class MessagesEndpoint(
    InboundTokens tokens,
    ActivityReader reader,
    TeamsIdentity identity,
    Inbox inbox,
    AnswerInvokes answers,
    ReviewInvokes reviews,
    FeedbackLoop feedback,
    KnownConversations conversations,
    ConnectorClient connector,
    IOptions<TeamsOptions> options,
    ILogger<MessagesEndpoint> log
)
{
    /// <summary>Teams sends at most 100 KB of text; a submitted form and its escapes fit as well.</summary>
    private const int LargestBody = 512 * 1024;

    public async Task<IResult> PostAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        if (!options.Value.IsConnected)
            return Problem.Of(
                StatusCodes.Status503ServiceUnavailable,
                ProblemCodes.TeamsNotConfigured,
                "Teams is not connected: set Teams:AppId and Teams:AppPassword."
            );
        if (await RefusalAsync(context, cancel) is var (refusal, token) && refusal is not null)
            return refusal;
        if (context.Request.ContentLength > LargestBody)
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge, "An activity has at most 512 KB.");
        if (await ReadAsync(context, cancel) is not { } activity)
            return Problem.Invalid(
                ProblemCodes.InvalidActivity,
                "The body is not an activity with a type, a conversation and a service URL."
            );
        if (Uncovered(activity, token) is { } reason)
            return Unauthorised(reason);
        return await HandleAsync(activity, cancel);
    }

    private async Task<(IResult? Refusal, VerifiedToken? Token)> RefusalAsync(HttpContext context, CancellationToken cancel)
    {
        if (options.Value.AllowAnonymous)
            return (IsLocal(context) ? null : Unauthorised("not from this machine"), null);
        try
        {
            return await tokens.VerifyAsync(context.Request.Headers.Authorization, cancel) switch
            {
                TokenResult.Verified verified => (null, verified.Token),
                TokenResult.Refused refused => (Unauthorised(refused.Reason), null),
                _ => (Unauthorised("unknown result"), null),
            };
        }
        catch (HttpRequestException)
        {
            return (
                Problem.Of(
                    StatusCodes.Status503ServiceUnavailable,
                    ProblemCodes.KeysUnavailable,
                    "The issuer's keys cannot be had now. Send it again later."
                ),
                null
            );
        }
    }

    /// <summary>A proxy on this machine passes strangers on, so a forwarded request is not local.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from
        && IPAddress.IsLoopback(from)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");

    private string? Uncovered(Activity activity, VerifiedToken? token) =>
        token is null ? (ServiceUrls.IsLoopback(activity.ServiceUrl) ? null : "service URL not on this machine")
        : !ServiceUrls.IsSafe(activity.ServiceUrl) ? "service URL not https"
        : token.Covers(activity);

    private static async Task<Activity?> ReadAsync(HttpContext context, CancellationToken cancel)
    {
        try
        {
            var activity = await JsonSerializer.DeserializeAsync<Activity>(context.Request.Body, WireJson.Options, cancel);
            return activity is { Type.Length: > 0, Conversation.Id.Length: > 0, ServiceUrl.Length: > 0 } ? activity : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IResult> HandleAsync(Activity activity, CancellationToken cancel)
    {
        if (identity.IsAdminConversation(activity))
            await conversations.SeenAsync(identity.WorkspaceOf(activity), TeamsChannel.ChannelName, AdminAddress(activity), cancel);
        if (CardAction.Read(activity) is { } action)
            return await InvokeAsync(activity, action, cancel);
        switch (activity)
        {
            case { Type: "invoke", Name: "message/submitAction" }:
                await feedback.TakeAsync(activity, cancel);
                return Results.Content("{}", "application/json");
            case { Type: "invoke" }:
                return Results.StatusCode(StatusCodes.Status501NotImplemented);
            case { Type: "messageReaction" }:
                await feedback.TakeReactionAsync(activity, cancel);
                return Results.Ok();
        }
        foreach (var message in await reader.ReadAsync(activity, cancel))
            await inbox.ReceiveAsync(message);
        return Results.Ok();
    }

    private async Task<IResult> InvokeAsync(Activity activity, CardAction action, CancellationToken cancel)
    {
        var result =
            await answers.HandleAsync(activity, action, cancel)
            ?? await reviews.HandleAsync(activity, action, cancel)
            ?? new InvokeResult.Fault("unknown_action", "This button is not known. Nothing was changed.");
        if (activity.Type == "invoke")
            return InvokeAnswer.Of(result);
        await ShowAsync(activity, result, cancel);
        return Results.Ok();
    }

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

    private IResult Unauthorised(string reason)
    {
        Refused(reason);
        return Problem.Of(StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "The token does not vouch for this activity.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams: an activity was refused: {Reason}")]
    private partial void Refused(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams: the answer to a pressed button could not be shown: {Delivery}")]
    private partial void NotShown(string delivery);
}

/// <summary>The body that answers an <c>adaptiveCard/action</c> invoke: always HTTP 200, with its own status inside.</summary>
internal static class InvokeAnswer
{
    public static IResult Of(InvokeResult result) =>
        Results.Text(
            WireJson.Write(
                result switch
                {
                    InvokeResult.Card card => Body(200, OutboundAttachment.CardType, card.Content),
                    InvokeResult.Message message => Body(200, "application/vnd.microsoft.activity.message", JsonValue.Create(message.Text)),
                    InvokeResult.Fault fault => Body(
                        400,
                        "application/vnd.microsoft.error",
                        new JsonObject { ["code"] = fault.Code, ["message"] = fault.Text }
                    ),
                    _ => throw new InvalidOperationException("unknown result of a press"),
                }
            ),
            "application/json"
        );

    private static JsonObject Body(int status, string type, JsonNode value) =>
        new()
        {
            ["statusCode"] = status,
            ["type"] = type,
            ["value"] = value,
        };
}
