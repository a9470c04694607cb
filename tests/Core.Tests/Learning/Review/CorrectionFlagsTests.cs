using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Core.Tests.Learning.Review;

/// <summary>A correction is looked at again when a document changed that its answer cited, and for nothing else.</summary>
public sealed class CorrectionFlagsTests : IAsyncLifetime
{
    private const string W = CorrectionRoom.Workspace;

    private CorrectionRoom _room = null!;
    private CorrectionFlags _flags = null!;

    public async Task InitializeAsync()
    {
        _room = await CorrectionRoom.OpenAsync(new HashingEmbeddingGenerator());
        _flags = new CorrectionFlags(_room.Database, _room.Audit, TimeProvider.System);
    }

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public async Task A_cited_document_flags_and_one_that_was_only_offered_does_not()
    {
        await CorrectedAsync("a", "answered", ("git/undo.md", true), ("git/reset.md", false));
        await ChangedAsync("git/reset.md", "How to undo the last commit");
        Assert.Null((await _room.Store.FindAsync(W, "a"))!.Flag);

        await ChangedAsync("git/undo.md", "Undo");
        var flagged = (await _room.Store.FindAsync(W, "a"))!;
        Assert.Equal(("Undo was changed", "git/undo.md"), (flagged.Flag, flagged.FlagUri));
        Assert.InRange(flagged.Flagged!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_question_without_an_answer_is_flagged_by_no_document_however_alike_its_words()
    {
        await CorrectedAsync("a", "no_answer", ("git/undo.md", false));
        await ChangedAsync("git/undo.md", "How do I undo the last commit?");
        await ChangedAsync("git/new.md", "How do I undo the last commit?");
        Assert.Null((await _room.Store.FindAsync(W, "a"))!.Flag);
    }

    [Fact]
    public async Task A_removed_document_says_so_and_whoever_finds_it_still_right_clears_it_once()
    {
        await CorrectedAsync("a", "answered", ("git/undo.md", true));
        await ChangedAsync("git/undo.md", "Undo", DocumentChangeKind.Removed);
        Assert.Equal("Undo was removed", (await _room.Store.FindAsync(W, "a"))!.Flag);

        Assert.IsType<DecisionResult.UnknownCorrection>(await _flags.ClearAsync("other", "a", "Eve"));
        Assert.True(Assert.IsType<DecisionResult.Decided>(await _flags.ClearAsync(W, "a", "Ada")).Changed);
        Assert.False(Assert.IsType<DecisionResult.Decided>(await _flags.ClearAsync(W, "a", "Ada")).Changed);
        var cleared = (await _room.Store.FindAsync(W, "a"))!;
        Assert.Equal((null, null, null), (cleared.Flag, cleared.FlagUri, cleared.Flagged));
        Assert.Single(await _room.Audit.ListAsync(W, "a"), entry => entry is { Action: "correction.still-right", Actor: "Ada" });

        await ChangedAsync("git/undo.md", "Undo");
        Assert.Equal("Undo was changed", (await _room.Store.FindAsync(W, "a"))!.Flag);
    }

    [Fact]
    public async Task Another_workspaces_document_flags_nothing()
    {
        await CorrectedAsync("a", "answered", ("git/undo.md", true));
        await ChangedAsync("git/undo.md", "Undo", workspace: "other");
        Assert.Null((await _room.Store.FindAsync(W, "a"))!.Flag);
    }

    private async Task CorrectedAsync(string id, string outcome, params (string Uri, bool Cited)[] sources)
    {
        const string Question = "How do I undo the last commit?";
        var interaction = await _room.AskedAsync(Question, outcome: outcome, sources: sources);
        await _room.CorrectAsync(id, Question, "Reset the last commit to undo it.", interaction: interaction);
    }

    private Task ChangedAsync(string uri, string title, DocumentChangeKind kind = DocumentChangeKind.Changed, string workspace = W) =>
        _room.Database.WriteAsync(
            workspace,
            async transaction =>
            {
                await _flags.ChangedAsync(transaction, workspace, [new DocumentChange("d", uri, title, kind)]);
                return 0;
            }
        );
}
