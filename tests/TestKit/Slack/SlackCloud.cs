using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Slack;

/// <summary>A message that stands in the workspace.</summary>
public sealed record StandingMessage(string Channel, string Ts, string? Thread, JsonElement Body)
{
    public string Text => Body.GetProperty("text").GetString() ?? "";

    /// <summary>Text and blocks in one string, to look for words in.</summary>
    public string Everything => Body.GetRawText();
}

/// <summary>A call of the Web API as it arrived and was taken.</summary>
public sealed record ApiCall(string Method, JsonElement Arguments, string? Token);

/// <summary>
/// The far side of the network: a workspace with a Web API that is strict about tokens, arguments, content types and Block Kit's
/// limits, response addresses, sockets, and OAuth. It records what it takes and fails as it is told to.
/// </summary>
public sealed partial class SlackCloud : IAsyncDisposable
{
    public const string BotToken = "xoxb-bot";
    public const string AppToken = "xapp-app";
    public const string BotUser = "UBOT";
    public const string Team = "T1";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Channel, string Ts), StandingMessage> _messages = new();
    private readonly ConcurrentQueue<ApiCall> _calls = new();
    private readonly SemaphoreSlim _news = new(0);
    private int _taken;

    private SlackCloud(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public string ApiUrl => Address + "/api/";

    /// <summary>Answers before the call is taken; true: it has answered, and the call is not taken.</summary>
    public Func<HttpContext, string, Task<bool>> Before { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Answers after the call is taken, in place of its result: what a broken connection looks like.</summary>
    public Func<HttpContext, string, Task<bool>> After { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Tokens that speak; a real bot token belongs to its team.</summary>
    public HashSet<string> Tokens { get; } = [BotToken];

    /// <summary>Block types that this workspace does not know yet.</summary>
    public HashSet<string> UnknownBlocks { get; } = [];

    public IReadOnlyList<ApiCall> Calls => [.. _calls];

    /// <summary>What stands in all channels, in order.</summary>
    public IReadOnlyList<StandingMessage> Messages => [.. _messages.Values.OrderBy(message => message.Ts, StringComparer.Ordinal)];

    public static async Task<SlackCloud> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.UseWebSockets();
        var cloud = new SlackCloud(app);
        app.MapPost("/api/{method}", cloud.CallAsync);
        app.MapPost("/response/{id}", (HttpContext context, string id) => cloud.RespondAsync(context, id));
        app.MapGet("/socket", cloud.SocketAsync);
        await app.StartAsync();
        return cloud;
    }

    /// <summary>
    /// Waits until <paramref name="count"/> more calls of <paramref name="method"/> than were waited for before have been taken.
    /// </summary>
    public async Task<IReadOnlyList<ApiCall>> WaitForAsync(string method, int count = 1)
    {
        var already = _waited.GetValueOrDefault(method);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Calls.Count(call => call.Method == method) < already + count)
            try
            {
                await _news.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"{Calls.Count(call => call.Method == method) - already} of {count} calls of {method} arrived within 30 "
                        + $"seconds; taken: {string.Join(", ", Calls.Select(call => call.Method))}"
                );
            }
        _waited[method] = already + count;
        return [.. Calls.Where(call => call.Method == method).Skip(already).Take(count)];
    }

    private readonly Dictionary<string, int> _waited = [];

    /// <summary>A message of a person, so that threads and edits have something to refer to.</summary>
    public string NextTs() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}.{Interlocked.Increment(ref _taken):000000}"
        );

    private async Task CallAsync(HttpContext context, string method)
    {
        if (await Before(context, method))
            return;
        var (arguments, isJson) = await ArgumentsAsync(context);
        var token = context.Request.Headers.Authorization.ToString() is { Length: > 7 } header ? header[7..] : null;
        var error = Refusal(method, arguments, isJson, token);
        var answer = error is null ? Take(method, arguments) : new JsonObject { ["ok"] = false, ["error"] = error };
        if (answer["ok"]!.GetValue<bool>())
        {
            _calls.Enqueue(new ApiCall(method, arguments, token));
            _news.Release();
        }
        else
            Refused.Enqueue($"{method}: {answer["error"]} {arguments.GetRawText()}");
        if (!await After(context, method))
            await context.Response.WriteAsync(answer.ToJsonString());
    }

    /// <summary>What was refused, and why.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    private static async Task<(JsonElement Arguments, bool IsJson)> ArgumentsAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            var form = await context.Request.ReadFormAsync();
            return (JsonSerializer.SerializeToElement(form.ToDictionary(field => field.Key, field => field.Value.ToString())), false);
        }
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        return (
            text.Length == 0 ? JsonSerializer.SerializeToElement(new { }) : JsonSerializer.Deserialize<JsonElement>(text),
            context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true
        );
    }

    private JsonObject Take(string method, JsonElement arguments)
    {
        string? Text(string name) => arguments.TryGetProperty(name, out var value) ? value.GetString() : null;
        switch (method)
        {
            case "chat.postMessage":
                var message = new StandingMessage(Text("channel")!, NextTs(), Text("thread_ts"), arguments);
                _messages[(message.Channel, message.Ts)] = message;
                return new JsonObject
                {
                    ["ok"] = true,
                    ["channel"] = message.Channel,
                    ["ts"] = message.Ts,
                };
            case "chat.update":
                if (!_messages.TryGetValue((Text("channel")!, Text("ts")!), out var old))
                    return new JsonObject { ["ok"] = false, ["error"] = "message_not_found" };
                if (_growing.ContainsKey(old.Ts))
                    return new JsonObject { ["ok"] = false, ["error"] = "streaming_state_conflict" };
                _messages[(old.Channel, old.Ts)] = old with { Body = arguments };
                return new JsonObject
                {
                    ["ok"] = true,
                    ["channel"] = old.Channel,
                    ["ts"] = old.Ts,
                };
            case "chat.startStream" or "chat.appendStream" or "chat.stopStream" or "chat.delete":
                return TakeStream(method, Text);
            case "chat.postEphemeral":
                return new JsonObject { ["ok"] = true, ["message_ts"] = NextTs() };
            case "conversations.replies" or "conversations.history":
                return Read(method, Text);
            case "apps.connections.open":
                return new JsonObject { ["ok"] = true, ["url"] = Address.Replace("http:", "ws:") + "/socket" };
            case "auth.test":
                return new JsonObject { ["ok"] = true, ["team_id"] = Team };
            case "oauth.v2.access":
                return Install(Text("code")!);
            default:
                return new JsonObject { ["ok"] = true };
        }
    }

    private JsonObject Read(string method, Func<string, string?> text)
    {
        var inThread = method == "conversations.replies";
        var oldest = double.Parse(text("oldest") ?? "0", CultureInfo.InvariantCulture);
        var matching = Messages
            .Where(message =>
                message.Channel == text("channel")
                && (inThread ? message.Thread == text("ts") : message.Thread is null)
                && double.Parse(message.Ts, CultureInfo.InvariantCulture) >= oldest
            )
            .ToList();
        // Two a page, so that pages are really turned.
        var from = int.Parse(text("cursor") ?? "0", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["ok"] = true,
            ["messages"] = new JsonArray([
                .. matching
                    .Skip(from)
                    .Take(2)
                    .Select(message =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["type"] = "message",
                                ["ts"] = message.Ts,
                                ["text"] = message.Text,
                                ["metadata"] =
                                    message.Body.TryGetProperty("metadata", out var metadata) && text("include_all_metadata") == "true"
                                        ? JsonNode.Parse(metadata.GetRawText())
                                        : null,
                            }
                    ),
            ]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = from + 2 < matching.Count ? $"{from + 2}" : "" },
        };
    }

    private JsonObject Install(string code)
    {
        if (!code.StartsWith("good-", StringComparison.Ordinal))
            return new JsonObject { ["ok"] = false, ["error"] = "invalid_code" };
        var team = code["good-".Length..];
        Tokens.Add("xoxb-" + team);
        return new JsonObject
        {
            ["ok"] = true,
            ["access_token"] = "xoxb-" + team,
            ["token_type"] = "bot",
            ["bot_user_id"] = BotUser,
            ["team"] = new JsonObject { ["id"] = team, ["name"] = "Team " + team },
        };
    }

    private async Task RespondAsync(HttpContext context, string id)
    {
        if (await Before(context, "response"))
            return;
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        if (id == "expired" || BlockLimits.OfMessage(body).Count > 0)
        {
            context.Response.StatusCode = id == "expired" ? 404 : 400;
            await context.Response.WriteAsync(id == "expired" ? "expired_url" : "invalid_blocks");
            return;
        }
        _calls.Enqueue(new ApiCall("response", body, null));
        _news.Release();
        await context.Response.WriteAsync("ok");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets.Keys)
            socket.Abort();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
