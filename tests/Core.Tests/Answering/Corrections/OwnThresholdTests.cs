using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Language;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class OwnThresholdTests
{
    /// <summary>Each own question is asked as if it had not been approved; one that overlaps is an oversight, two are a warning.</summary>
    [Fact]
    public async Task The_threshold_of_a_workspace_lies_above_what_another_answer_would_have_reached()
    {
        var space = Words();
        (string Question, string Text)[] clear = [("Who owns the orders table?", "A."), ("When is the sales mart ready?", "B.")];
        (string Question, string Text)[] overlapping = [("How do I undo a commit?", "C."), ("how can I undo a commit", "D.")];
        (string Question, string Text)[] one =
        [
            ("How do I undo a commit?", "C."),
            ("How do I undo the commit?", "C."),
            ("how may I undo my commit", "D."),
        ];
        (string Question, string Text)[] agreeing = [("How do I undo a commit?", "C."), ("how can I undo a commit", "C.")];

        Assert.Equal(0.0001, await ThresholdAsync([]), 6);
        Assert.Equal(0.0001, await ThresholdAsync(clear), 6);
        Assert.Equal(0.0001, await ThresholdAsync([.. clear, .. agreeing]), 6);
        Assert.Equal(0.0001, await ThresholdAsync(one), 6);
        Assert.InRange(await ThresholdAsync([.. clear, .. overlapping]), 0.9, 1);

        Task<double> ThresholdAsync((string Question, string Text)[] approved) =>
            OwnThreshold.OfAsync(
                new CorrectionIndex(
                    approved.Select(
                        (one, n) => new ApprovedCorrection($"{n}", one.Question, one.Text, null, QuestionReading.Of(one.Question), n)
                    )
                ),
                space,
                default
            );
    }

    private static QuestionSpace Words()
    {
        var embedder = new Embedder(new HashingEmbeddingGenerator());
        return new QuestionSpace(new ListVectors(embedder), new QuestionVectors(embedder, NullLogger<QuestionVectors>.Instance));
    }
}
