using ChatBot.Learning.Feedback;
using ChatBot.Learning.Lessons;
using ChatBot.Learning.Retention;
using ChatBot.Storage;
using ChatBot.TestKit.Learning;
using Dapper;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>
/// What the improvement cycle quotes of people goes when they, or their words, have to go; what it quotes of others stays.
/// </summary>
public sealed class QuotedWordsTests(LearningApp fixture) : IClassFixture<LearningApp>
{
    private const string Hers = "How do I create a branch for the zebrawort?";
    private const string His = "How do I undo the last commit of the okapiwort?";

    [Fact]
    public async Task Erasure_takes_reports_proposals_marks_and_lines_of_prompts_that_quote_a_person_and_no_others()
    {
        var workspace = "w-erasure";
        var (hers, his) = (await AskAndRateAsync(workspace, Hers, "u_her"), await AskAndRateAsync(workspace, His, "u_him"));
        await MarkAsync(workspace, hers);
        await MarkAsync(workspace, his);
        var report = await fixture.Bot.Get<ImprovementCycle>().RunAsync(workspace, 7, "test");
        Assert.Contains("zebrawort", await MistakesAsync(report));

        await fixture.Bot.Get<Erasure>().EraseAsync(workspace, "u_her", "test");

        Assert.Empty(await FindAsync(workspace, "zebrawort"));
        Assert.Contains("okapiwort", await MistakesAsync(report));
        Assert.Contains("okapiwort", Assert.Single(await Proposals.ListAsync(workspace)).Text);
        Assert.Null(await Proposals.MarkOfAsync(workspace, hers));
        Assert.NotNull(await Proposals.MarkOfAsync(workspace, his));
    }

    [Fact]
    public async Task A_report_that_does_not_quote_the_person_stays()
    {
        var workspace = "w-others";
        await AskAndRateAsync(workspace, His, "u_him");
        var report = await fixture.Bot.Get<ImprovementCycle>().RunAsync(workspace, 7, "test");
        await AskAndRateAsync(workspace, Hers, "u_her");

        await fixture.Bot.Get<Erasure>().EraseAsync(workspace, "u_her", "test");

        Assert.Equal(report.RunId, Assert.Single(await fixture.Bot.Get<ImprovementCycle>().ListAsync(workspace)).RunId);
    }

    [Fact]
    public async Task Retention_takes_what_quotes_a_question_together_with_the_question()
    {
        var workspace = "w-retention";
        var old = await AskAndRateAsync(workspace, Hers, "u_her");
        await MarkAsync(workspace, old);
        await AskAndRateAsync(workspace, His, "u_him");
        var report = await fixture.Bot.Get<ImprovementCycle>().RunAsync(workspace, 7, "test");
        await fixture
            .Bot.Get<IDatabase>()
            .WriteAsync(
                workspace,
                transaction =>
                    transaction.Connection!.ExecuteAsync("update interactions set created = 0 where id = @old", new { old }, transaction)
            );

        Assert.Equal(1, await fixture.Bot.Get<RetentionPass>().RunAsync(workspace, "test", 30));

        Assert.Empty(await FindAsync(workspace, "zebrawort"));
        Assert.Contains("okapiwort", await MistakesAsync(report));
        Assert.Null(await Proposals.MarkOfAsync(workspace, old));
    }

    private ProposalStore Proposals => fixture.Bot.Get<ProposalStore>();

    private Task MarkAsync(string workspace, string interaction) =>
        Proposals.MarkAsync(workspace, interaction, GuardMark.FalseBlock, "test");

    /// <summary>Asked by a person of a workspace, and rated poorly by them; the comment repeats their word.</summary>
    private async Task<string> AskAndRateAsync(string workspace, string question, string user)
    {
        var answer = await fixture
            .Bot.Get<ChatBot.Interactions.Asking>()
            .AskAsync(
                new ChatBot.Answering.Question(question)
                {
                    Workspace = workspace,
                    Channel = "api",
                    User = user,
                }
            );
        await fixture
            .Bot.Get<FeedbackService>()
            .SubmitAsync(
                new Rating(workspace, answer.InteractionId, user)
                {
                    Thumbs = Thumbs.Down,
                    Comment = $"That is no {question.Split(' ')[^1].TrimEnd('?')}.",
                }
            );
        return answer.InteractionId;
    }

    private async Task<string> MistakesAsync(ImprovementReport report)
    {
        await using var connection = await fixture.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<string>(
                "select mistakes from prompt_versions where id = @Id",
                new { Id = report.PromptDraft }
            ) ?? "";
    }

    /// <summary>Tables of the improvement cycle that hold a word.</summary>
    private async Task<List<string>> FindAsync(string workspace, string word)
    {
        await using var connection = await fixture.Bot.Get<IDatabase>().OpenAsync(workspace);
        var found = await connection.QueryAsync<string>(
            """
            select 'improvement_runs' from improvement_runs where workspace = @workspace and report like @Like
            union all
            select 'improvement_proposals' from improvement_proposals
                where workspace = @workspace and (text like @Like or detail like @Like)
            union all
            select 'prompt_versions' from prompt_versions where workspace = @workspace and (template like @Like or mistakes like @Like)
            union all
            select 'interactions' from interactions where workspace = @workspace and question like @Like
            union all
            select 'ratings' from ratings where workspace = @workspace and comment like @Like
            """,
            new { workspace, Like = $"%{word}%" }
        );
        return found.AsList();
    }
}
