using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Retention;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Records;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Tests.Data;

/// <summary>What people said decides what is learnt from; what they took back, or what was forgotten, does not.</summary>
public sealed class FeedbackTests
{
    private static ScriptedChatModel Model(int n) => new(ScriptedChatModel.Json((OfficePages.Answer(n).Split(". ")[0] + ".", 1)));

    [Fact]
    public async Task An_approved_correction_is_learnt_with_the_answer_that_it_replaced()
    {
        var wrong = "The laptop is ready within 5 days.";
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, new ScriptedChatModel(ScriptedChatModel.Json((wrong, 1))));
        var id = await room.CorrectAsync(OfficePages.Question(1), OfficePages.Answer(1));

        var manifest = await room.BuildAsync();

        var line = Assert.Single(await room.LinesAsync());
        Assert.Equal((id, FeedbackKind.Correction, OfficePages.Question(1)), (line.Id, line.Kind, line.Question));
        Assert.Equal(OfficePages.Answer(1), line.Reference);
        Assert.Equal(OfficePages.Answer(1), SaidIn(line.Reply));
        Assert.Equal(wrong, SaidIn(line.Rejected!));
        Assert.Equal(1, manifest.Counts.Kept["correction"]);
        Assert.Equal(1, manifest.Parts.Values.Sum(part => part.Pairs));
    }

    [Fact]
    public async Task Pending_rejected_and_retired_corrections_are_not_learnt_nor_the_answers_that_they_doubt()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, Model(1));
        await room.CorrectAsync(OfficePages.Question(0), OfficePages.Answer(0));
        var retired = await room.CorrectAsync(OfficePages.Question(2), OfficePages.Answer(2));
        await room.Get<ReviewService>().RetireAsync(Workspaces.Default, retired, FeedbackRoom.Reviewer);
        var answer = await room.AskAsync(OfficePages.Question(1));
        await room.RateAsync(answer.InteractionId, 5, 5);
        await room.ProposeAsync(answer.InteractionId, OfficePages.Answer(3));

        await room.BuildAsync();

        Assert.Equal([OfficePages.Question(0)], (await room.LinesAsync()).Select(line => line.Question));
    }

    [Fact]
    public async Task Figures_of_a_table_are_not_learnt_however_they_are_rated()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, Model(1));
        await room.CorrectAsync(OfficePages.Question(2), OfficePages.Answer(2));
        await TableDriver.ImportAsync(room.Get<IServiceProvider>(), new RequestTable(50));
        var answer = await room.AskAsync("How many IT requests are there?");
        Assert.NotNull(answer.Receipt.Records);
        await room.RateAsync(answer.InteractionId, 5, 5);

        var manifest = await room.BuildAsync();

        Assert.Equal([OfficePages.Question(2)], (await room.LinesAsync()).Select(line => line.Question));
        Assert.Equal(1, manifest.Counts.LeftOut["counted"]);
    }

    [Theory]
    [InlineData("adapter", true)]
    [InlineData("against", true)]
    [InlineData("neither", false)]
    [InlineData("", false)]
    public async Task Of_two_answers_the_picked_one_is_learnt_over_the_other(string picked, bool isLearnt)
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, Model(1));
        await room.CorrectAsync(OfficePages.Question(2), OfficePages.Answer(2));
        var (whole, half) = (OfficePages.Answer(0), OfficePages.Answer(0).Split(". ")[0] + ".");
        await PickAsync(room, OfficePages.Question(0), picked, whole, half);

        await room.BuildAsync();

        var learnt = (await room.LinesAsync()).Where(line => line.Kind == FeedbackKind.Picked).ToList();
        Assert.Equal(isLearnt ? 1 : 0, learnt.Count);
        Assert.All(
            learnt,
            line => Assert.Equal(picked == "adapter" ? (whole, half) : (half, whole), (line.Reference, SaidIn(line.Rejected!)))
        );
    }

    private static Task PickAsync(FeedbackRoom room, string question, string picked, string ours, string others) =>
        room.ExecuteAsync(
            """
            insert into answer_pairs (id, workspace, adapter, against, adapter_first, question, adapter_answer, against_answer,
                                      adapter_receipt, against_receipt, picked, asked_by, created, decided)
            values ('p1', 'default', 'a1', 'base', 1, @question, @ours, @others, @receipt, @receipt, @picked, 'Rita', 1, 2)
            """,
            new
            {
                question,
                ours,
                others,
                picked,
                receipt = WireJson.Write(
                    new Receipt
                    {
                        Outcome = Outcome.Answered,
                        Stage = "citing",
                        Rule = "model",
                    }
                ),
            }
        );

    [Theory]
    [InlineData(4, 4, "rater", true)]
    [InlineData(5, 3, "rater", false)]
    [InlineData(3, 5, "rater", false)]
    [InlineData(5, null, "rater", false)]
    [InlineData(5, 5, "", false)]
    public async Task A_rated_answer_needs_four_stars_overall_and_for_accuracy_from_somebody_with_a_name(
        int overall,
        int? accuracy,
        string user,
        bool learnt
    )
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, Model(1));
        await room.CorrectAsync(OfficePages.Question(0), OfficePages.Answer(0));
        var answer = await room.AskAsync(OfficePages.Question(1));
        await room.RateAsync(answer.InteractionId, overall, accuracy, user);

        await room.BuildAsync();

        Assert.Equal(learnt, (await room.LinesAsync()).Any(line => line.Kind == FeedbackKind.Rated));
    }

    [Fact]
    public async Task One_who_objects_outweighs_one_who_praises()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All, Model(1));
        await room.CorrectAsync(OfficePages.Question(0), OfficePages.Answer(0));
        var answer = await room.AskAsync(OfficePages.Question(1));
        await room.RateAsync(answer.InteractionId, 5, 5);
        await room.RateAsync(answer.InteractionId, 5, 5, "another", Thumbs.Down);

        await room.BuildAsync();

        Assert.DoesNotContain(await room.LinesAsync(), line => line.Kind == FeedbackKind.Rated);
    }

    [Fact]
    public async Task Refusals_are_learnt_unless_somebody_contradicts_and_are_few()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        for (var n = 0; n < 8; n++)
            await room.CorrectAsync(OfficePages.Question(n), OfficePages.Answer(n));
        string[] unknown =
        [
            "Which company phone colours can the mobile team order?",
            "What does the gym pass at the health office cost?",
            "Who cleans the lab coat of the supply room?",
            "Which library card opens the archive at night?",
        ];
        var answers = new List<Answer>();
        foreach (var question in unknown)
            answers.Add(await room.AskAsync(question));
        Assert.All(answers, answer => Assert.Equal(Outcome.NoAnswer, answer.Outcome));
        await room.RateAsync(answers[0].InteractionId, 1, 1);

        var manifest = await room.BuildAsync();

        var refusals = (await room.LinesAsync()).Where(line => line.Kind == FeedbackKind.Refusal).ToList();
        Assert.Equal(2, refusals.Count); // a fifth of ten
        Assert.DoesNotContain(refusals, line => line.Question == unknown[0]);
        Assert.All(refusals, line => Assert.Equal((ReplyContract.NoAnswer, null), (line.Reply, line.Rejected)));
        Assert.Equal(1, manifest.Counts.LeftOut["refusal_share"]);
    }

    [Fact]
    public async Task Of_an_erased_person_nothing_is_left_to_learn()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        await room.CorrectAsync(OfficePages.Question(0), OfficePages.Answer(0));
        await room.CorrectAsync(OfficePages.Question(1), OfficePages.Answer(1), proposer: "gone");
        var asked = await room.AskAsync(OfficePages.Question(2), user: "gone too");
        await room.ApproveAsync(await room.ProposeAsync(asked.InteractionId, OfficePages.Answer(2)));
        Assert.Equal(3, (await room.BuildAsync()).Counts.Kept["correction"]);
        foreach (var person in (string[])["gone", "gone too"])
            await room.Get<Erasure>().EraseAsync(Workspaces.Default, person, new Auditor("admin", "Ada"));

        var manifest = await room.BuildAsync();

        Assert.Equal(2, manifest.Counts.LeftOut["erased"]);
        Assert.Equal([OfficePages.Question(0)], (await room.LinesAsync()).Select(line => line.Question));
        Assert.DoesNotContain("laptop?", await File.ReadAllTextAsync(Path.Combine(room.Out, "train.jsonl")));
    }

    [Fact]
    public async Task Personal_data_leaves_the_database_redacted_that_of_documents_too()
    {
        var pages = new Dictionary<string, string>
        {
            ["parking.md"] = "# Parking\n\nTo get a parking card, write to ada.lovelace@example.org. The parking card is free.",
        };
        await using var room = await FeedbackRoom.StartAsync(pages);
        await room.CorrectAsync("How do I, jane.doe@example.org, get a parking card?", "The parking card is free.");

        await room.BuildAsync();

        var written = string.Concat(Directory.GetFiles(room.Out).Select(File.ReadAllText));
        Assert.DoesNotContain("example.org", written);
        Assert.Contains("[email]", Assert.Single(await room.LinesAsync()).Messages[1].Content);
    }

    [Fact]
    public async Task A_correction_that_no_document_carries_is_not_learnt_as_if_one_did()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        await room.CorrectAsync(OfficePages.Question(0), OfficePages.Answer(0));
        await room.CorrectAsync(OfficePages.Question(1), "Ask Bert in the cellar, he keeps a stock of old machines.");

        var manifest = await room.BuildAsync();

        Assert.Equal(1, manifest.Counts.LeftOut["not_in_sources"]);
        Assert.Single(await room.LinesAsync());
    }

    [Fact]
    public async Task Nothing_to_learn_from_is_one_line_that_says_what_to_do_and_leaves_no_files()
    {
        await using var room = await FeedbackRoom.StartAsync(OfficePages.All);
        await room.AskAsync("What does the gym pass at the health office cost?");

        var fault = await Assert.ThrowsAsync<DatasetException>(() => room.BuildAsync());

        Assert.StartsWith("There is nothing to learn from: approve corrections", fault.Message);
        Assert.Contains("refusal_share 1", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Empty(Directory.GetFiles(room.Out));
    }

    private static string SaidIn(string reply) =>
        string.Join(
            ' ',
            JsonDocument
                .Parse(reply)
                .RootElement.GetProperty("sentences")
                .EnumerateArray()
                .Select(said => said.GetProperty("text").GetString())
        );
}
