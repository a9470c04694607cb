using ChatBot.Answering;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Lessons;
using ChatBot.Storage;
using ChatBot.TestKit.Answering;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Tests.Data;

/// <summary>What is learnt from is what was sent, to the byte.</summary>
public sealed class ServedPromptTests
{
    private const string Said = "To get a laptop, write to the service desk.";

    [Fact]
    public async Task A_prompt_to_learn_from_is_byte_for_byte_what_the_model_was_sent()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Said, 1)));
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, model);
        var answer = await room.AskAsync("Hello, how do I get a laptop? Thanks");
        Assert.Equal(Outcome.Answered, answer.Outcome);
        var sent = Assert.Single(model.Requests);
        await room.RateAsync(answer.InteractionId, overall: 5, accuracy: 4);

        var manifest = await room.BuildAsync();

        var line = Assert.Single(await room.LinesAsync());
        Assert.Equal(sent.Select(message => (message.Role.Value, message.Text)), line.Messages.Select(said => (said.Role, said.Content)));
        Assert.Equal(ScriptedChatModel.Json((Said, 1)), line.Reply.Replace("\": ", "\":").Replace(", \"", ",\""));
        Assert.Equal(DatasetLine.AsServed, line.Passages);
        Assert.True(line.Sources > 1);
        Assert.Equal(1, manifest.Counts.Passages[DatasetLine.AsServed]);
    }

    [Fact]
    public async Task A_follow_up_is_learnt_with_the_question_as_it_was_completed()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Said, 1)));
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, model);
        await room.AskAsync("How do I get a parking card?", conversation: "c1");
        var answer = await room.AskAsync("And a laptop?", conversation: "c1");
        Assert.Equal(Outcome.Answered, answer.Outcome);
        await room.RateAsync(answer.InteractionId, overall: 5, accuracy: 5);

        await room.BuildAsync();

        var line = Assert.Single(await room.LinesAsync());
        Assert.Equal(answer.Receipt.StandaloneQuestion, line.Question);
        Assert.Equal(model.Requests[^1].Select(message => message.Text), line.Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task The_instructions_are_those_of_the_version_that_was_active_then()
    {
        var model = new ScriptedChatModel(ScriptedChatModel.Json((Said, 1)));
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, model);
        var prompts = room.Get<PromptVersionStore>();
        var (draft, _) = await prompts.DraftAsync(Workspaces.Default, "Answer like a pirate.", "", "", "admin", FeedbackRoom.Reviewer);
        await prompts.ActivateAsync(Workspaces.Default, draft!.Id, FeedbackRoom.Reviewer);
        var piratical = await room.AskAsync("How do I get a laptop?");
        // Answered by the correction, a question is given no prompt: the time says which it would have been.
        await room.ApproveAsync(await room.ProposeAsync(piratical.InteractionId, Said));
        var corrected = await room.AskAsync("How do I get a laptop?");
        Assert.Equal(Outcome.Corrected, corrected.Outcome);
        await Task.Delay(20);
        await prompts.RollBackAsync(Workspaces.Default, FeedbackRoom.Reviewer);
        await room.ApproveAsync(await room.ProposeAsync(corrected.InteractionId, OfficePages.Answer(1)));
        var plain = await room.AskAsync("How do I return a laptop?");
        await room.RateAsync(plain.InteractionId, 5, 5);

        var manifest = await room.BuildAsync();

        var lines = await room.LinesAsync();
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("Answer like a pirate.", lines.Single(line => line.Kind == FeedbackKind.Correction).Messages[0].Content);
        Assert.StartsWith("You are the assistant", lines.Single(line => line.Kind == FeedbackKind.Rated).Messages[0].Content);
        Assert.Equal(1, manifest.Counts.PromptVersions[draft.Id]);
    }

    [Fact]
    public async Task Where_a_passage_is_gone_it_is_retrieved_anew_and_the_manifest_says_so()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        await room.CorrectAsync(OfficePages.Question(1), OfficePages.Answer(1));
        var file = OfficePages.All.Keys.ElementAt(1);
        await room.IngestAsync(new Dictionary<string, string> { [file] = OfficePages.All[file] + "\nLaptops are grey." });
        await room.ExecuteAsync("update corrections set flag = null");

        var manifest = await room.BuildAsync();

        Assert.Equal(1, manifest.Counts.Passages[DatasetLine.Anew]);
        Assert.Contains("Laptops are grey.", Assert.Single(await room.LinesAsync()).Messages[1].Content);
    }

    [Fact]
    public async Task Replies_to_learn_are_read_by_the_reader_of_replies()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        var steps = "1. To get a laptop, write to the service desk.\n2. The laptop is ready within 5 days.";
        await room.CorrectAsync(OfficePages.Question(1), steps);

        await room.BuildAsync();

        var line = Assert.Single(await room.LinesAsync());
        var reader = new DraftReader();
        reader.Read(line.Reply);
        reader.End();
        Assert.Equal(steps.Split('\n'), reader.Statements.Select(said => said.Text));
        Assert.All(reader.Statements, said => Assert.InRange(Assert.Single(said.Sources), 1, line.Sources));
        // What was said before was no answer: that is what people did not want.
        Assert.Equal(ReplyContract.NoAnswer, line.Rejected);
    }
}
