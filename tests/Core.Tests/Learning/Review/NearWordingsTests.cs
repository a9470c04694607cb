using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Core.Tests.Learning.Review;

/// <summary>What a reviewer is shown to tick comes from what people asked, near by words or by meaning.</summary>
public sealed class NearWordingsTests : IAsyncLifetime
{
    private const string Question = "How do I undo the last commit?";

    private static readonly OnnxEmbeddingGenerator Model = new(OnnxModelFolder.Of(new EmbeddingOptions()));

    private CorrectionRoom _room = null!;

    public async Task InitializeAsync() => _room = await CorrectionRoom.OpenAsync(Model);

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public async Task Wordings_are_shown_by_nearness_and_those_that_mean_something_else_are_not()
    {
        foreach (
            var asked in (string[])
                [
                    "how can I undo my last commit",
                    "how can I undo my last commit",
                    "what's the way to take back the most recent commit?",
                    "make git forget what I saved a minute ago",
                    "Who owns the orders table?",
                    "How do I redo the last commit?",
                    Question,
                ]
        )
            await _room.AskedAsync(asked);
        var near = await NearAsync();

        var first = near.Single(wording => wording.Question == "how can I undo my last commit");
        Assert.Equal((Nearness.Answered, 2), (first.Nearness, first.Times));
        // It shares no word and is not likely enough, so only somebody who reads it can say that it means the same.
        Assert.Equal(Nearness.Near, near.Single(wording => wording.Question == "make git forget what I saved a minute ago").Nearness);
        Assert.DoesNotContain(near, wording => wording.Question is "Who owns the orders table?" or "How do I redo the last commit?");
        Assert.DoesNotContain(near, wording => wording.Question == Question);
        Assert.Equal(near.OrderByDescending(wording => wording.Similarity), near);
    }

    [Fact]
    public async Task Another_writing_of_the_question_itself_is_the_same()
    {
        await _room.AskedAsync("how do i UNDO the last commit");
        Assert.Equal(Nearness.Same, Assert.Single(await NearAsync()).Nearness);
    }

    [Fact]
    public async Task What_another_correction_answers_is_named_with_it()
    {
        await _room.CorrectAsync("other", "how can I undo my last commit", "Revert it.");
        await _room.AskedAsync("How can I undo my last commit?");
        await _room.PlacedAsync();
        var taken = Assert.Single(await NearAsync());
        Assert.Equal((Nearness.Taken, "other"), (taken.Nearness, taken.Other));
    }

    [Fact]
    public async Task What_is_ticked_already_is_not_shown_again()
    {
        var correction = await _room.CorrectAsync("a", Question, "Reset it.");
        await _room.AskedAsync("how can I undo my last commit");
        await _room.PlacedAsync();
        Assert.Single(await _room.Near.FindAsync(correction));
        await _room.Wordings.AddAsync(CorrectionRoom.Workspace, "a", ["how can I undo my last commit"], "Ada");
        await _room.PlacedAsync();
        Assert.Empty(await _room.Near.FindAsync(correction));
    }

    [Fact]
    public async Task Questions_of_another_workspace_are_not_shown()
    {
        await _room.AskedAsync("how can I undo my last commit", workspace: "other");
        Assert.Empty(await NearAsync());
    }

    [Fact]
    public async Task Without_meanings_words_find_them()
    {
        await using var room = await CorrectionRoom.OpenAsync(new HashingEmbeddingGenerator());
        await room.AskedAsync("how can I undo my last commit");
        await room.AskedAsync("When is the sales mart ready?");
        var near = await room.Near.FindAsync(await room.CorrectAsync("a", Question, "Reset it.", CorrectionStatus.Pending));
        Assert.Equal("how can I undo my last commit", Assert.Single(near).Question);
    }

    private async Task<IReadOnlyList<NearWording>> NearAsync() =>
        await _room.Near.FindAsync(await _room.CorrectAsync("a", Question, "Reset it.", CorrectionStatus.Pending));
}
