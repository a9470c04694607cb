using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Teams;
using Dapper;

namespace ChatBot.Bot.Tests.Teams;

public sealed class LearningLoopTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private const string Right = "Run git reset --soft HEAD~1: the commit goes, its changes stay staged.";

    [Fact]
    public async Task Thumbs_and_stars_are_stored_and_the_card_thanks_in_place()
    {
        await using var teams = await TeamsApp.StartAsync();
        var interaction = TeamsApp.InteractionOf(await teams.AskAsync(teams.Message(Question)));
        var up = await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, thumbs = "up" }));
        Assert.Equal("application/vnd.microsoft.card.adaptive", up.GetProperty("type").GetString());
        Assert.Contains("Thank you", up.GetRawText());
        await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, stars = 4 }));
        var again = await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, stars = "5" }));
        Assert.Contains("5 of 5 stars", again.GetRawText());
        Assert.Equal(1, await CountAsync(teams, "select count(*) from ratings where thumbs = 'up' and overall = 5"));
        Assert.Equal(1, await CountAsync(teams, "select count(*) from ratings"));
    }

    [Fact]
    public async Task A_bad_rating_opens_the_correction_and_the_detailed_form_keeps_its_fields()
    {
        await using var teams = await TeamsApp.StartAsync();
        var interaction = TeamsApp.InteractionOf(await teams.AskAsync(teams.Message(Question)));
        var down = await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, thumbs = "down" }));
        Assert.Contains("correctResponse", down.GetRawText());
        var form = await teams.PressAsync(teams.Press("a:personal", "openDetails", new { interaction }));
        Assert.Contains("\"id\":\"clarity\"", form.GetRawText());
        await teams.PressAsync(
            teams.Press(
                "a:personal",
                "details",
                new
                {
                    interaction,
                    accuracy = "2",
                    helpfulness = "3",
                    clarity = "5",
                    comment = "too short",
                    suggestion = "say more",
                }
            )
        );
        Assert.Equal(
            1,
            await CountAsync(
                teams,
                "select count(*) from ratings where accuracy = 2 and helpfulness = 3 and clarity = 5 and comment = 'too short' "
                    + "and thumbs = 'down'"
            )
        );
        var nothing = await teams.PressAsync(teams.Press("a:personal", "details", new { interaction }));
        Assert.Contains("Say something", nothing.GetRawText());
    }

    [Fact]
    public async Task Why_this_answer_is_told_in_place_and_can_be_closed_again()
    {
        await using var teams = await TeamsApp.StartAsync();
        var interaction = TeamsApp.InteractionOf(await teams.AskAsync(teams.Message(Question)));
        var why = await teams.PressAsync(teams.Press("a:personal", "why", new { interaction }));
        Assert.Contains("Answered from the documents", why.GetRawText());
        var closed = await teams.PressAsync(teams.Press("a:personal", "close", new { interaction }));
        Assert.DoesNotContain("Answered from the documents", closed.GetRawText());
        Assert.Contains("5 of 5 stars", closed.GetRawText());
    }

    [Fact]
    public async Task A_question_in_other_words_is_asked_once_where_the_card_stands()
    {
        await using var teams = await TeamsApp.StartAsync();
        var refused = await teams.AskAsync(teams.Message("Who won the football match yesterday evening?"));
        var interaction = TeamsApp.InteractionOf(refused);
        var empty = await teams.PressAsync(teams.Press("a:personal", "ask", new { interaction, question = " " }));
        Assert.Contains("Write a question first", empty.GetRawText());
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var press = teams.Press("a:personal", "ask", new { interaction, question = Question });
            press["replyToId"] = refused.MessageId;
            Assert.Contains("You asked: " + Question, (await teams.PressAsync(press)).GetRawText());
        }
        var answer = Assert.Single(await teams.Cloud.WaitForAsync(1));
        Assert.Equal(("a:personal", refused.MessageId), (answer.Conversation, answer.Body.GetProperty("replyToId").GetString()));
        Assert.Contains("[1]", answer.Answer);
        await teams.AskAsync(teams.Message("How do I create a tag?"));
        Assert.Equal(3, teams.Cloud.Arrived.Count(sent => sent.Method == "POST"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task The_native_thumbs_are_tied_to_their_message_and_both_shapes_are_read(int confirmsAfter)
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.ConfirmsAfter = TimeSpan.FromMilliseconds(confirmsAfter);
        var first = await teams.AskAsync(teams.Message(Question));
        await teams.AskAsync(teams.Message("How do I create a tag?"));
        foreach (
            var (message, reaction, feedback) in new[]
            {
                (first.MessageId, "dislike", "{\"feedbackText\":\"wrong\"}"),
                (null, "like", "good words"),
            }
        )
        {
            var invoke = teams.Message("");
            (invoke["type"], invoke["name"], invoke["replyToId"]) = ("invoke", "message/submitAction", message);
            invoke["value"] = new JsonObject
            {
                ["actionName"] = "feedback",
                ["actionValue"] = new JsonObject { ["reaction"] = reaction, ["feedback"] = feedback },
            };
            Assert.Equal("{}", (await teams.PostAsync(invoke)).Body!.Value.GetRawText());
        }
        Assert.Equal(
            1,
            await CountAsync(
                teams,
                "select count(*) from ratings where thumbs = 'down' and comment = 'wrong' and interaction_id = "
                    + $"'{TeamsApp.InteractionOf(first)}'"
            )
        );
        Assert.Equal(1, await CountAsync(teams, "select count(*) from ratings where thumbs = 'up' and comment = 'good words'"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_correction_is_reviewed_approved_and_corrects_the_original_in_place(int confirmsAfter)
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.ConfirmsAfter = TimeSpan.FromMilliseconds(confirmsAfter);
        await AdminsAreThereAsync(teams);
        var answer = await teams.AskAsync(teams.Message(Question));
        var interaction = TeamsApp.InteractionOf(answer);
        var tooLong = await teams.PressAsync(
            teams.Press("a:personal", "correct", new { interaction, correctResponse = string.Join(' ', Enumerable.Repeat("word", 101)) })
        );
        Assert.Contains("this has 101", tooLong.GetRawText());
        await teams.PressAsync(teams.Press("a:personal", "correct", new { interaction, correctResponse = Right }));
        await teams.PressAsync(teams.Press("a:personal", "correct", new { interaction, correctResponse = Right }));
        var review = Assert.Single(await teams.Cloud.WaitForAsync(1));
        Assert.Equal(TeamsApp.AdminConversation, review.Conversation);
        Assert.Contains(Right, review.Everything);
        Assert.Contains("it would have answered 1 past questions, asked 1 times", review.Everything);
        Assert.DoesNotContain("review.approve", review.Everything);
        Assert.Equal("29:Boss", review.Card!.Value.GetProperty("refresh").GetProperty("userIds")[0].GetString());
        var correction = review
            .Card!.Value.GetProperty("refresh")
            .GetProperty("action")
            .GetProperty("data")
            .GetProperty("correction")
            .GetString();

        var stranger = await teams.PressAsync(teams.Press(TeamsApp.AdminConversation, "review.approve", new { correction }, "Mallory"));
        Assert.Contains("Only admins may decide", stranger.GetRawText());
        Assert.Equal(CorrectionStatus.Pending, (await teams.Bot.Get<CorrectionStore>().FindAsync(Workspaces.Default, correction!))!.Status);
        Assert.DoesNotContain(
            "review.approve",
            (await teams.PressAsync(teams.Press(TeamsApp.AdminConversation, "review.view", new { correction }, "Mallory"))).GetRawText()
        );
        Assert.Contains(
            "review.approve",
            (
                await teams.PressAsync(teams.Press(TeamsApp.AdminConversation, "review.view", new { correction }, "Boss", TeamsApp.AdminId))
            ).GetRawText()
        );

        var approved = await teams.PressAsync(
            teams.Press(
                TeamsApp.AdminConversation,
                "review.approve",
                new { correction, correctResponse = Right + " Nothing is lost." },
                "Boss",
                TeamsApp.AdminId
            )
        );
        Assert.Contains("Approved by Boss", approved.GetRawText());
        var after = await teams.Cloud.WaitForAsync(3);
        var corrected = Assert.Single(after, sent => sent.Method == "PUT" && sent.Conversation == "a:personal");
        Assert.Equal(answer.MessageId, corrected.MessageId);
        Assert.Contains("Corrected by Boss", corrected.Everything);
        Assert.Contains("Nothing is lost.", corrected.Answer);
        Assert.Contains(
            "Approved by Boss",
            Assert.Single(after, sent => sent.Method == "PUT" && sent.Conversation == TeamsApp.AdminConversation).Everything
        );
        Assert.Single(after, sent => sent.Method == "POST" && sent.Conversation == "a:personal");

        var late = await teams.PressAsync(
            teams.Press(TeamsApp.AdminConversation, "review.reject", new { correction }, "Boss", TeamsApp.AdminId)
        );
        Assert.Contains("already approved", late.GetRawText());
        var twice = await teams.PressAsync(
            teams.Press(TeamsApp.AdminConversation, "review.approve", new { correction }, "Boss", TeamsApp.AdminId)
        );
        Assert.Contains("decided before", twice.GetRawText());
    }

    [Fact]
    public async Task Who_sends_too_many_within_the_hour_is_told_so_kindly_and_keeps_what_was_typed()
    {
        await using var teams = await TeamsApp.StartAsync(("Learning:RatingsPerHour", "1"), ("Learning:ProposalsPerHour", "1"));
        var interaction = TeamsApp.InteractionOf(await teams.AskAsync(teams.Message(Question)));
        await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, thumbs = "up" }));
        var rated = await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, stars = 4 }));
        Assert.Contains("more than 1 ratings within an hour. Thank you: what you sent before is kept.", rated.GetRawText());
        Assert.Equal(1, await CountAsync(teams, "select count(*) from ratings where thumbs = 'up' and overall is null"));

        await teams.PressAsync(teams.Press("a:personal", "correct", new { interaction, correctResponse = Right }));
        var second = await teams.PressAsync(teams.Press("a:personal", "correct", new { interaction, correctResponse = "Another one." }));
        Assert.Contains("corrections within an hour", second.GetRawText());
        Assert.Contains("Another one.", second.GetRawText());
        Assert.Equal(1, await CountAsync(teams, "select count(*) from corrections"));
    }

    [Fact]
    public async Task Forged_and_foreign_presses_change_nothing()
    {
        await using var teams = await TeamsApp.StartAsync();
        var interaction = TeamsApp.InteractionOf(await teams.AskAsync(teams.Message(Question)));
        var elsewhere = await teams.PressAsync(teams.Press("a:other", "rate", new { interaction, thumbs = "down" }, "Mallory"));
        Assert.Equal(400, elsewhere.GetProperty("statusCode").GetInt32());
        Assert.Equal("unknown_answer", elsewhere.GetProperty("value").GetProperty("code").GetString());
        Assert.Contains(
            "unknown_correction",
            (await teams.PressAsync(teams.Press("a:personal", "review.approve", new { correction = "0" }))).GetRawText()
        );
        Assert.Contains(
            "unknown_action",
            (await teams.PressAsync(teams.Press("a:personal", "drop table", new { interaction }))).GetRawText()
        );
        Assert.Contains(
            "whole number from 1 to 5",
            (await teams.PressAsync(teams.Press("a:personal", "rate", new { interaction, stars = 6 }))).GetRawText()
        );
        var otherTenant = teams.Press("a:personal", "rate", new { interaction, thumbs = "down" });
        otherTenant["channelData"]!["tenant"]!["id"] = "11111111-1111-4111-8111-111111111111";
        Assert.Contains("unknown_answer", (await teams.PressAsync(otherTenant)).GetRawText());
        Assert.Equal(0, await CountAsync(teams, "select count(*) from ratings"));
    }

    [Fact]
    public async Task A_client_that_submits_instead_of_executing_gets_its_card_updated()
    {
        await using var teams = await TeamsApp.StartAsync();
        var answer = await teams.AskAsync(teams.Message(Question));
        var submit = teams.Message("");
        submit["replyToId"] = answer.MessageId;
        submit["value"] = JsonSerializer.SerializeToNode(
            new
            {
                verb = "rate",
                interaction = TeamsApp.InteractionOf(answer),
                stars = 3,
            }
        );
        await teams.PostAsync(submit);
        var updated = Assert.Single(await teams.Cloud.WaitForAsync(1));
        Assert.Equal(("PUT", answer.MessageId), (updated.Method, updated.MessageId));
        Assert.Contains("3 of 5 stars", updated.Everything);
    }

    /// <summary>The bot is added to the admins' conversation and learns where it is.</summary>
    private static async Task AdminsAreThereAsync(TeamsApp teams)
    {
        teams.Cloud.Members.Add(
            new
            {
                id = "29:Boss",
                name = "Boss",
                aadObjectId = TeamsApp.AdminId,
            }
        );
        teams.Cloud.Members.Add(
            new
            {
                id = "29:Mallory",
                name = "Mallory",
                aadObjectId = "cccccccc-0000-4000-8000-000000000001",
            }
        );
        var added = teams.Message("", TeamsApp.AdminConversation, "channel");
        added["type"] = "conversationUpdate";
        await teams.PostAsync(added);
    }

    [Fact]
    public async Task Tenants_that_are_mapped_to_one_workspace_share_it_and_others_are_their_own()
    {
        const string joined = "11111111-1111-4111-8111-111111111111",
            twin = "22222222-2222-4222-8222-222222222222",
            alone = "33333333-3333-4333-8333-33333333333A";
        await using var teams = await TeamsApp.StartAsync(($"Workspaces:Map:{joined}", "acme"), ($"Workspaces:Map:{twin}", "acme"));
        foreach (var tenant in (string[])[joined, twin, alone])
        {
            var message = teams.Message(Question, "a:" + tenant);
            message["channelData"]!["tenant"]!["id"] = tenant;
            await teams.AskAsync(message);
        }
        await using var connection = await teams.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        Assert.Equal(
            [alone.ToLowerInvariant(), "acme", "acme"],
            await connection.QueryAsync<string>("select workspace from interactions order by workspace")
        );
    }

    [Fact]
    public async Task What_is_retired_goes_from_the_answer_and_a_rejection_is_told_with_its_reason()
    {
        await using var teams = await TeamsApp.StartAsync();
        var answer = await teams.AskAsync(teams.Message(Question));
        var interaction = TeamsApp.InteractionOf(answer);
        var reviews = teams.Bot.Get<ReviewService>();
        async Task<string> ProposeAsync(string text) =>
            ((ProposalResult.Proposed)await reviews.ProposeAsync(Workspaces.Default, interaction, "u_x", "teams", text)).Correction.Id;

        await reviews.RejectAsync(Workspaces.Default, await ProposeAsync("Nothing helps."), "Ada", "It can be undone.");
        Assert.Contains("The reviewer says: It can be undone.", (await teams.Cloud.WaitForAsync(1))[0].Text);

        var id = await ProposeAsync(Right);
        await reviews.ApproveAsync(Workspaces.Default, id, "Ada");
        Assert.Contains(await teams.Cloud.WaitForAsync(2), sent => sent.Everything.Contains("Corrected by Ada"));
        await reviews.RetireAsync(Workspaces.Default, id, "Ada");
        var restored = (await teams.Cloud.WaitForAsync(1))[0];
        Assert.Equal(("PUT", answer.MessageId), (restored.Method, restored.MessageId));
        Assert.DoesNotContain("Corrected by", restored.Everything);
        Assert.Contains("withdrawn", restored.Everything);
        Assert.Equal(answer.Answer, restored.Answer);
        foreach (var part in (string[])["entities", "channelData"])
            Assert.Equal(answer.Body.GetProperty(part).GetRawText(), restored.Body.GetProperty(part).GetRawText());
    }

    private static async Task<long> CountAsync(TeamsApp teams, string sql)
    {
        await using var connection = await teams.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
