using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Guarding;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.Language;
using ChatBot.Learning.Review;
using ChatBot.Privacy;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class CorrectionMatcherTests : IAsyncLifetime
{
    private const string Workspace = "w";

    private static readonly OnnxEmbeddingGenerator Model = new(OnnxModelFolder.Of(new EmbeddingOptions()));

    private TestDatabase _test = null!;
    private QuestionSpace _space = null!;
    private ApprovedCorrections _approved = null!;
    private CorrectionMatcher _matcher = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync();
        Use(Model);
    }

    public async Task DisposeAsync()
    {
        _approved.Dispose();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Another_wording_of_a_corrected_question_is_answered_by_meaning()
    {
        await ApproveAsync("stash", "How do I undo the last commit?", "Reset it.", version: 1);
        await PlacedAsync();
        Assert.Equal("Reset it.", (await MatchAsync("what's the way to take back the most recent commit?"))?.Text);
    }

    [Theory]
    [InlineData("How do I book a table for dinner?")]
    [InlineData("what's the weather like tomorrow")]
    [InlineData("How do I apply for a credit card?")]
    [InlineData("How do I revert a merge in the release branch?")]
    [InlineData("How do I undo a commit that I have not pushed to staging?")]
    public async Task A_single_correction_does_not_answer_a_strangers_question(string asked)
    {
        await ApproveAsync("a", "How do I undo the last commit?", "Reset it.", version: 1);
        await PlacedAsync();
        Assert.Null(await MatchAsync(asked));
    }

    [Theory]
    [InlineData("How do I enable autovacuum?", "How do I disable autovacuum?")]
    [InlineData("Which jobs need a lock?", "Which jobs need no lock?")]
    [InlineData("What does exit code 137 mean?", "What does exit code 139 mean?")]
    [InlineData("What does nightly_load.sql do?", "What does weekly_load.sql do?")]
    [InlineData("How do I copy data from test to production?", "How do I copy data from production to test?")]
    [InlineData("How do I mount the archive?", "How do I unmount the archive?")]
    [InlineData("Who owns the orders table?", "Who owns the customers table?")]
    public async Task However_near_the_meanings_lie_what_is_certain_decides(string corrected, string asked)
    {
        await ApproveAsync("a", corrected, "So.", version: 1);
        await PlacedAsync();
        Assert.Null(await MatchAsync(asked));
        Assert.Equal(1, (await MatchAsync(corrected))?.Similarity);
    }

    [Fact]
    public async Task Of_two_corrections_with_one_wording_the_later_approved_answers_until_it_is_retired()
    {
        await ApproveAsync("z-proposed-last", "How do I undo the last commit?", "First approved.", version: 1);
        await ApproveAsync("a-proposed-first", "how do I undo the last commit", "Approved later.", version: 2);
        await PlacedAsync();
        Assert.Equal("Approved later.", (await MatchAsync("How do I undo the last commit?"))?.Text);
        Assert.Equal("Approved later.", (await MatchAsync("how to undo the latest commit"))?.Text);
        await StatusAsync("a-proposed-first", "retired", version: 3);
        Assert.Equal("First approved.", (await MatchAsync("How do I undo the last commit?"))?.Text);
    }

    [Fact]
    public async Task Once_approved_a_question_that_the_topic_check_refused_is_answered()
    {
        var topic = new TopicFile("Git", "Version control.", ["How do I undo my last commit?", "What is a rebase?"], [], "Only Git.");
        var answerer = new AnswererBuilder(new InMemoryIndex()).WithTopic(topic).With<ICorrectionMatcher>(_matcher).Build();
        var question = new Question("Which wine goes with fish?") { Workspace = Workspace };
        Assert.Equal(Outcome.Blocked, (await answerer.AnswerAsync(question)).Outcome);
        await ApproveAsync("a", question.Text, "Ask the canteen.", version: 1);
        var answer = await answerer.AnswerAsync(question);
        Assert.Equal((Outcome.Corrected, "Ask the canteen."), (answer.Outcome, answer.Text));
    }

    [Fact]
    public async Task Corrections_that_lie_near_to_each_other_raise_the_workspaces_threshold()
    {
        (string, string)[] pairs =
        [
            ("How do I undo the last commit?", "how can I undo my last commit"),
            ("When is the sales mart ready in the morning?", "at what time is the sales mart ready in the morning"),
            ("Who owns the orders table?", "who is the owner of the orders table"),
        ];
        foreach (var (n, (question, same)) in pairs.Index())
        {
            await ApproveAsync($"a{n}", question, $"One answer {n}.", version: 2 * n + 1);
            await ApproveAsync($"b{n}", same, $"Another answer {n}.", version: 2 * n + 2);
        }
        await PlacedAsync();
        var index = await _approved.IndexAsync(Workspace);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (index.OwnThreshold == 0)
            await Task.Delay(20, limit.Token);
        Assert.True(new CorrectionsOptions().Usual(index) > new CorrectionsOptions().Threshold);
    }

    [Fact]
    public async Task The_blast_radius_tells_what_the_matcher_would_do()
    {
        string[] asked =
        [
            "what's the way to take back the most recent commit?",
            "how can I undo my last commit",
            "Who owns the orders table?",
        ];
        foreach (var question in asked)
            await AskedAsync(question);
        var pending = new Correction(
            "c",
            Workspace,
            "i",
            "web",
            "How do I undo the last commit?",
            "",
            "Reset it.",
            "",
            CorrectionStatus.Pending,
            "p",
            null,
            null,
            null,
            null,
            default,
            null
        );
        var alone = await MeasureAsync(pending);
        await ApproveAsync("other", "how could I undo the last commit", "Revert it.", version: 1);
        await PlacedAsync();
        var beside = await MeasureAsync(pending);
        await ApproveAsync("c", pending.Question, pending.CorrectResponse, version: 2);
        await PlacedAsync();

        Assert.Contains("how can I undo my last commit", Caught(alone));
        Assert.Equal("other", Assert.Single(beside.Approved).CorrectionId);
        foreach (var question in asked)
            Assert.Equal((await MatchAsync(question))?.CorrectionId == "c", Caught(beside).Contains(question));

        static IEnumerable<string> Caught(BlastReport report) =>
            report.Examples.Where(example => example.Similarity >= report.Threshold).Select(example => example.Question);
    }

    [Fact]
    public async Task A_failing_embedder_leaves_words_to_decide()
    {
        Use(new FailingEmbeddings());
        await ApproveAsync("a", "How do I undo the last commit?", "Reset it.", version: 1);
        Assert.Equal("Reset it.", (await MatchAsync("How do I undo the last commit?"))?.Text);
        Assert.Equal("Reset it.", (await MatchAsync("how can I undo my last commit"))?.Text);
        Assert.Null(await MatchAsync("When is the sales mart ready?"));
    }

    [Fact]
    public async Task Vectors_of_spellings_are_not_asked()
    {
        Use(new HashingEmbeddingGenerator());
        await ApproveAsync("a", "How do I undo the last commit?", "Reset it.", version: 1);
        Assert.Equal("Reset it.", (await MatchAsync("how can I undo my last commit"))?.Text);
        Assert.Null((await _approved.IndexAsync(Workspace)).Places);
    }

    private void Use(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        _approved?.Dispose();
        var embedder = new Embedder(generator);
        _space = new QuestionSpace(new ListVectors(embedder), new QuestionVectors(embedder, NullLogger<QuestionVectors>.Instance));
        _approved = new ApprovedCorrections(_test.Database, _space, TimeProvider.System, NullLogger<ApprovedCorrections>.Instance);
        _matcher = new CorrectionMatcher(_approved, _space, new Redactor(), Options.Create(new CorrectionsOptions()));
    }

    private Task<BlastReport> MeasureAsync(Correction correction) =>
        new BlastRadius(_test.Database, _approved, _space, Options.Create(new CorrectionsOptions())).MeasureAsync(correction);

    private Task<CorrectionMatch?> MatchAsync(string asked) => _matcher.MatchAsync(Workspace, QuestionReading.Of(asked));

    /// <summary>Meanings follow in the background.</summary>
    private async Task PlacedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await _approved.IndexAsync(Workspace, limit.Token)).Places is null)
            await Task.Delay(20, limit.Token);
    }

    private Task ApproveAsync(string id, string question, string text, long version) =>
        ExecuteAsync(
            """
            insert into corrections (id, workspace, interaction_id, channel, question, incorrect_response, correct_response, status,
                proposer, created, updated, version)
            values (@id, 'w', 'i', 'web', @question, '', @text, 'approved', 'p', 0, 0, @version)
            """,
            new
            {
                id,
                question,
                text,
                version,
            },
            version
        );

    private Task AskedAsync(string question) =>
        ExecuteAsync(
            """
            insert into interactions (id, workspace, channel, conversation, user_id, question, answer, outcome, confidence, words, category,
                latency_ms, receipt, created)
            values (@id, 'w', 'web', 'c', 'u', @question, '', 'answered', 0.7, 9, '', 1, '{}', 0)
            """,
            new { id = Guid.NewGuid().ToString("n"), question },
            version: 0
        );

    private Task StatusAsync(string id, string status, long version) =>
        ExecuteAsync(
            "update corrections set status = @status, version = @version where id = @id",
            new
            {
                id,
                status,
                version,
            },
            version
        );

    private async Task ExecuteAsync(string sql, object parameters, long version)
    {
        await _test.Database.WriteAsync(
            Workspace,
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(sql, parameters, transaction);
                await transaction.Connection!.ExecuteAsync(
                    "insert into correction_versions values ('w', @version) on conflict (workspace) do update set version = @version",
                    new { version },
                    transaction
                );
                return 0;
            }
        );
    }

    private sealed class FailingEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values,
            EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new HttpRequestException("away");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
