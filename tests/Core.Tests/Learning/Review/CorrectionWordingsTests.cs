using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.Language;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Core.Tests.Learning.Review;

/// <summary>Ticked wordings are answered like the question that they were ticked for, and by nothing else than that.</summary>
public sealed class CorrectionWordingsTests : IAsyncLifetime
{
    private const string W = CorrectionRoom.Workspace;
    private const string Question = "Where do I find the logs of the orders pipeline?";
    private const string Paraphrase = "Who can tell me which path the nightly shop import writes its output to?";
    private const string Neighbour = "Who can tell me which path the weekly shop import writes its output to?";

    private static readonly OnnxEmbeddingGenerator Model = new(OnnxModelFolder.Of(new EmbeddingOptions()));

    private CorrectionRoom _room = null!;

    public async Task InitializeAsync() => _room = await CorrectionRoom.OpenAsync(Model);

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public async Task What_is_ticked_is_answered_and_its_neighbour_is_not_until_the_correction_is_retired()
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        Assert.Null(await _room.MatchAsync(Paraphrase));
        await AddAsync("a", Paraphrase);

        var match = await _room.MatchAsync(Paraphrase.ToUpperInvariant());
        Assert.Equal(("a", Question, "Below /srv.", 1), (match?.CorrectionId, match?.Question, match?.Text, match?.Similarity));
        Assert.Null(await _room.MatchAsync(Neighbour));
        Assert.Equal("a", (await _room.MatchAsync(Question))?.CorrectionId);
        await _room.RetireAsync("a");
        Assert.Null(await _room.MatchAsync(Paraphrase));
        Assert.Null(await _room.MatchAsync(Question));
    }

    [Fact]
    public async Task What_is_near_to_a_wording_is_answered_too()
    {
        const string Near = "who could tell me to which path the nightly shop import writes its output";
        await _room.CorrectAsync("a", Question, "Below /srv.");
        Assert.Null(await _room.MatchAsync(Near));
        await AddAsync("a", Paraphrase);
        Assert.Equal("a", (await _room.MatchAsync(Near))?.CorrectionId);
    }

    [Fact]
    public async Task What_is_taken_out_is_answered_no_more_and_both_stand_in_the_audit()
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        await AddAsync("a", Paraphrase);
        var wording = Assert.Single(await _room.Wordings.ListAsync(W, "a"));
        Assert.Equal((Paraphrase, "Ada"), (wording.Text, wording.By));

        await _room.Wordings.RemoveAsync(W, "a", wording.Key, "Bo");
        Assert.Null(await _room.MatchAsync(Paraphrase));
        Assert.Empty(await _room.Wordings.ListAsync(W, "a"));
        var audit = await _room.Audit.ListAsync(W, "a");
        Assert.Equal(
            [("correction.wording-removed", "Bo"), ("correction.wordings-added", "Ada")],
            audit.Select(entry => (entry.Action, entry.Actor))
        );
        var again = await _room.Wordings.RemoveAsync(W, "a", wording.Key, "Bo");
        Assert.False(Assert.IsType<DecisionResult.Decided>(again).Changed);
    }

    [Fact]
    public async Task The_question_of_another_correction_is_not_taken_from_it()
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        await _room.CorrectAsync("b", Paraphrase, "In the bucket.");
        var refused = await _room.Wordings.AddAsync(W, "a", [Paraphrase], "Ada");
        Assert.Equal("wording_refused", Assert.IsType<DecisionResult.Invalid>(refused).Code);
        Assert.Equal("b", (await _room.MatchAsync(Paraphrase))?.CorrectionId);
    }

    [Fact]
    public async Task A_question_that_is_corrected_later_is_answered_by_its_own_correction()
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        await AddAsync("a", Paraphrase);
        await _room.CorrectAsync("b", Paraphrase, "In the bucket.");
        // Whichever was changed last.
        await AddAsync("a", "Where do the logs of the orders pipeline live?");
        Assert.Equal("b", (await _room.MatchAsync(Paraphrase))?.CorrectionId);
        await _room.RetireAsync("b");
        Assert.Equal("a", (await _room.MatchAsync(Paraphrase))?.CorrectionId);
    }

    [Theory]
    [InlineData("!?")]
    [InlineData("")]
    public async Task What_has_no_words_is_refused(string wording)
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        Assert.IsType<DecisionResult.Invalid>(await _room.Wordings.AddAsync(W, "a", [wording], "Ada"));
        Assert.Empty(await _room.Wordings.ListAsync(W, "a"));
    }

    [Fact]
    public async Task One_correction_takes_so_many_and_no_more()
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        string[] most = [.. Enumerable.Range(1, CorrectionWordings.Most).Select(n => $"Which folder is number {n}?")];
        await AddAsync("a", most);
        Assert.Equal(most.Length, (await _room.Wordings.ListAsync(W, "a")).Count);
        Assert.IsType<DecisionResult.Invalid>(await _room.Wordings.AddAsync(W, "a", ["One more?"], "Ada"));
    }

    [Fact]
    public async Task Another_workspace_neither_adds_nor_sees_them()
    {
        await _room.CorrectAsync("a", Question, "Below /srv.");
        await AddAsync("a", Paraphrase);
        Assert.IsType<DecisionResult.UnknownCorrection>(await _room.Wordings.AddAsync("other", "a", [Neighbour], "Eve"));
        Assert.Empty(await _room.Wordings.ListAsync("other", "a"));
    }

    [Fact]
    public async Task Many_wordings_of_one_correction_hide_no_other_correction()
    {
        await _room.CorrectAsync("a", "How do I undo the last commit?", "Reset it.");
        await _room.CorrectAsync("b", "How do I undo the last merge?", "Abort it.");
        await AddAsync(
            "a",
            [.. new[] { "take back", "revert", "cancel", "drop", "remove", "reset" }.Select(verb => $"How do I {verb} the last commit?")]
        );
        await _room.PlacedAsync();
        var asked = QuestionReading.Of("How could I undo the last commit of a merge?");
        var place = (await _room.Space.TryPlaceAsync([asked], default))![0];
        var index = await _room.Approved.IndexAsync(W);
        Assert.Contains(index.Candidates(asked, place), candidate => candidate.Correction.Id == "b");
    }

    [Fact]
    public async Task The_blast_radius_counts_what_a_wording_answers()
    {
        await _room.AskedAsync(Paraphrase);
        var correction = await _room.CorrectAsync("a", Question, "Below /srv.");
        Assert.DoesNotContain((await MeasuredAsync(correction)).Examples, example => example.Question == Paraphrase);
        await AddAsync("a", Paraphrase);
        Assert.Equal(1, Assert.Single((await MeasuredAsync(correction)).Examples, example => example.Question == Paraphrase).Similarity);
    }

    private async Task<BlastReport> MeasuredAsync(Correction correction)
    {
        await _room.PlacedAsync();
        return await _room.Radius.MeasureAsync(correction);
    }

    private async Task AddAsync(string id, params string[] wordings) =>
        Assert.IsType<DecisionResult.Decided>(await _room.Wordings.AddAsync(W, id, wordings, "Ada"));
}
