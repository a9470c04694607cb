using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Verifying;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Slack;

/// <summary>The real application connected to a <see cref="SlackCloud"/>, driven through its front doors with signed requests.</summary>
public sealed class SlackApp : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    public const string Admin = "UADMIN";
    public const string AdminChannel = "CADMIN";

    private int _ids;

    private SlackApp(BotApp bot, SlackCloud cloud) => (Bot, Cloud) = (bot, cloud);

    public BotApp Bot { get; }
    public SlackCloud Cloud { get; }

    /// <summary>Settings that connect a bot to <paramref name="cloud"/>.</summary>
    public static Dictionary<string, string?> Settings(SlackCloud cloud) =>
        new()
        {
            ["Slack:SigningSecret"] = Secret,
            ["Slack:BotToken"] = SlackCloud.BotToken,
            ["Slack:ApiUrl"] = cloud.ApiUrl,
            ["Admin:SlackUsers:0"] = Admin,
            ["Admin:SlackChannel"] = AdminChannel,
            ["Turns:FirstPause"] = "00:00:00.010",
            ["Turns:LongestPause"] = "00:00:00.100",
        };

    public static Task<SlackApp> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(null, settings);

    /// <param name="adjust">Replaces services.</param>
    public static async Task<SlackApp> StartAsync(Action<IServiceCollection>? adjust, params (string Key, string? Value)[] settings)
    {
        var cloud = await SlackCloud.StartAsync();
        var all = Settings(cloud);
        foreach (var (key, value) in settings)
            all[key] = value;
        var slack = new SlackApp(await BotApp.StartAsync(all, adjust), cloud);
        await slack.Bot.IndexedAsync();
        return slack;
    }

    /// <summary>
    /// Drives a bot that was started elsewhere, with <see cref="Settings"/> among its settings; whoever started it ends it.
    /// </summary>
    public static SlackApp Attach(BotApp bot, SlackCloud cloud) => new(bot, cloud);

    /// <summary>A message event as Slack sends it; in a direct message unless <paramref name="channel"/> says otherwise.</summary>
    public JsonObject Message(string text, string channel = "D1", string user = "UADA", string? thread = null, string type = "message") =>
        new()
        {
            ["type"] = type,
            ["channel"] = channel,
            ["user"] = user,
            ["text"] = text,
            ["ts"] = Cloud.NextTs(),
            ["thread_ts"] = thread,
            ["channel_type"] =
                type == "app_mention" ? null
                : channel.StartsWith('D') ? "im"
                : "channel",
        };

    public JsonObject Mention(string text, string channel = "C1", string user = "UADA", string? thread = null) =>
        Message($"<@{SlackCloud.BotUser}> {text}", channel, user, thread, "app_mention");

    /// <summary>An event in its envelope.</summary>
    public JsonObject Envelope(JsonObject inner, string team = SlackCloud.Team) =>
        new()
        {
            ["type"] = "event_callback",
            ["team_id"] = team,
            ["api_app_id"] = "A1",
            ["event_id"] = "Ev" + Interlocked.Increment(ref _ids),
            ["event_time"] = 1,
            ["authorizations"] = new JsonArray(
                new JsonObject
                {
                    ["team_id"] = team,
                    ["user_id"] = SlackCloud.BotUser,
                    ["is_bot"] = true,
                }
            ),
            ["event"] = inner.DeepClone(),
        };

    public Task<(HttpStatusCode Status, string Body)> SendAsync(JsonObject inner) =>
        PostAsync("/slack/events", Envelope(inner).ToJsonString(), "application/json");

    /// <summary>Asks and waits for the posted answer.</summary>
    public async Task<StandingMessage> AskAsync(JsonObject inner)
    {
        var (status, body) = await SendAsync(inner);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return await PostedAsync();
    }

    /// <summary>
    /// Waits for the next posted message, and until the bot has recorded that it stands there: a person cannot press a button
    /// within the milliseconds between, a test can.
    /// </summary>
    public async Task<StandingMessage> PostedAsync()
    {
        await Cloud.WaitForAsync("chat.postMessage");
        var posted = Cloud.Messages.Last();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var connection = await Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        while (await connection.ExecuteScalarAsync<long>("select count(*) from deliveries where message_id = @Ts", new { posted.Ts }) == 0)
            await Task.Delay(20, limit.Token);
        return posted;
    }

    /// <summary>Waits for the next update of one message; what is said of others meanwhile is passed over.</summary>
    /// <returns>The call's arguments, JSON.</returns>
    public async Task<string> UpdatedAsync(StandingMessage message)
    {
        while (true)
        {
            var update = (await Cloud.WaitForAsync("chat.update"))[0].Arguments;
            if (update.GetProperty("ts").GetString() == message.Ts)
                return update.GetRawText();
        }
    }

    /// <summary>A pressed button or chosen option of a standing message.</summary>
    public async Task PressAsync(StandingMessage message, string action, string value, string user = "UADA", bool chosen = false)
    {
        var pressed = new JsonObject
        {
            ["type"] = chosen ? "static_select" : "button",
            ["action_id"] = action,
            ["block_id"] = "b",
            ["action_ts"] = "1",
        };
        if (chosen)
            pressed["selected_option"] = new JsonObject { ["value"] = value };
        else
            pressed["value"] = value;
        await InteractAsync(
            new JsonObject
            {
                ["type"] = "block_actions",
                ["trigger_id"] = NewTrigger(),
                ["team"] = new JsonObject { ["id"] = SlackCloud.Team },
                ["user"] = Person(user),
                ["channel"] = new JsonObject { ["id"] = message.Channel },
                ["message"] = new JsonObject { ["ts"] = message.Ts, ["thread_ts"] = message.Thread },
                ["container"] = new JsonObject
                {
                    ["type"] = "message",
                    ["channel_id"] = message.Channel,
                    ["message_ts"] = message.Ts,
                },
                ["actions"] = new JsonArray(pressed),
            }
        );
    }

    /// <summary>Submits the form that was opened last, and returns the acknowledgement's body.</summary>
    public Task<string> SubmitAsync(JsonElement view, Dictionary<string, string?> fields, string user = "UADA") =>
        InteractAsync(
            new JsonObject
            {
                ["type"] = "view_submission",
                ["team"] = new JsonObject { ["id"] = SlackCloud.Team },
                ["user"] = Person(user),
                ["view"] = new JsonObject
                {
                    ["id"] = "V1",
                    ["type"] = "modal",
                    ["callback_id"] = view.GetProperty("callback_id").GetString(),
                    ["private_metadata"] = view.GetProperty("private_metadata").GetString(),
                    ["state"] = new JsonObject
                    {
                        ["values"] = new JsonObject(
                            fields.Select(field => new KeyValuePair<string, JsonNode?>(
                                field.Key,
                                new JsonObject
                                {
                                    ["field"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = field.Value },
                                }
                            ))
                        ),
                    },
                },
            }
        );

    public async Task<string> InteractAsync(JsonObject payload)
    {
        var (status, body) = await PostAsync(
            "/slack/interactions",
            "payload=" + Uri.EscapeDataString(payload.ToJsonString()),
            "application/x-www-form-urlencoded"
        );
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return body;
    }

    public string NewTrigger() => "trigger-" + Interlocked.Increment(ref _ids);

    public static JsonObject Person(string user) =>
        new()
        {
            ["id"] = user,
            ["name"] = user.ToLowerInvariant(),
            ["username"] = user.ToLowerInvariant(),
            ["team_id"] = SlackCloud.Team,
        };

    /// <summary>A signed request, as Slack makes it.</summary>
    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, string contentType) =>
        PostAsync(Bot.Http, path, body, contentType);

    public static async Task<(HttpStatusCode Status, string Body)> PostAsync(
        HttpClient http,
        string path,
        string body,
        string contentType,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = Signed(path, body, contentType);
        change?.Invoke(request);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static HttpRequestMessage Signed(string path, string body, string contentType, long? at = null)
    {
        var timestamp = (at ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        request.Headers.Add(RequestSignature.TimestampHeader, timestamp);
        request.Headers.Add(RequestSignature.SignatureHeader, RequestSignature.Of(Secret, timestamp, Encoding.UTF8.GetBytes(body)));
        return request;
    }

    /// <summary>The interaction that an answer's buttons carry.</summary>
    public static string InteractionOf(StandingMessage answer) =>
        System.Text.RegularExpressions.Regex.Match(answer.Everything, "up\\|([0-9a-f]{32})").Groups[1].Value;

    /// <summary>The correction that a review message's buttons carry.</summary>
    public static string CorrectionOf(StandingMessage review) =>
        System.Text.RegularExpressions.Regex.Match(review.Everything, "\"value\":\"([0-9a-f]{32})\"").Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}
