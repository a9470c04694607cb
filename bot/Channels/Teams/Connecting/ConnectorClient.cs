using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.Bot.Channels.Teams.Protocol;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Connecting;

/// <summary>
/// The Bot Connector's REST API, version 3: sends, updates, lists members. What passes (412, 429, 5xx, the network) is a
/// <see cref="Delivery.Retry"/>, what does not a <see cref="Delivery.Refused"/>.
/// </summary>
public sealed class ConnectorClient(HttpClient http, ConnectorTokens tokens, IOptions<TeamsOptions> options, TimeProvider time)
{
    public Task<Delivery> SendAsync(TeamsAddress to, OutboundActivity activity, CancellationToken cancel) =>
        DeliverAsync(HttpMethod.Post, to, "/activities", activity, cancel);

    /// <summary>Replaces a message; repeating it changes nothing.</summary>
    public Task<Delivery> UpdateAsync(TeamsAddress to, string messageId, OutboundActivity activity, CancellationToken cancel) =>
        DeliverAsync(HttpMethod.Put, to, "/activities/" + Uri.EscapeDataString(messageId), activity with { Id = messageId }, cancel);

    public Task<Delivery> DeleteAsync(TeamsAddress to, string messageId, CancellationToken cancel) =>
        DeliverAsync(HttpMethod.Delete, to, "/activities/" + Uri.EscapeDataString(messageId), activity: null, cancel);

    /// <summary>The people of a conversation; empty where they cannot be had.</summary>
    public async Task<IReadOnlyList<ChannelAccount>> MembersAsync(TeamsAddress conversation, CancellationToken cancel)
    {
        try
        {
            using var response = await RequestAsync(HttpMethod.Get, conversation, "/members", content: null, cancel);
            return response.IsSuccessStatusCode
                ? WireJson.Read<List<ChannelAccount>>(await response.Content.ReadAsStringAsync(cancel))
                : [];
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            return [];
        }
    }

    private async Task<Delivery> DeliverAsync(
        HttpMethod method,
        TeamsAddress to,
        string path,
        OutboundActivity? activity,
        CancellationToken cancel
    )
    {
        try
        {
            using var content = activity is null ? null : new StringContent(WireJson.Write(activity), Encoding.UTF8, "application/json");
            using var response = await RequestAsync(method, to, path, content, cancel);
            return await ReadAsync(response, cancel);
        }
        catch (HttpRequestException fault)
        {
            return new Delivery.Retry(null, fault.StatusCode is { } status ? $"{(int)status}" : fault.HttpRequestError.ToString());
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(
        HttpMethod method,
        TeamsAddress to,
        string path,
        HttpContent? content,
        CancellationToken cancel
    )
    {
        if (!ServiceUrls.IsSafe(to.ServiceUrl))
            throw new InvalidOperationException("the service URL is not https");
        var request = new HttpRequestMessage(
            method,
            $"{to.ServiceUrl.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(to.Conversation)}{path}"
        )
        {
            Content = content,
        };
        if (options.Value.AppId.Length == 0)
            return await http.SendAsync(request, cancel);
        var token = await tokens.GetAsync(cancel);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await http.SendAsync(request, cancel);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            tokens.Drop(token);
        return response;
    }

    private async Task<Delivery> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return new Delivery.Sent(MessageId(await response.Content.ReadAsStringAsync(cancel)));
        return status is 401 or 408 or 412 or 429 or >= 500
            ? new Delivery.Retry(RetryAfter(response.Headers.RetryAfter), $"{status}")
            : new Delivery.Refused($"{status} {ErrorCode(await response.Content.ReadAsStringAsync(cancel))}".Trim());
    }

    /// <summary>Seconds or a date (RFC 9110, 10.2.3).</summary>
    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date - time.GetUtcNow());

    private static string? MessageId(string body) => Text(body, document => document.GetProperty("id"));

    /// <summary>Such as MessageWritesBlocked or ConversationNotFound.</summary>
    private static string ErrorCode(string body) => Text(body, document => document.GetProperty("error").GetProperty("code")) ?? "";

    private static string? Text(string body, Func<JsonElement, JsonElement> find)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var found = find(document.RootElement);
            return found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
