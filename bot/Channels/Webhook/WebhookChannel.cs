using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Webhook;

/// <summary>
/// What admins are told, as JSON to any program: <c>Admin:WebhookUrl</c>. A channel that only speaks: it gets the outbox's
/// retries, order and dead letters for nothing. Each call is signed as GitHub signs its own:
/// <c>X-ChatBot-Signature: sha256=</c> and the hex HMAC-SHA256 of the body under <c>Admin:WebhookSecret</c>.
/// </summary>
public sealed class WebhookChannel(HttpClient http, CorrectionStore corrections, IOptions<WebhookOptions> options, TimeProvider time)
    : IChannel
{
    public const string SignatureHeader = "X-ChatBot-Signature";
    public const string DeliveryHeader = "X-ChatBot-Delivery";

    public string Name => "webhook";

    public bool IsReadByPeople => false;

    public Task<IReadOnlyList<ConversationAddress>> AdminAddressesAsync(string workspace, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ConversationAddress>>(
            options.Value.WebhookUrl.Length > 0 ? [new ConversationAddress("admin", "{}")] : []
        );

    public async Task<Delivery> SendAsync(OutboundReply reply, CancellationToken cancel)
    {
        if (options.Value.WebhookUrl is not { Length: > 0 } url)
            return new Delivery.Refused("Admin:WebhookUrl is not set any more");
        var body = Encoding.UTF8.GetBytes(WireJson.Write(await EventAsync(reply, cancel)));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(DeliveryHeader, reply.Id); // the receiver's key against the same event twice
        request.Headers.Add(
            SignatureHeader,
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.WebhookSecret), body))
        );
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.IsSuccessStatusCode)
                return new Delivery.Sent(reply.Id);
            var status = (int)response.StatusCode;
            return status is 408 or 425 or 429 or >= 500
                ? new Delivery.Retry(response.Headers.RetryAfter?.Delta, $"{status}")
                : new Delivery.Refused($"{status}");
        }
        catch (HttpRequestException fault)
        {
            return new Delivery.Retry(null, fault.HttpRequestError.ToString());
        }
    }

    private async Task<WebhookEvent> EventAsync(OutboundReply reply, CancellationToken cancel) =>
        reply.Reply switch
        {
            ReviewReply review => new WebhookEvent("correction", reply.Workspace, time.NowMs())
            {
                Correction = await corrections.FindAsync(reply.Workspace, review.CorrectionId, cancel),
            },
            NoticeReply notice => new WebhookEvent("notice", reply.Workspace, time.NowMs()) { Text = notice.Text },
            _ => throw new InvalidOperationException($"{reply.Reply.GetType().Name} is not for admins"),
        };
}

/// <summary>The body of a call.</summary>
/// <param name="Event"><c>correction</c> (pending, or as it was decided) or <c>notice</c>.</param>
/// <param name="Sent">Milliseconds since 1970 UTC.</param>
public sealed record WebhookEvent(string Event, string Workspace, long Sent)
{
    public Correction? Correction { get; init; }

    /// <summary>The notice's words.</summary>
    public string? Text { get; init; }
}
