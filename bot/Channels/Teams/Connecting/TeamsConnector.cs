using System.Globalization;
using System.Net;
using System.Security.Claims;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.Bot.Channels.Teams.Protocol;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.Rest;
using Newtonsoft.Json;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ChatBot.Bot.Channels.Teams.Connecting;

/// <summary>
/// Proactive messages: all that the bot says goes out through the adapter into a conversation that it knows. What passes (401, 408, 412,
/// 429, 5xx, the network) is a <see cref="Delivery.Retry"/>, what does not a <see cref="Delivery.Refused"/>.
/// </summary>
public sealed partial class TeamsConnector(
    TeamsAdapter adapter,
    ConnectorCredentials credentials,
    IOptions<TeamsOptions> options,
    TimeProvider time,
    ILogger<TeamsConnector> log
)
{
    private readonly ClaimsIdentity _self = Self(options.Value.AppId);

    /// <summary>The bot itself, as Bot Builder knows it.</summary>
    internal static ClaimsIdentity Self(string appId) =>
        new([new Claim(AuthenticationConstants.AudienceClaim, appId), new Claim(AuthenticationConstants.AppIdClaim, appId)]);

    public Task<Delivery> SendAsync(TeamsAddress to, OutboundActivity activity, CancellationToken cancel) =>
        DeliverAsync(to, async (turn, cancel) => (await turn.SendActivityAsync(activity.Written(), cancel))?.Id, cancel);

    /// <summary>Replaces a message; repeating it changes nothing.</summary>
    public Task<Delivery> UpdateAsync(TeamsAddress to, string messageId, OutboundActivity activity, CancellationToken cancel) =>
        DeliverAsync(
            to,
            async (turn, cancel) => (await turn.UpdateActivityAsync((activity with { Id = messageId }).Written(), cancel))?.Id,
            cancel
        );

    public Task<Delivery> DeleteAsync(TeamsAddress to, string messageId, CancellationToken cancel) =>
        DeliverAsync(
            to,
            async (turn, cancel) =>
            {
                await turn.DeleteActivityAsync(messageId, cancel);
                return messageId;
            },
            cancel
        );

    /// <summary>The people of a conversation; empty where they cannot be had.</summary>
    public async Task<IReadOnlyList<ChannelAccount>> MembersAsync(TeamsAddress conversation, CancellationToken cancel)
    {
        IReadOnlyList<ChannelAccount> members = [];
        await DeliverAsync(
            conversation,
            async (turn, cancel) =>
            {
                var connector = turn.TurnState.Get<IConnectorClient>();
                members = [.. await connector.Conversations.GetConversationMembersAsync(conversation.Conversation, cancel)];
                return null;
            },
            cancel
        );
        return members;
    }

    private async Task<Delivery> DeliverAsync(
        TeamsAddress to,
        Func<ITurnContext, CancellationToken, Task<string?>> send,
        CancellationToken cancel
    )
    {
        if (!ServiceUrls.IsSafe(to.ServiceUrl))
            return new Delivery.Refused("the service URL is not https");
        try
        {
            string? id = null;
            await adapter.ContinueConversationAsync(
                _self,
                to.Continuation(),
                async (turn, cancel) => id = await send(turn, cancel),
                cancel
            );
            return new Delivery.Sent(id is { Length: > 0 } ? id : null);
        }
        catch (ErrorResponseException refused)
        {
            return Read(refused.Response, refused.Body?.Error?.Code);
        }
        catch (HttpOperationException refused)
        {
            return Read(refused.Response, code: null);
        }
        catch (MsalServiceException fault)
        {
            TokenRefused(fault.StatusCode, fault.ErrorCode);
            return new Delivery.Retry(fault.Headers?.RetryAfter?.Delta, $"no token: {fault.StatusCode} {fault.ErrorCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or MsalException or RestException or JsonException)
        {
            return new Delivery.Retry(null, (fault as HttpRequestException)?.HttpRequestError.ToString() ?? fault.GetType().Name);
        }
    }

    private Delivery Read(HttpResponseMessageWrapper response, string? code)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            credentials.Drop();
        return status is 401 or 408 or 412 or 429 or >= 500
            ? new Delivery.Retry(RetryAfter(response), $"{status}")
            : new Delivery.Refused($"{status} {code}".Trim());
    }

    /// <summary>Seconds or a date (RFC 9110, 10.2.3).</summary>
    private TimeSpan? RetryAfter(HttpResponseMessageWrapper response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var values) || values.FirstOrDefault() is not { } value)
            return null;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var until) ? until - time.GetUtcNow() : null;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Teams: the token endpoint answered {Status} {Error}. Check Teams:AppId, Teams:AppPassword (has the secret expired?) and "
            + "Teams:TenantId."
    )]
    private partial void TokenRefused(int status, string error);
}
