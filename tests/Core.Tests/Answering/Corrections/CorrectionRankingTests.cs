using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Language;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class CorrectionRankingTests
{
    [Theory]
    [InlineData(0.99, 0.985, "Another text.", false)]
    [InlineData(0.99, 0.97, "Another text.", true)]
    [InlineData(0.99, 0.98, "Another text.", true)]
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

    [Fact]
    public async Task Where_vectors_of_what_is_left_fail_a_ranking_goes_on_without_them()
    {
        var candidates = Candidates();

        var with = (await CorrectionRanking.OfAsync([candidates], Space(int.MaxValue), default))[0];
        var without = (await CorrectionRanking.OfAsync([candidates], Space(0), default))[0];

        Assert.Equal(["a", "b"], with.Select(match => match.Correction.Id).Order());
        Assert.Equal(["a", "b"], without.Select(match => match.Correction.Id).Order());
        Assert.True(with[0].Score > without[0].Score);
    }

    [Fact]
    public async Task What_is_left_of_several_questions_alike_is_embedded_once()
    {
        var generator = new ConceptGenerator("none");
        var rests = await CorrectionRanking.RestsAsync(Candidates(), Space(generator), default);

        Assert.Equal([1, 1], rests);
        Assert.Equal(3, generator.Texts);
    }

    /// <summary>Two that a question may want; it is left over of both alike.</summary>
    private static List<Candidate> Candidates()
    {
        var place = new PlacedQuestion([1, 0], [0.3, 0.2, 0.1, 0.1, 0.1]);
        var index = new CorrectionIndex([Approved("a", "Reset it."), Approved("b", "Reset it.", "How do I undo it now?")]);
        index.Places = [place, place];
        return index.Candidates(QuestionReading.Of("how can I undo it"), place);
    }

    private static QuestionSpace Space(int calls) => Space(new ConceptGenerator("none") { CallsLeft = calls });

    private static QuestionSpace Space(ConceptGenerator generator)
    {
        var embedder = new Embedder(generator);
        return new QuestionSpace(new ListVectors(embedder), new QuestionVectors(embedder, NullLogger<QuestionVectors>.Instance));
    }

    private static ApprovedCorrection Approved(string id, string text, string question = "How do I undo it?") =>
        new(id, question, text, null, QuestionReading.Of(question));
}
