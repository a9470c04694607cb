using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.Language;
using ChatBot.Privacy;
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
        var space = new QuestionSpace(new ListVectors(new Embedder(generator)));
        _approved = new ApprovedCorrections(_test.Database, space, TimeProvider.System, NullLogger<ApprovedCorrections>.Instance);
        _matcher = new CorrectionMatcher(_approved, space, new Redactor(), Options.Create(new CorrectionsOptions()));
    }

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
