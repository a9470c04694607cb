using ChatBot.Answering.Corrections;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class CorrectionRankingTests
{
    [Theory]
    [InlineData(0.99, 0.985, "Another text.", false)]
    [InlineData(0.99, 0.97, "Another text.", true)]
    [InlineData(0.99, 0.985, "Reset it.", true)]
    [InlineData(0.94, 0.2, "Another text.", false)]
    public void A_correction_answers_where_it_is_likely_enough_and_ahead_of_all_that_say_something_else(
        double score,
        double rival,
        string rivalText,
        bool answers
    )
    {
        ScoredCorrection[] ranking = [new(Approved("a", "Reset it."), score), new(Approved("b", rivalText), rival)];

        Assert.Equal(answers ? "a" : null, CorrectionRanking.Answering(ranking, _ => 0.95)?.Correction.Id);
    }

    [Fact]
    public void One_with_a_threshold_of_its_own_can_answer_behind_one_that_is_not_likely_enough()
    {
        ScoredCorrection[] ranking = [new(Approved("a", "Reset it."), 0.9), new(Approved("b", "Revert it."), 0.8)];

        Assert.Null(CorrectionRanking.Answering(ranking, correction => correction.Id == "b" ? 0.7 : 0.95));
        Assert.Equal("b", CorrectionRanking.Answering(ranking[1..], correction => correction.Id == "b" ? 0.7 : 0.95)?.Correction.Id);
    }

    private static ApprovedCorrection Approved(string id, string text) =>
        new(id, "How do I undo it?", text, null, QuestionReading.Of("How do I undo it?"));
}
