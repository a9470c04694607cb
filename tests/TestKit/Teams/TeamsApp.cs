using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Teams;

/// <summary>
/// The real application connected to a <see cref="TeamsCloud"/>, driven through <c>POST /api/messages</c> with signed activities.
/// </summary>
public sealed class TeamsApp : IAsyncDisposable
{
    public const string AppId = "5f4f3b5e-7a55-4d0e-9d0b-1d4f0a6d2c11";
    public const string Tenant = "0c1c7a3e-2f0a-4e0e-8f57-6a1f6f1d9a01";
    public const string AdminId = "aaaaaaaa-0000-4000-8000-000000000001";
    public const string AdminConversation = "19:admins@thread.tacv2";

    private int _ids;

    private TeamsApp(BotApp bot, TeamsCloud cloud, TokenIssuer issuer)
    {
        Bot = bot;
        Cloud = cloud;
        Issuer = issuer;
    }

    public BotApp Bot { get; }
    public TeamsCloud Cloud { get; }
    public TokenIssuer Issuer { get; }

    public static Task<TeamsApp> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(null, settings);

    /// <param name="adjust">Replaces services.</param>
    public static async Task<TeamsApp> StartAsync(Action<IServiceCollection>? adjust, params (string Key, string? Value)[] settings)
    {
        var cloud = await TeamsCloud.StartAsync();
        var issuer = new TokenIssuer("key-1", "msteams");
        cloud.Published.Add(issuer);
        var all = Settings(cloud);
        foreach (var (key, value) in settings)
            all[key] = value;
        var teams = new TeamsApp(await BotApp.StartAsync(all, adjust), cloud, issuer);
        await teams.Bot.IndexedAsync();
        return teams;
    }

    /// <summary>
    /// Drives a bot that was started elsewhere, with <see cref="Settings"/> among its settings; whoever started it ends it.
    /// </summary>
    public static TeamsApp Attach(BotApp bot, TeamsCloud cloud, TokenIssuer issuer) => new(bot, cloud, issuer);

    /// <summary>Settings that connect a bot to <paramref name="cloud"/>.</summary>
    public static Dictionary<string, string?> Settings(TeamsCloud cloud) =>
        new()
        {
            ["Teams:AppId"] = AppId,
            ["Teams:AppPassword"] = "secret",
            ["Teams:TenantId"] = Tenant,
            ["Teams:OpenIdMetadataUrl"] = cloud.Metadata,
            ["Teams:EntraMetadataUrl"] = cloud.Metadata,
            ["Teams:TokenUrl"] = cloud.Address + "/token",
            ["Admin:TeamsUsers:0"] = AdminId,
            ["Admin:TeamsConversation"] = AdminConversation,
            ["Turns:FirstPause"] = "00:00:00.010",
            ["Turns:LongestPause"] = "00:00:00.100",
        };

    public string Token(Action<JsonObject>? change = null) => Issuer.Token(AppId, Cloud.ServiceUrl, change);

    /// <summary>A message activity as Teams sends it.</summary>
    public JsonObject Message(
        string text,
        string conversation = "a:personal",
        string type = "personal",
        string user = "Ada",
        string? userId = null
    ) =>
        new()
        {
            ["type"] = "message",
            ["id"] = "t" + Interlocked.Increment(ref _ids),
            ["timestamp"] = "2026-01-01T00:00:00Z",
            ["serviceUrl"] = Cloud.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = "29:" + user,
                ["name"] = user,
                ["aadObjectId"] = userId ?? $"bbbbbbbb-0000-4000-8000-{(uint)StringComparer.Ordinal.GetHashCode(user):x12}",
            },
            ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "ChatBot" },
            ["conversation"] = new JsonObject
            {
                ["id"] = conversation,
                ["conversationType"] = type,
                ["tenantId"] = Tenant,
            },
            ["text"] = text,
            ["textFormat"] = "plain",
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant } },
        };

    /// <summary>The same in a channel's thread, with a mention of the bot before it.</summary>
    public JsonObject Mention(string text, string thread = "19:general@thread.tacv2;messageid=1", string user = "Ada")
    {
        var message = Message($"<at>ChatBot</at> {text}", thread, "channel", user);
        message["entities"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>ChatBot</at>",
                ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "ChatBot" },
            }
        );
        return message;
    }

    /// <summary>A pressed button of a card.</summary>
    public JsonObject Press(string conversation, string verb, object data, string user = "Ada", string? userId = null)
    {
        var invoke = Message(
            "",
            conversation,
            conversation.StartsWith("19:", StringComparison.Ordinal) ? "channel" : "personal",
            user,
            userId
        );
        invoke["type"] = "invoke";
        invoke["name"] = "adaptiveCard/action";
        invoke.Remove("text");
        invoke["value"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = verb,
                ["data"] = JsonSerializer.SerializeToNode(data),
            },
            ["trigger"] = "manual",
        };
        return invoke;
    }

    public async Task<(HttpStatusCode Status, JsonElement? Body)> PostAsync(JsonObject activity, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = JsonContent.Create(activity) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? "Bearer " + Token());
        using var response = await Bot.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement : null);
    }

    /// <summary>Asks and waits for the answer.</summary>
    public async Task<SentActivity> AskAsync(JsonObject activity)
    {
        var (status, _) = await PostAsync(activity);
        Assert.Equal(HttpStatusCode.OK, status);
        return (await Cloud.WaitForAsync(1))[0];
    }

    /// <summary>Presses and returns the card or message that comes back.</summary>
    public async Task<JsonElement> PressAsync(JsonObject press)
    {
        var (status, body) = await PostAsync(press);
        Assert.Equal(HttpStatusCode.OK, status);
        return body!.Value;
    }

    /// <summary>The interaction that a card's buttons carry.</summary>
    public static string InteractionOf(SentActivity answer) =>
        answer
            .Card!.Value.GetProperty("actions")
            .EnumerateArray()
            .First(action => action.GetProperty("type").GetString() == "Action.Execute")
            .GetProperty("data")
            .GetProperty("interaction")
            .GetString()!;

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Cloud.DisposeAsync();
        Issuer.Dispose();
    }
}
