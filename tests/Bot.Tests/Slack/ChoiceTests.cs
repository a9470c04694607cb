using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>Questions that lead on from an answer.</summary>
public sealed class ChoiceTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private static readonly Choice Stash = new("instead: keep it aside", "What is git stash for?");
    private static readonly Choice Long = new(new string('x', 200), "How do I delete a tag?");

    [Fact]
    public async Task A_choice_is_asked_where_the_answer_stands_once_for_each_who_presses_it()
    {
        await using var slack = await SlackApp.StartAsync(LeadingAsk.To(Question, Stash, Long).Install);
        var answer = await slack.AskAsync(slack.Mention(Question));
        var buttons = Choices(answer);
        Assert.Equal(["instead: keep it aside", new string('x', 74) + "…"], buttons.Select(button => button.Label));

        await slack.PressAsync(answer, buttons[0].Action, buttons[0].Value, "UGRACE");
        await slack.PressAsync(answer, buttons[0].Action, buttons[0].Value, "UGRACE");
        var next = await slack.PostedAsync();
        Assert.Contains("stash", next.Everything);
        Assert.Equal(answer.Thread, next.Thread);
        Assert.Empty(Choices(next));
        var told = await slack.Cloud.WaitForAsync("chat.postEphemeral", 2);
        Assert.All(told, note => Assert.Contains("You asked: What is git stash for?", note.Arguments.GetRawText()));

        await slack.PressAsync(answer, buttons[0].Action, buttons[0].Value, "UADA");
        await slack.PressAsync(answer, buttons[1].Action, buttons[1].Value, "UADA");
        await slack.PostedAsync();
        Assert.Empty(slack.Cloud.Refused);
    }

    [Fact]
    public async Task A_corrected_answer_leads_nowhere_and_a_withdrawn_correction_brings_the_choices_back()
    {
        await using var slack = await SlackApp.StartAsync(LeadingAsk.To(Question, Stash).Install);
        var answer = await slack.AskAsync(slack.Message(Question));
        var reviews = slack.Bot.Get<ReviewService>();
        var id = SlackApp.InteractionOf(answer);
        var proposed = (ProposalResult.Proposed)await reviews.ProposeAsync(Workspaces.Default, id, "u_x", "slack", "Ask the desk.");

        await reviews.ApproveAsync(Workspaces.Default, proposed.Correction.Id, "Ada");
        Assert.DoesNotContain(Stash.Label, await slack.UpdatedAsync(answer));

        await reviews.RetireAsync(Workspaces.Default, proposed.Correction.Id, "Ada");
        Assert.Contains(Stash.Label, await slack.UpdatedAsync(answer));
    }

    [Fact]
    public async Task A_number_that_the_answer_does_not_have_asks_nothing()
    {
        await using var slack = await SlackApp.StartAsync(LeadingAsk.To(Question, Stash).Install);
        var answer = await slack.AskAsync(slack.Message(Question));

        await slack.PressAsync(answer, "choice_7", "7|" + SlackApp.InteractionOf(answer));

        Assert.Contains("not known here", (await slack.Cloud.WaitForAsync("chat.postEphemeral"))[0].Arguments.GetRawText());
    }

    [Fact]
    public void Where_there_are_no_blocks_the_questions_stand_in_words()
    {
        var receipt = new Receipt
        {
            Outcome = Outcome.NoAnswer,
            Stage = "retrieval",
            Rule = "none",
        };
        var answer = new Answer("i", "I found nothing.", Outcome.NoAnswer, 3, 0, [], receipt) { Choices = [Stash, Long] };

        var words = AnswerMessage.Of(answer, askForDetails: false, Richness.TextOnly).Text;

        Assert.EndsWith("Or ask:\n• What is git stash for?\n• How do I delete a tag?", words);
    }

    private static List<(string Label, string Action, string Value)> Choices(StandingMessage message) =>
        [
            .. JsonDocument
                .Parse(message.Everything)
                .RootElement.GetProperty("blocks")
                .EnumerateArray()
                .Where(block => block.TryGetProperty("block_id", out var id) && id.GetString() == "choices")
                .SelectMany(block => block.GetProperty("elements").EnumerateArray())
                .Select(button =>
                    (
                        button.GetProperty("text").GetProperty("text").GetString()!,
                        button.GetProperty("action_id").GetString()!,
                        button.GetProperty("value").GetString()!
                    )
                ),
        ];
}
