using ChatBot.Answering.Citing;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Citing;

public sealed class AnswerConfidenceTests
{
    private const string Answer = "Backups are kept for thirty days.";
    private static readonly QuestionReading Question = QuestionReading.Of("How long are backups kept?");

    [Fact]
    public void An_answer_that_cites_nothing_is_never_sure() =>
        Assert.Equal(0, AnswerConfidence.Probability(Answer, Question, Passages(0.9, 0.1), []));

    [Fact]
    public void A_passage_that_is_ahead_of_the_others_is_surer_than_one_of_many_alike() =>
        Assert.True(Of(Passages(0.8, 0.05, 0.05, 0.02)) > Of(Passages(0.8, 0.78, 0.75, 0.7)));

    [Fact]
    public void An_answer_that_takes_up_the_question_is_surer_than_one_that_does_not() =>
        Assert.True(Of(Passages(0.8, 0.3)) > Of(Passages(0.8, 0.3), "Ask the people who run the machines."));

    [Fact]
    public void An_answer_without_the_best_passage_is_less_sure()
    {
        var passages = Passages(0.8, 0.75);
        Assert.True(Of(passages) > AnswerConfidence.Probability(Answer, Question, passages, [passages[1]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    public void It_is_a_probability_with_vectors_and_without(float nearest)
    {
        Assert.InRange(Of(Passages(nearest, 0.1, 0.6, 0.6, 0.6, 0.6, 0.6)), 0, 0.5);
        Assert.InRange(Of(Passages(nearest, 1, 0)), 0.5, 1);
        Assert.InRange(Of(Passages(nearest, 1)), 0.5, 1);
    }

    private static double Of(IReadOnlyList<Passage> passages, string answer = Answer) =>
        AnswerConfidence.Probability(answer, Question, passages, [passages[0]]);

    private static IReadOnlyList<Passage> Passages(params double[] similarities) => Passages(0, similarities);

    /// <param name="nearest">Cosine of the nearest sentence; 0: there are no vectors.</param>
    private static IReadOnlyList<Passage> Passages(float nearest, params double[] similarities) =>
        [
            .. similarities.Select(
                (similarity, i) =>
                    new Passage($"{i}", $"{i}", ["Backups"], $"{i}.md", "", 0, "prose", Answer, similarity)
                    {
                        SentenceCosines = nearest > 0 ? [nearest] : [],
                    }
            ),
        ];
}
