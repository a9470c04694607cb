using System.Text.Json;
using ChatBot.Bot.Channels.Slack.Installing;
using ChatBot.TestKit;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>The app asks for what it uses and for nothing more.</summary>
public sealed class ManifestTests
{
    /// <summary>The scope that each method's page names; empty where it needs none, or takes another token.</summary>
    private static readonly Dictionary<string, string[]> ScopesOfMethods = new()
    {
        ["chat.postMessage"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["chat.delete"] = ["chat:write"],
        ["chat.startStream"] = ["chat:write"],
        ["chat.appendStream"] = ["chat:write"],
        ["chat.stopStream"] = ["chat:write"],
        ["chat.postEphemeral"] = ["chat:write"],
        ["views.open"] = [],
        ["views.update"] = [],
        ["views.publish"] = [],
        ["apps.connections.open"] = [],
        ["oauth.v2.access"] = [],
        ["auth.test"] = [],
        ["assistant.threads.setStatus"] = ["assistant:write"],
        ["assistant.threads.setTitle"] = ["assistant:write"],
        ["assistant.threads.setSuggestedPrompts"] = ["assistant:write"],
        ["conversations.replies"] = ["channels:history", "groups:history", "im:history"],
        ["conversations.history"] = ["channels:history", "groups:history", "im:history"],
    };

    /// <summary>The scope that each event's page names.</summary>
    private static readonly Dictionary<string, string?> ScopesOfEvents = new()
    {
        ["app_home_opened"] = null,
        ["app_mention"] = "app_mentions:read",
        ["app_uninstalled"] = null,
        ["tokens_revoked"] = null,
        ["reaction_added"] = "reactions:read",
        ["assistant_thread_started"] = "assistant:write",
        ["assistant_thread_context_changed"] = "assistant:write",
        ["message.channels"] = "channels:history",
        ["message.groups"] = "groups:history",
        ["message.im"] = "im:history",
    };

    public static TheoryData<string> Files => ["manifest-http.json", "manifest-socket.json"];

    [Theory, MemberData(nameof(Files))]
    public void Every_method_and_event_is_covered_by_a_scope_and_no_scope_is_idle(string file)
    {
        var manifest = Read(file);
        var scopes = manifest
            .GetProperty("oauth_config")
            .GetProperty("scopes")
            .GetProperty("bot")
            .EnumerateArray()
            .Select(scope => scope.GetString()!)
            .ToHashSet();
        var events = Events(manifest);
        var needed = MethodsInTheSource()
            .SelectMany(method => ScopesOfMethods[method])
            .Concat(events.Select(name => ScopesOfEvents[name]).OfType<string>())
            .Append("commands")
            .ToHashSet();
        Assert.Equal(needed.Order(), scopes.Order());
        Assert.Equal(InstallScopes.Bot.Order(), scopes.Order());
    }

    [Theory, MemberData(nameof(Files))]
    public void The_events_are_those_that_are_handled(string file)
    {
        var source = Source("Receiving/EventDispatcher.cs");
        var events = Events(Read(file));
        foreach (var name in events)
            Assert.Contains($"\"{name.Split('.')[0]}\"", source);
        Assert.Equal(ScopesOfEvents.Keys.Order(), events.Order());
    }

    [SourceFact]
    public void The_manifests_name_what_the_program_answers_to()
    {
        var (http, socket) = (Read("manifest-http.json"), Read("manifest-socket.json"));
        foreach (var manifest in new[] { http, socket })
        {
            Assert.Equal(
                "ask_about_this",
                manifest.GetProperty("features").GetProperty("shortcuts")[0].GetProperty("callback_id").GetString()
            );
            Assert.Equal("/ask", manifest.GetProperty("features").GetProperty("slash_commands")[0].GetProperty("command").GetString());
        }
        var settings = http.GetProperty("settings");
        Assert.EndsWith("/slack/events", settings.GetProperty("event_subscriptions").GetProperty("request_url").GetString());
        Assert.EndsWith("/slack/interactions", settings.GetProperty("interactivity").GetProperty("request_url").GetString());
        Assert.True(socket.GetProperty("settings").GetProperty("socket_mode_enabled").GetBoolean());
        Assert.DoesNotContain("YOUR-HOST", socket.GetRawText());
        Assert.InRange(http.GetProperty("display_information").GetProperty("description").GetString()!.Length, 1, 140);
    }

    [SourceFact]
    public void The_fake_workspace_knows_the_methods_that_are_called_and_no_others() =>
        Assert.Equal(SlackCloud.KnownMethods.Order(), MethodsInTheSource().Order());

    private static IEnumerable<string> MethodsInTheSource() =>
        ScopesOfMethods.Keys.Where(method =>
            Directory
                .EnumerateFiles(Folder("bot/Channels/Slack"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith("MethodPace.cs", StringComparison.Ordinal))
                .Any(file => File.ReadAllText(file).Contains($"\"{method}\""))
        );

    private static List<string> Events(JsonElement manifest) =>
        [
            .. manifest
                .GetProperty("settings")
                .GetProperty("event_subscriptions")
                .GetProperty("bot_events")
                .EnumerateArray()
                .Select(name => name.GetString()!),
        ];

    private static JsonElement Read(string file) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder("manifests/slack"), file)));

    private static string Source(string path) => File.ReadAllText(Path.Combine(Folder("bot/Channels/Slack"), path));

    private static string Folder(string path) => Path.Combine(SharedData.RepositoryRoot!, path);
}
