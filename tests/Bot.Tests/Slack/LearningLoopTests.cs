using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Storage;
using ChatBot.TestKit.Slack;
using Dapper;

namespace ChatBot.Bot.Tests.Slack;

public sealed class LearningLoopTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private const string Right = "Run git reset --soft HEAD~1: the commit goes, its changes stay staged.";

    [Fact]
    public async Task Thumbs_stars_and_reactions_are_ratings_and_only_who_gave_them_is_thanked()
    {
        await using var slack = await SlackApp.StartAsync();
        var answer = await slack.AskAsync(slack.Mention(Question));
        var interaction = SlackApp.InteractionOf(answer);
        await slack.PressAsync(answer, "thumbs", "up|" + interaction);
        await slack.PressAsync(answer, "stars", "4|" + interaction, chosen: true);
        await slack.PressAsync(answer, "stars", "5|" + interaction, chosen: true);
        var thanks = await slack.Cloud.WaitForAsync("chat.postEphemeral", 3);
        Assert.All(
            thanks,
            note =>
                Assert.Equal(
                    ("UADA", answer.Thread),
                    (note.Arguments.GetProperty("user").GetString(), note.Arguments.GetProperty("thread_ts").GetString())
                )
        );
        Assert.Equal(1, await CountAsync(slack, "select count(*) from ratings where thumbs = 'up' and overall = 5"));
        await slack.SendAsync(Reaction(answer, "+1::skin-tone-3", "UGRACE"));
        await slack.SendAsync(Reaction(answer, "tada", "UMARY"));
        await slack.SendAsync(Reaction(answer, "-1", "UBARBARA"));
        await slack.SendAsync(Reaction(answer with { Ts = "1.000000" }, "-1", "UMARY"));
        Assert.Equal(2, await CountAsync(slack, "select count(*) from ratings where thumbs = 'up'"));
        Assert.Equal(1, await CountAsync(slack, "select count(*) from ratings where thumbs = 'down'"));
        Assert.Equal(3, await CountAsync(slack, "select count(*) from ratings"));
    }

    [Fact]
    public async Task A_bad_rating_opens_the_correction_whose_words_are_counted_while_it_is_typed()
    {
        await using var slack = await SlackApp.StartAsync();
        var answer = await slack.AskAsync(slack.Message(Question));
        await slack.PressAsync(answer, "thumbs", "down|" + SlackApp.InteractionOf(answer));
        var view = (await slack.Cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        Assert.Contains("The answer was", view.GetRawText());
        Assert.Contains("0 of 100 words", view.GetRawText());
        await slack.InteractAsync(
            new JsonObject
            {
                ["type"] = "block_actions",
                ["team"] = new JsonObject { ["id"] = "T1" },
                ["user"] = SlackApp.Person("UADA"),
                ["view"] = new JsonObject
                {
                    ["id"] = "V1",
                    ["hash"] = "h1",
                    ["type"] = "modal",
                    ["callback_id"] = "correction",
                    ["private_metadata"] = view.GetProperty("private_metadata").GetString(),
                },
                ["actions"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "plain_text_input",
                        ["action_id"] = "correction_text",
                        ["value"] = Words(103),
                    }
                ),
            }
        );
        var counted = (await slack.Cloud.WaitForAsync("views.update"))[0].Arguments;
        Assert.Equal("h1", counted.GetProperty("hash").GetString());
        Assert.Contains("103 of 100 words: 3 too many", counted.GetRawText());
        var tooLong = await slack.SubmitAsync(view, new() { ["text"] = Words(101) });
        Assert.Equal("errors", JsonDocument.Parse(tooLong).RootElement.GetProperty("response_action").GetString());
        Assert.Contains("at most 100", tooLong);
        Assert.Equal("", await slack.SubmitAsync(view, new() { ["text"] = Right }));
        Assert.Equal("", await slack.SubmitAsync(view, new() { ["text"] = Right }));
        Assert.Equal(1, await CountAsync(slack, "select count(*) from corrections"));
        Assert.Contains("Proposed", (await slack.Cloud.WaitForAsync("chat.postMessage"))[0].Arguments.GetRawText());
    }

    [Fact]
    public async Task The_detailed_form_keeps_its_fields_and_says_what_is_missing()
    {
        await using var slack = await SlackApp.StartAsync();
        var answer = await slack.AskAsync(slack.Message(Question));
        await slack.PressAsync(answer, "details", SlackApp.InteractionOf(answer));
        var view = (await slack.Cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        Assert.Contains("Say something", await slack.SubmitAsync(view, []));
        Assert.Equal(
            "",
            await slack.SubmitAsync(
                view,
                new()
                {
                    ["accuracy"] = "2",
                    ["helpfulness"] = "3",
                    ["clarity"] = "5",
                    ["comment"] = "too short",
                    ["suggestion"] = "say more",
                }
            )
        );
        Assert.Equal(
            1,
            await CountAsync(
                slack,
                "select count(*) from ratings where accuracy = 2 and helpfulness = 3 and clarity = 5 and comment = 'too short'"
            )
        );
    }

    [Fact]
    public async Task An_approved_correction_answers_everywhere_corrects_the_old_answer_and_tells_its_asker()
    {
        await using var slack = await SlackApp.StartAsync();
        var answer = await slack.AskAsync(slack.Mention(Question));
        var review = await ProposeAsync(slack, answer, Right);
        Assert.Equal(SlackApp.AdminChannel, review.Channel);
        var correction = SlackApp.CorrectionOf(review);

        await slack.PressAsync(review, "review_approve", correction, "UADA");
        Assert.Contains("Only admins may decide", (await slack.Cloud.WaitForAsync("chat.postEphemeral", 2))[1].Arguments.GetRawText());
        Assert.Equal(1, await CountAsync(slack, "select count(*) from corrections where status = 'pending'"));

        await slack.PressAsync(review, "review_approve", correction, SlackApp.Admin);
        await slack.Cloud.WaitForAsync("chat.update", 2);
        await slack.Cloud.WaitForAsync("chat.postMessage");
        Assert.Contains("Approved by uadmin", Standing(slack, review).Everything);
        Assert.DoesNotContain("review_approve", Standing(slack, review).Everything);
        Assert.Contains("*Corrected* by uadmin", Standing(slack, answer).Everything);
        Assert.Contains("git reset --soft", Standing(slack, answer).Text);
        var told = slack.Cloud.Messages.Last();
        Assert.Equal(answer.Thread, told.Thread);
        Assert.StartsWith("<@UADA> ", told.Text);

        Assert.Contains("git reset --soft", (await slack.AskAsync(slack.Message(Question))).Text);
        Assert.Equal("corrected", (await slack.Bot.AskAsync(Question)).GetProperty("outcome").GetString());
        await slack.PressAsync(review, "review_reject", correction, SlackApp.Admin);
        Assert.Contains("decided this already", (await slack.Cloud.WaitForAsync("chat.postEphemeral"))[0].Arguments.GetRawText());
        Assert.Empty(slack.Cloud.Refused);
    }

    [Fact]
    public async Task Admins_edit_and_reject_in_forms_and_a_forged_submission_changes_nothing()
    {
        await using var slack = await SlackApp.StartAsync();
        var review = await ProposeAsync(slack, await slack.AskAsync(slack.Message(Question)), Right);
        await slack.PressAsync(review, "review_edit", SlackApp.CorrectionOf(review), SlackApp.Admin);
        var view = (await slack.Cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        Assert.Contains("git reset --soft", view.GetRawText());
        Assert.Contains("Only admins", await slack.SubmitAsync(view, new() { ["text"] = "Forged." }, "UADA"));
        Assert.Contains("at most 100", await slack.SubmitAsync(view, new() { ["text"] = Words(101) }, SlackApp.Admin));
        Assert.Equal("", await slack.SubmitAsync(view, new() { ["text"] = "Use git reset --soft HEAD~1." }, SlackApp.Admin));
        Assert.Equal(
            1,
            await CountAsync(
                slack,
                "select count(*) from corrections where status = 'approved' and correct_response = 'Use git reset --soft HEAD~1.'"
            )
        );

        await slack.Cloud.WaitForAsync("chat.postMessage");
        var other = await ProposeAsync(slack, await slack.AskAsync(slack.Message("How do I create a tag?")), "Use git tag.");
        await slack.PressAsync(other, "review_reject", SlackApp.CorrectionOf(other), SlackApp.Admin);
        var rejection = (await slack.Cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        Assert.Equal("", await slack.SubmitAsync(rejection, new() { ["reason"] = "Not complete." }, SlackApp.Admin));
        Assert.Equal(1, await CountAsync(slack, "select count(*) from corrections where status = 'rejected' and reason = 'Not complete.'"));
    }

    [Fact]
    public async Task Who_sends_too_many_within_the_hour_is_told_so_kindly_and_keeps_what_was_typed()
    {
        await using var slack = await SlackApp.StartAsync(("Learning:RatingsPerHour", "1"), ("Learning:ProposalsPerHour", "1"));
        var answer = await slack.AskAsync(slack.Message(Question));
        await slack.PressAsync(answer, "thumbs", "up|" + SlackApp.InteractionOf(answer));
        await slack.Cloud.WaitForAsync("chat.postEphemeral");
        await slack.PressAsync(answer, "stars", "4|" + SlackApp.InteractionOf(answer), chosen: true);
        Assert.Contains(
            "more than 1 ratings within an hour. Thank you: what you sent before is kept.",
            (await slack.Cloud.WaitForAsync("chat.postEphemeral"))[^1].Arguments.GetRawText()
        );
        Assert.Equal(1, await CountAsync(slack, "select count(*) from ratings where thumbs = 'up' and overall is null"));

        await ProposeAsync(slack, answer, Right);
        await slack.PressAsync(answer, "correct", SlackApp.InteractionOf(answer));
        var view = (await slack.Cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        var stays = JsonDocument.Parse(await slack.SubmitAsync(view, new() { ["text"] = "Another." })).RootElement;
        Assert.Equal("errors", stays.GetProperty("response_action").GetString());
        Assert.Contains("corrections within an hour", stays.GetRawText());
        Assert.Equal(1, await CountAsync(slack, "select count(*) from corrections"));
    }

    [Fact]
    public async Task An_answer_of_another_channel_cannot_be_rated_by_its_id()
    {
        await using var slack = await SlackApp.StartAsync();
        var answer = await slack.AskAsync(slack.Message(Question));
        await slack.PressAsync(answer with { Channel = "D2" }, "thumbs", "down|" + SlackApp.InteractionOf(answer), "UMALLORY");
        Assert.Contains("not known here", (await slack.Cloud.WaitForAsync("chat.postEphemeral"))[0].Arguments.GetRawText());
        Assert.Equal(0, await CountAsync(slack, "select count(*) from ratings"));
    }

    [Fact]
    public async Task The_home_tab_shows_ones_own_questions_preferences_and_to_admins_what_waits()
    {
        await using var slack = await SlackApp.StartAsync();
        await ProposeAsync(slack, await slack.AskAsync(slack.Message(Question)), Right);
        await slack.SendAsync(
            new JsonObject
            {
                ["type"] = "app_home_opened",
                ["user"] = "UADA",
                ["tab"] = "home",
            }
        );
        var mine = (await slack.Cloud.WaitForAsync("views.publish"))[0].Arguments.GetRawText();
        Assert.Contains(Question, mine);
        Assert.Contains("once in 5 answers", mine);
        Assert.DoesNotContain("review_approve", mine);
        await slack.InteractAsync(
            new JsonObject
            {
                ["type"] = "block_actions",
                ["team"] = new JsonObject { ["id"] = "T1" },
                ["user"] = SlackApp.Person("UADA"),
                ["view"] = new JsonObject { ["id"] = "V2", ["type"] = "home" },
                ["actions"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "button",
                        ["action_id"] = "preference_opt_out",
                        ["value"] = "out",
                    }
                ),
            }
        );
        Assert.Contains("do not ask you", (await slack.Cloud.WaitForAsync("views.publish"))[0].Arguments.GetRawText());
        await slack.SendAsync(
            new JsonObject
            {
                ["type"] = "app_home_opened",
                ["user"] = SlackApp.Admin,
                ["tab"] = "home",
            }
        );
        var admins = (await slack.Cloud.WaitForAsync("views.publish"))[0].Arguments.GetRawText();
        Assert.Contains("review_approve", admins);
        Assert.Contains("Nothing yet", admins);
    }

    private static async Task<StandingMessage> ProposeAsync(SlackApp slack, StandingMessage answer, string text)
    {
        await slack.PressAsync(answer, "correct", SlackApp.InteractionOf(answer));
        var view = (await slack.Cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        Assert.Equal("", await slack.SubmitAsync(view, new() { ["text"] = text }));
        return await slack.PostedAsync();
    }

    private static StandingMessage Standing(SlackApp slack, StandingMessage message) =>
        slack.Cloud.Messages.Single(one => one.Ts == message.Ts);

    private static JsonObject Reaction(StandingMessage to, string reaction, string user) =>
        new()
        {
            ["type"] = "reaction_added",
            ["user"] = user,
            ["reaction"] = reaction,
            ["item"] = new JsonObject
            {
                ["type"] = "message",
                ["channel"] = to.Channel,
                ["ts"] = to.Ts,
            },
        };

    private static string Words(int count) => string.Join(" ", Enumerable.Range(1, count).Select(number => "word" + number));

    private static async Task<long> CountAsync(SlackApp slack, string sql)
    {
        await using var connection = await slack.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
