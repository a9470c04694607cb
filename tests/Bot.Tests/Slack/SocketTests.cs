using System.Text.Json.Nodes;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

public sealed class SocketTests
{
    private const string Question = "How do I undo the last commit in Git?";

    [Fact]
    public async Task Events_commands_and_forms_come_through_sockets_that_survive_refreshes_and_drops()
    {
        await using var slack = await StartAsync();
        await slack.Cloud.WaitForSocketsAsync(2);
        await slack.Cloud.DeliverAsync("events_api", slack.Envelope(slack.Message(Question)));
        await slack.Cloud.WaitForAsync("chat.postMessage");

        await slack.Cloud.RefreshSocketsAsync();
        await slack.Cloud.DeliverAsync("events_api", slack.Envelope(slack.Message("help")));
        await slack.Cloud.WaitForAsync("chat.postMessage");

        slack.Cloud.DropSockets();
        var help = await slack.Cloud.DeliverAsync(
            "slash_commands",
            new JsonObject
            {
                ["command"] = "/ask",
                ["text"] = "",
                ["team_id"] = "T1",
                ["channel_id"] = "C1",
                ["user_id"] = "UADA",
                ["trigger_id"] = "1",
                ["response_url"] = slack.Cloud.Address + "/response/1",
            }
        );
        Assert.Equal("ephemeral", help!.Value.GetProperty("response_type").GetString());
        Assert.True(slack.Cloud.Connections > 2);

        var faults = await slack.Cloud.DeliverAsync(
            "interactive",
            new JsonObject
            {
                ["type"] = "view_submission",
                ["team"] = new JsonObject { ["id"] = "T1" },
                ["user"] = SlackApp.Person("UADA"),
                ["view"] = new JsonObject
                {
                    ["id"] = "V1",
                    ["type"] = "modal",
                    ["callback_id"] = "correction",
                    ["private_metadata"] = "{\"id\":\"unknown\"}",
                },
            }
        );
        Assert.Equal("errors", faults!.Value.GetProperty("response_action").GetString());
    }

    [Fact]
    public async Task An_envelope_that_comes_again_through_another_socket_is_answered_once()
    {
        await using var slack = await StartAsync();
        await slack.Cloud.WaitForSocketsAsync(2);
        var envelope = slack.Envelope(slack.Message(Question));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => slack.Cloud.DeliverAsync("events_api", envelope.DeepClone())));
        await slack.Cloud.DeliverAsync("events_api", slack.Envelope(slack.Message("help")));
        await slack.Cloud.WaitForAsync("chat.postMessage", 2);
        Assert.Equal(2, slack.Cloud.Messages.Count);
    }

    [Fact]
    public async Task With_sockets_alone_the_doors_over_HTTP_stay_shut()
    {
        await using var slack = await StartAsync();
        var (status, _) = await slack.PostAsync("/slack/events", "{}", "application/json");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, status);
    }

    private static Task<SlackApp> StartAsync() => SlackApp.StartAsync(("Slack:SigningSecret", ""), ("Slack:AppToken", SlackCloud.AppToken));
}
