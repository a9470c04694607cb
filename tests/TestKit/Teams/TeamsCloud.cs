using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Teams;

/// <summary>What the bot sent, as it arrived.</summary>
/// <param name="Method">POST for new messages, PUT for updates.</param>
/// <param name="MessageId">What the connector called it, or what was updated.</param>
/// <param name="Arrived">Timestamp of <see cref="Stopwatch"/>, before the connector answered.</param>
public sealed record SentActivity(
    string Method,
    string Conversation,
    string MessageId,
    JsonElement Body,
    string? Authorization,
    long Arrived
)
{
    /// <summary>Timestamp of <see cref="Stopwatch"/> when the connector's answer had gone out; none while it has not.</summary>
    public long Answered { get; set; } = long.MaxValue;

    /// <summary>Id of the message that this replies to; null where it replies to none.</summary>
    public string? ReplyTo => Body.TryGetProperty("replyToId", out var id) ? id.GetString() : null;

    /// <summary>Likewise when the sender's connection closed; a living sender keeps one that did not fail.</summary>
    public long Left { get; set; } = long.MaxValue;

    public string? Text => Body.TryGetProperty("text", out var text) ? text.GetString() : null;

    /// <summary>What an answer's card says, as plain text.</summary>
    public string? Answer => Card?.TryGetProperty("fallbackText", out var text) == true ? text.GetString() : null;

    public JsonElement? Card =>
        Body.TryGetProperty("attachments", out var attachments) && attachments.GetArrayLength() > 0
            ? attachments[0].GetProperty("content")
            : null;

    /// <summary>Text and card in one string, to look for words in.</summary>
    public string Everything => Body.GetRawText();
}

/// <summary>
/// The far side of the network: the issuer's keys, the token endpoint, and a connector that records and fails as it is told to.
/// </summary>
public sealed partial class TeamsCloud : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SentActivity> _arrived = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Guid _id = Guid.NewGuid();
    private int _ids;

    private TeamsCloud(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Its own even where a port is used again: Bot Builder keeps the keys of an address as long as the process lives.</summary>
    public string Metadata => $"{Address}/openid?cloud={_id}";

    /// <summary>What activities give as their service URL.</summary>
    public string ServiceUrl => Address + "/connector/";

    /// <summary>The keys that the issuer publishes.</summary>
    public List<TokenIssuer> Published { get; } = [];

    public int KeyRequests { get; private set; }
    public int TokenRequests { get; private set; }

    /// <summary>How long a message stands for people to see before the bot learns its id.</summary>
    public TimeSpan ConfirmsAfter { get; set; }

    /// <summary>Seconds that granted tokens live.</summary>
    public int TokenLife { get; set; } = 3600;

    /// <summary>Answers before the connector does; false lets it arrive.</summary>
    public Func<HttpContext, string, Task<bool>> Trouble { get; set; } = (_, _) => Task.FromResult(false);

    public List<object> Members { get; } = [];

    public IReadOnlyList<SentActivity> Arrived => [.. _arrived];

    /// <summary>How many messages something has replied to.</summary>
    public int AnsweredMessages => Arrived.Select(sent => sent.ReplyTo).OfType<string>().Distinct().Count();

    /// <summary>A message in a personal chat, with no more of what Teams sends than an answer needs.</summary>
    public JsonObject Message(string id, string text, string conversation, string user) =>
        new()
        {
            ["type"] = "message",
            ["id"] = id,
            ["serviceUrl"] = ServiceUrl,
            ["channelId"] = "msteams",
            ["text"] = text,
            ["from"] = new JsonObject { ["id"] = user },
            ["recipient"] = new JsonObject { ["id"] = "28:bot" },
            ["conversation"] = new JsonObject { ["id"] = conversation, ["conversationType"] = "personal" },
        };

    public static async Task<TeamsCloud> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, port => port.UseHttps(LocalCertificate.Value)));
        var app = builder.Build();
        var cloud = new TeamsCloud(app);
        cloud.Map();
        await app.StartAsync();
        return cloud;
    }

    /// <summary>
    /// Waits until <paramref name="count"/> more activities than before have arrived, typing signs not counted, and returns these.
    /// </summary>
    public async Task<IReadOnlyList<SentActivity>> WaitForAsync(int count)
    {
        for (var seen = 0; seen < count; seen++)
            if (!await _news.WaitAsync(TimeSpan.FromSeconds(30)))
                throw new TimeoutException(
                    $"{seen} of {count} activities arrived within 30 seconds: {string.Join(" | ", Arrived.Select(sent => sent.Text))}"
                );
        _waited += count;
        return [.. Arrived.Skip(_waited - count).Take(count)];
    }

    private int _waited;

    private void Map()
    {
        _app.MapGet("/openid", () => new { issuer = TokenIssuer.Issuer, jwks_uri = Address + "/keys" });
        _app.MapGet(
            "/keys",
            () =>
            {
                KeyRequests++;
                return Results.Text(
                    new JsonObject
                    {
                        ["keys"] = new JsonArray([.. Published.Select(issuer => (JsonNode)issuer.PublicKey())]),
                    }.ToJsonString(),
                    "application/json"
                );
            }
        );
        _app.MapPost(
            "/token",
            () =>
            {
                TokenRequests++;
                return new Dictionary<string, object>
                {
                    ["access_token"] = "token-" + TokenRequests,
                    ["expires_in"] = TokenLife,
                    ["token_type"] = "Bearer",
                };
            }
        );
        _app.MapGet("/connector/v3/conversations/{conversation}/members", () => Members);
        _app.MapPost(
            "/connector/v3/conversations/{conversation}/activities",
            (HttpContext context, string conversation) => TakeAsync(context, conversation, null)
        );
        _app.MapPost(
            "/connector/v3/conversations/{conversation}/activities/{replyTo}",
            (HttpContext context, string conversation, string replyTo) => TakeAsync(context, conversation, null)
        );
        _app.MapPut(
            "/connector/v3/conversations/{conversation}/activities/{id}",
            (HttpContext context, string conversation, string id) => TakeAsync(context, conversation, id)
        );
        _app.MapDelete("/connector/v3/conversations/{conversation}/activities/{id}", (string id) => Deleted.Enqueue(id));
    }

    private async Task TakeAsync(HttpContext context, string conversation, string? id)
    {
        conversation = Uri.UnescapeDataString(conversation);
        if (await Trouble(context, conversation))
            return;
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        if (StreamFault(body, ref id) is var (status, code))
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(new { error = new { code, message = code } });
            return;
        }
        id ??= "m" + Interlocked.Increment(ref _ids);
        var sent = new SentActivity(
            context.Request.Method,
            conversation,
            id,
            body,
            context.Request.Headers.Authorization,
            Stopwatch.GetTimestamp()
        );
        context
            .Features.GetRequiredFeature<IConnectionLifetimeFeature>()
            .ConnectionClosed.Register(() => sent.Left = Stopwatch.GetTimestamp());
        if (IsOnTheWay(body))
            OnTheWay.Enqueue(sent);
        else
        {
            _arrived.Enqueue(sent);
            _news.Release();
        }
        await Task.Delay(ConfirmsAfter);
        await context.Response.WriteAsJsonAsync(new { id });
        await context.Response.CompleteAsync();
        sent.Answered = Stopwatch.GetTimestamp();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
