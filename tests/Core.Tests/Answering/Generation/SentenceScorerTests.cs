using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class SentenceScorerTests
{
    private const string Text =
        "The nightly load fills the warehouse. It starts in October 2019 for the first time. Reports read from the warehouse.";

    [Fact]
    public void A_sentence_that_says_when_is_likeliest_to_answer_when_and_goes_on_from_the_one_before() =>
        Assert.Equal(1, Best("When did the nightly load start?", []));

    [Fact]
    public void Nearness_in_meaning_decides_where_words_do_not() =>
        Assert.Equal(2, Best("Who consumes what was stored?", [0.1f, 0.1f, 0.7f]));

    [Fact]
    public void Any_question_can_be_scored_against_any_passage()
    {
        foreach (var question in new[] { "", "?", "的", string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}")) })
            Best(question, []);
    }

    /// <returns>The place of the likeliest sentence.</returns>
    private static int Best(string question, float[] cosines)
    {
        Passage[] passages = [new("1", "1", ["Loads"], "loads.md", "", 0, "prose", Text, 0.9) { SentenceCosines = cosines }];
        List<List<Candidate>> candidates = [new Quotations(100).Of(1, passages[0])];
        SentenceScorer.Score(QuestionReading.Of(question), passages, candidates);
        Assert.Equal(1, candidates[0].Max(candidate => candidate.Score));
        return candidates[0].MaxBy(candidate => candidate.Score)!.Position;
    }
}
