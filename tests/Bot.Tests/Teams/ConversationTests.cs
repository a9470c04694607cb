using System.Net;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams;

public sealed class ConversationTests
{
    private const string Question = "How do I undo the last commit in Git?";

    [Fact]
    public async Task A_personal_question_is_answered_with_sources_label_and_card()
    {
        await using var teams = await TeamsApp.StartAsync();
        var answer = await teams.AskAsync(teams.Message(Question));
        Assert.Contains("[1]", answer.Answer);
        Assert.Equal("Bearer token-1", answer.Authorization);
        var entity = answer.Body.GetProperty("entities")[0];
        Assert.Equal("AIGeneratedContent", entity.GetProperty("additionalType")[0].GetString());
        Assert.Equal(1, entity.GetProperty("citation")[0].GetProperty("position").GetInt32());
        Assert.Equal("default", answer.Body.GetProperty("channelData").GetProperty("feedbackLoop").GetProperty("type").GetString());
        Assert.Equal("t1", answer.Body.GetProperty("replyToId").GetString());
    }

    [Fact]
    public async Task In_a_channel_only_our_own_mention_is_stripped_and_the_answer_goes_to_the_thread()
    {
        await using var teams = await TeamsApp.StartAsync();
        var message = teams.Mention("<at>Grace</at> asks: " + Question);
        ((JsonArray)message["entities"]!).Add(
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>Grace</at>",
                ["mentioned"] = new JsonObject { ["id"] = "29:Grace" },
            }
        );
        var answer = await teams.AskAsync(message);
        Assert.Equal("19:general@thread.tacv2;messageid=1", answer.Conversation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_thread_that_was_answered_goes_on_without_a_mention_and_others_stay_among_themselves(int confirmsAfter)
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.ConfirmsAfter = TimeSpan.FromMilliseconds(confirmsAfter);
        await teams.AskAsync(teams.Mention(Question));
        await teams.PostAsync(teams.Message(Question, "19:general@thread.tacv2;messageid=2", "channel"));
        var toGrace = teams.Message("<at>Grace</at> what do you think?", "19:general@thread.tacv2;messageid=1", "channel");
        toGrace["entities"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>Grace</at>",
                ["mentioned"] = new JsonObject { ["id"] = "29:Grace" },
            }
        );
        await teams.PostAsync(toGrace);
        var followUp = await teams.AskAsync(teams.Message("How do I keep its changes?", "19:general@thread.tacv2;messageid=1", "channel"));
        Assert.Equal("19:general@thread.tacv2;messageid=1", followUp.Conversation);
        Assert.Equal(2, teams.Cloud.Arrived.Count);
    }

    [Fact]
    public async Task Joining_is_welcomed_once_although_two_events_tell_of_it()
    {
        await using var teams = await TeamsApp.StartAsync();
        var installed = teams.Message("");
        installed["type"] = "installationUpdate";
        installed["action"] = "add";
        var joined = teams.Message("");
        joined["type"] = "conversationUpdate";
        joined["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "28:bot" });
        await Task.WhenAll(teams.PostAsync(installed), teams.PostAsync(joined));
        await teams.Cloud.WaitForAsync(1);
        var answer = await teams.AskAsync(teams.Message(Question));
        Assert.Equal(2, teams.Cloud.Arrived.Count);
        Assert.Contains("I answer questions about", teams.Cloud.Arrived[0].Everything);
        Assert.Contains("imBack", teams.Cloud.Arrived[0].Everything);
        Assert.DoesNotContain("imBack", answer.Everything);
    }

    [Theory]
    [InlineData("help", "Every answer names its sources")]
    [InlineData("/help", "Every answer names its sources")]
    [InlineData("privacy", "pseudonym")]
    [InlineData("feedback off", "not ask you")]
    [InlineData("feedback on", "once in 5 answers")]
    public async Task Commands_are_answered_by_the_bot_itself(string command, string expected)
    {
        await using var teams = await TeamsApp.StartAsync();
        Assert.Contains(expected, (await teams.AskAsync(teams.Message(command))).Everything);
    }

    [Fact]
    public async Task An_attachment_alone_is_politely_declined_and_with_words_the_words_are_answered()
    {
        await using var teams = await TeamsApp.StartAsync();
        var alone = teams.Message("");
        alone["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "image/png" });
        Assert.Contains("cannot read attachments", (await teams.AskAsync(alone)).Text);
        var both = teams.Message(Question);
        both["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "image/png" },
            new JsonObject { ["contentType"] = "text/html" }
        );
        await teams.PostAsync(both);
        var two = await teams.Cloud.WaitForAsync(2);
        Assert.Contains("cannot read attachments", two[0].Text);
        Assert.Contains("[1]", two[1].Answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task An_edited_question_gets_its_answer_replaced_in_place(int confirmsAfter)
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.ConfirmsAfter = TimeSpan.FromMilliseconds(confirmsAfter);
        var question = teams.Message("How do I create a tag?");
        var first = await teams.AskAsync(question);
        var edited = teams.Message(Question);
        (edited["type"], edited["id"], edited["timestamp"]) = ("messageUpdate", question["id"]!.GetValue<string>(), "2026-01-01T00:01:00Z");
        edited["channelData"]!["eventType"] = "editMessage";
        var second = await teams.AskAsync(edited);
        Assert.Equal(("PUT", first.MessageId), (second.Method, second.MessageId));
        Assert.NotEqual(first.Answer, second.Answer);
    }

    [Fact]
    public async Task The_same_activity_twice_is_answered_once_and_our_own_words_never()
    {
        await using var teams = await TeamsApp.StartAsync();
        var question = teams.Message(Question);
        await teams.PostAsync(question);
        await teams.PostAsync(question);
        var own = teams.Message(Question);
        own["from"]!["id"] = "28:bot";
        await teams.PostAsync(own);
        await teams.AskAsync(teams.Message("help"));
        await teams.Cloud.WaitForAsync(1);
        Assert.Equal(2, teams.Cloud.Arrived.Count);
    }

    [Fact]
    public async Task Unknown_invokes_are_not_implemented_and_unknown_activities_are_taken_quietly()
    {
        await using var teams = await TeamsApp.StartAsync();
        var invoke = teams.Message("");
        (invoke["type"], invoke["name"]) = ("invoke", "composeExtension/query");
        Assert.Equal(HttpStatusCode.NotImplemented, (await teams.PostAsync(invoke)).Status);
        var other = teams.Message("");
        other["type"] = "endOfConversation";
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(other)).Status);
    }
}
