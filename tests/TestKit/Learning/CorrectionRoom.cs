using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Interactions;
using ChatBot.Language;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Review;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatBot.TestKit.Learning;

/// <summary>Corrections and the questions around them in a database of their own, without a bot.</summary>
public sealed class CorrectionRoom : IAsyncDisposable
{
    public const string Workspace = "w";

    private readonly TestDatabase _test;
    private readonly CorrectionMatcher _matcher;
    private readonly IOptions<CorrectionsOptions> _options = Options.Create(new CorrectionsOptions());

    private CorrectionRoom(TestDatabase test, IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        _test = test;
        var embedder = new Embedder(generator);
        Space = new QuestionSpace(new ListVectors(embedder), new QuestionVectors(embedder, NullLogger<QuestionVectors>.Instance));
        Approved = new ApprovedCorrections(test.Database, Space, TimeProvider.System, NullLogger<ApprovedCorrections>.Instance);
        _matcher = new CorrectionMatcher(Approved, Space, new Redactor(), _options);
        Audit = new AuditLog(test.Database, TimeProvider.System);
        Store = new CorrectionStore(test.Database, TimeProvider.System);
        Wordings = new CorrectionWordings(test.Database, Approved, Audit, new Redactor(), TimeProvider.System);
        Near = new NearWordings(test.Database, Approved, Space, _options);
        Radius = new BlastRadius(test.Database, Approved, Space, _options);
    }

    public static async Task<CorrectionRoom> OpenAsync(IEmbeddingGenerator<string, Embedding<float>> generator) =>
        new(await TestDatabase.CreateAsync(), generator);

    public IDatabase Database => _test.Database;
    public ApprovedCorrections Approved { get; }
    public QuestionSpace Space { get; }
    public AuditLog Audit { get; }
    public CorrectionStore Store { get; }
    public CorrectionWordings Wordings { get; }
    public NearWordings Near { get; }
    public BlastRadius Radius { get; }

    /// <summary>The id of the correction that answers, and with which similarity.</summary>
    public async Task<CorrectionMatch?> MatchAsync(string asked, bool byMeaning = true)
    {
        if (byMeaning)
            await PlacedAsync();
        return await _matcher.MatchAsync(Workspace, QuestionReading.Of(asked));
    }

    /// <summary>Meanings follow in the background.</summary>
    public async Task PlacedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await Approved.IndexAsync(Workspace, limit.Token) is { Count: > 0, Places: null })
            await Task.Delay(20, limit.Token);
    }

    public async Task<Correction> CorrectAsync(
        string id,
        string question,
        string text,
        CorrectionStatus status = CorrectionStatus.Approved,
        string interaction = "i",
        DateTimeOffset decided = default,
        string workspace = Workspace
    )
    {
        await ExecuteAsync(
            """
            insert into corrections (id, workspace, interaction_id, channel, question, incorrect_response, correct_response, status,
                proposer, created, decided, updated)
            values (@id, @workspace, @interaction, 'web', @question, '', @text, @Status, 'p', 0, @Decided, 0)
            """,
            new
            {
                id,
                workspace,
                interaction,
                question,
                text,
                Status = CorrectionStore.Wire(status),
                Decided = decided.ToUnixTimeMilliseconds(),
            }
        );
        await RaiseAsync(id, workspace);
        return (await Store.FindAsync(workspace, id))!;
    }

    public async Task RetireAsync(string id)
    {
        await ExecuteAsync("update corrections set status = 'retired' where id = @id", new { id });
        await RaiseAsync(id, Workspace);
    }

    /// <summary>An answered question.</summary>
    /// <param name="standalone">What its conversation completed it to.</param>
    /// <param name="sources">What retrieval offered: address, and whether the answer cites it.</param>
    public async Task<string> AskedAsync(
        string question,
        string answer = "So.",
        string outcome = "answered",
        DateTimeOffset at = default,
        string workspace = Workspace,
        string? standalone = null,
        params (string Uri, bool Cited)[] sources
    )
    {
        var id = Guid.NewGuid().ToString("n");
        var receipt = new Receipt
        {
            Outcome = OutcomeNames.Read(outcome),
            Stage = "generation",
            Rule = "extractive",
            StandaloneQuestion = standalone,
            Sources = [.. sources.Select((source, n) => new ReceiptSource($"{n}", source.Uri, 0.5, source.Cited))],
        };
        List<Source> cited =
        [
            .. sources.Where(source => source.Cited).Select((source, n) => new Source(n + 1, source.Uri, source.Uri, 0.5, "")),
        ];
        await ExecuteAsync(
            """
            insert into interactions (id, workspace, channel, conversation, user_id, question, answer, outcome, confidence, words, category,
                latency_ms, receipt, created)
            values (@id, @workspace, 'web', 'c', 'u', @question, @answer, @outcome, 0.7, 9, '', 1, @Receipt, @At)
            """,
            new
            {
                id,
                workspace,
                question,
                answer,
                outcome,
                Receipt = WireJson.Write(new StoredReceipt(receipt, cited)),
                At = at.ToUnixTimeMilliseconds(),
            }
        );
        return id;
    }

    public Task RatedAsync(
        string interaction,
        string user,
        string? thumbs = null,
        int? stars = null,
        string? comment = null,
        DateTimeOffset at = default,
        string workspace = Workspace
    ) =>
        ExecuteAsync(
            """
            insert into ratings (workspace, interaction_id, user_id, channel, thumbs, overall, comment, created, updated)
            values (@workspace, @interaction, @user, 'web', @thumbs, @stars, @comment, @At, @At)
            """,
            new
            {
                workspace,
                interaction,
                user,
                thumbs,
                stars,
                comment,
                At = at.ToUnixTimeMilliseconds(),
            }
        );

    public Task ExecuteAsync(string sql, object parameters) =>
        Database.WriteAsync(Workspaces.All, transaction => transaction.Connection!.ExecuteAsync(sql, parameters, transaction));

    public async ValueTask DisposeAsync()
    {
        Approved.Dispose();
        await _test.DisposeAsync();
    }

    private Task RaiseAsync(string id, string workspace) =>
        Database.WriteAsync(
            workspace,
            async transaction =>
            {
                await CorrectionVersions.RaiseAsync(transaction, workspace, id);
                return 0;
            }
        );
}
