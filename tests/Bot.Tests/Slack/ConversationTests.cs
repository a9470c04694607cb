using System.Text.Json.Nodes;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

public sealed class ConversationTests
{
    private const string Question = "How do I undo the last commit in Git?";

    [Fact]
    public async Task A_direct_message_is_answered_beside_it_with_sources_and_ways_to_rate()
    {
        await using var slack = await SlackApp.StartAsync();
        var answer = await slack.AskAsync(slack.Message(Question));
        Assert.Equal(("D1", null), (answer.Channel, answer.Thread));
        Assert.Contains("[1]", answer.Text);
        Assert.Contains("feedback_buttons", answer.Everything);
        Assert.Contains("Correct this", answer.Everything);
        Assert.Contains("\"type\":\"overflow\"", answer.Everything);
        Assert.Empty(slack.Cloud.Refused);
    }

    [Fact]
    public async Task A_mention_is_answered_in_its_thread_and_the_thread_goes_on_without_one()
    {
        await using var slack = await SlackApp.StartAsync();
        var mention = slack.Mention(Question);
        var answer = await slack.AskAsync(mention);
        Assert.Equal(("C1", mention["ts"]!.GetValue<string>()), (answer.Channel, answer.Thread));
        await slack.SendAsync(slack.Message("Who brings the cake?", "C1"));
        await slack.SendAsync(slack.Message("<@UGRACE> what do you think?", "C1", thread: answer.Thread));
        await slack.SendAsync(slack.Message(Question, "C1", thread: "1.000001"));
        var followUp = await slack.AskAsync(slack.Message("How do I keep its changes?", "C1", thread: answer.Thread));
        Assert.Equal(answer.Thread, followUp.Thread);
        Assert.Equal(2, slack.Cloud.Messages.Count);
    }

    [Fact]
    public async Task Duplicates_retries_both_events_of_a_mention_our_own_words_and_other_programs_lead_to_one_answer()
    {
        await using var slack = await SlackApp.StartAsync();
        var mention = slack.Mention(Question);
        var twin = mention.DeepClone().AsObject();
        (twin["type"], twin["channel_type"]) = ("message", "channel");
        var envelope = slack.Envelope(mention).ToJsonString();
        await Task.WhenAll(
            slack.PostAsync("/slack/events", envelope, "application/json"),
            slack.PostAsync("/slack/events", envelope, "application/json"),
            slack.SendAsync(twin),
            slack.SendAsync(mention)
        );
        var own = slack.Message(Question, user: SlackCloud.BotUser);
        var program = slack.Message(Question);
        program["bot_id"] = "B1";
        var notice = slack.Message(Question);
        notice["subtype"] = "channel_join";
        foreach (var ignored in new[] { own, program, notice, slack.Message(Question, user: "USLACKBOT") })
            await slack.SendAsync(ignored);
        await slack.Cloud.WaitForAsync("chat.postMessage");
        await slack.AskAsync(slack.Message("help"));
        Assert.Equal(2, slack.Cloud.Messages.Count);
    }

    [Fact]
    public async Task An_edited_question_gets_its_answer_replaced_in_place_and_an_unfolded_link_changes_nothing()
    {
        await using var slack = await SlackApp.StartAsync();
        var question = slack.Message("How do I create a tag?");
        var first = await slack.AskAsync(question);
        JsonObject Changed(string text, string at)
        {
            var after = question.DeepClone().AsObject();
            (after["text"], after["edited"]) = (text, new JsonObject { ["user"] = "UADA", ["ts"] = at });
            return new JsonObject
            {
                ["type"] = "message",
                ["subtype"] = "message_changed",
                ["channel"] = "D1",
                ["channel_type"] = "im",
                ["message"] = after,
                ["previous_message"] = question.DeepClone(),
            };
        }
        await slack.SendAsync(Changed("How do I create a tag?", "9.1"));
        var edit = Changed(Question, "9.2");
        await slack.SendAsync(edit);
        await slack.SendAsync(edit);
        await slack.Cloud.WaitForAsync("chat.update");
        var standing = Assert.Single(slack.Cloud.Messages);
        Assert.Equal(first.Ts, standing.Ts);
        Assert.NotEqual(first.Text, standing.Text);
        await slack.AskAsync(slack.Message("help"));
        Assert.Single(slack.Cloud.Calls, call => call.Method == "chat.update");
    }

    [Fact]
    public async Task Files_are_politely_declined_and_the_words_beside_them_answered()
    {
        await using var slack = await SlackApp.StartAsync();
        var message = slack.Message(Question);
        (message["subtype"], message["files"]) = ("file_share", new JsonArray(new JsonObject { ["id"] = "F1" }));
        await slack.SendAsync(message);
        await slack.Cloud.WaitForAsync("chat.postMessage", 2);
        Assert.Contains("cannot read attachments", slack.Cloud.Messages[0].Text);
        Assert.Contains("[1]", slack.Cloud.Messages[1].Text);
    }

    [Fact]
    public async Task People_of_another_company_in_a_shared_channel_are_told_that_they_are_not_answered()
    {
        await using var slack = await SlackApp.StartAsync();
        var message = slack.Mention(Question);
        message["user_team"] = "T2";
        var envelope = slack.Envelope(message);
        envelope["is_ext_shared_channel"] = true;
        await slack.PostAsync("/slack/events", envelope.ToJsonString(), "application/json");
        await slack.Cloud.WaitForAsync("chat.postMessage");
        Assert.Contains("this workspace only", slack.Cloud.Messages[0].Text);
    }

    [Fact]
    public async Task A_new_thread_of_the_assistant_is_offered_questions_and_named_after_the_first()
    {
        await using var slack = await SlackApp.StartAsync();
        var started = new JsonObject
        {
            ["type"] = "assistant_thread_started",
            ["assistant_thread"] = new JsonObject
            {
                ["user_id"] = "UADA",
                ["channel_id"] = "D1",
                ["thread_ts"] = "7.1",
            },
        };
        await slack.SendAsync(started);
        await slack.SendAsync(started);
        var offered = (await slack.Cloud.WaitForAsync("assistant.threads.setSuggestedPrompts"))[0];
        Assert.InRange(offered.Arguments.GetProperty("prompts").GetArrayLength(), 1, 4);
        var answer = await slack.AskAsync(slack.Message(Question, thread: "7.1"));
        Assert.Equal("7.1", answer.Thread);
        Assert.Equal(
            Question,
            (await slack.Cloud.WaitForAsync("assistant.threads.setTitle"))[0].Arguments.GetProperty("title").GetString()
        );
        Assert.Single(slack.Cloud.Calls, call => call.Method == "assistant.threads.setSuggestedPrompts");
    }

    [Theory]
    [InlineData("help", "I name my sources")]
    [InlineData("", "I name my sources")]
    [InlineData("privacy", "pseudonym")]
    [InlineData("feedback off", "not ask you")]
    [InlineData("feedback on", "now and then")]
    public async Task Commands_are_answered_by_the_bot_itself(string command, string expected)
    {
        await using var slack = await SlackApp.StartAsync();
        Assert.Contains(expected, (await slack.AskAsync(slack.Mention(command))).Everything);
    }

    [Fact]
    public async Task The_slash_command_and_the_shortcut_answer_only_to_who_asked_and_their_answers_can_be_rated()
    {
        await using var slack = await SlackApp.StartAsync();
        string Command(string text) =>
            $"command=%2Fask&text={Uri.EscapeDataString(text)}&team_id=T1&channel_id=C9&user_id=UADA"
            + $"&trigger_id={slack.NewTrigger()}&response_url={Uri.EscapeDataString(slack.Cloud.Address + "/response/1")}";
        var (_, help) = await slack.PostAsync("/slack/commands", Command(""), "application/x-www-form-urlencoded");
        Assert.Contains("ephemeral", help);
        var (_, nothing) = await slack.PostAsync("/slack/commands", Command(Question), "application/x-www-form-urlencoded");
        Assert.Equal("", nothing);
        var answer = (await slack.Cloud.WaitForAsync("response"))[0].Arguments;
        Assert.Equal("ephemeral", answer.GetProperty("response_type").GetString());
        Assert.Contains("[1]", answer.GetProperty("text").GetString());
        var interaction = SlackApp.InteractionOf(new StandingMessage("C9", "1", null, answer));
        await slack.PressAsync(new StandingMessage("C9", "1", null, answer), "thumbs", "up|" + interaction);
        Assert.Contains("Thank you", (await slack.Cloud.WaitForAsync("chat.postEphemeral"))[0].Arguments.GetRawText());

        await slack.InteractAsync(
            new JsonObject
            {
                ["type"] = "message_action",
                ["callback_id"] = "ask_about_this",
                ["trigger_id"] = slack.NewTrigger(),
                ["response_url"] = slack.Cloud.Address + "/response/2",
                ["team"] = new JsonObject { ["id"] = "T1" },
                ["user"] = SlackApp.Person("UADA"),
                ["channel"] = new JsonObject { ["id"] = "C9" },
                ["message"] = new JsonObject { ["ts"] = "5.5", ["text"] = "How do I create a tag?" },
            }
        );
        Assert.Contains("[1]", (await slack.Cloud.WaitForAsync("response"))[0].Arguments.GetProperty("text").GetString());
        Assert.Empty(slack.Cloud.Messages);
    }

    [Fact]
    public async Task A_lapsed_address_of_a_command_is_answered_directly_and_a_foreign_one_not_at_all()
    {
        await using var slack = await SlackApp.StartAsync();
        string Command(string url) =>
            $"command=%2Fask&text={Uri.EscapeDataString(Question)}&team_id=T1&channel_id=C9&user_id=UADA"
            + $"&trigger_id={slack.NewTrigger()}&response_url={Uri.EscapeDataString(url)}";
        var (_, told) = await slack.PostAsync(
            "/slack/commands",
            Command("https://example.com/collect"),
            "application/x-www-form-urlencoded"
        );
        Assert.Contains("without what I need", told);
        await slack.PostAsync("/slack/commands", Command(slack.Cloud.Address + "/response/expired"), "application/x-www-form-urlencoded");
        await slack.Cloud.WaitForAsync("chat.postMessage");
        Assert.Equal("UADA", Assert.Single(slack.Cloud.Messages).Channel);
    }
}
