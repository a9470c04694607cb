using ChatBot.Trainer.Evaluation;

namespace ChatBot.Trainer.Tests.Evaluation;

public sealed class TextScoresTests
{
    private const string Wanted = "Travel is paid within thirty days of the receipt.";

    [Fact]
    public void The_same_words_score_one_whatever_their_case_articles_labels_and_stops()
    {
        const string same = "**travel** is paid, within thirty days of receipt [1]";
        Assert.Equal([1, 1, 1, 1], Scores(same, Wanted), Close);
    }

    [Fact]
    public void Nothing_in_common_scores_nothing() => Assert.Equal([0, 0, 0, 0], Scores("Bananas ripen quickly", Wanted));

    [Theory]
    // 3 of 4 words and 3 of 3: 2·3/7; in order; BLEU: (3/4 · (2+1)/(3+1) · (1+1)/(2+1) · (0+1)/(1+1))^(1/4)
    [InlineData("cats chase mice daily", "cats chase mice", 6.0 / 7, 6.0 / 7, 0.6580370064762462)]
    // all words, but turned round: the longest common run is one word; single words 1, pairs 1/3, triples 1/2, quadruples 1
    [InlineData("mice chase cats", "cats chase mice", 1, 1.0 / 3, 0.6389431042462724)]
    // a short text is all right and too short: (1 · 1 · 1 · 1) · e^(1 − 4/2)
    [InlineData("cats chase", "cats chase mice daily", 4.0 / 6, 4.0 / 6, 0.36787944117144233)]
    public void What_is_partly_right_scores_by_the_formulas(string written, string wanted, double f1, double rouge, double bleu) =>
        Assert.Equal([0, f1, rouge, bleu], Scores(written, wanted), Close);

    [Fact]
    public void A_word_said_five_times_counts_as_often_as_it_is_wanted() =>
        Assert.Equal(2.0 / 6, TextScores.TokenF1("cats cats cats cats cats", "cats"), 12);

    [Fact]
    public void Empty_texts_are_no_fault() => Assert.Equal([0, 0, 0, 0], Scores("", Wanted));

    private static double[] Scores(string written, string wanted) =>
        [
            TextScores.ExactMatch(written, wanted),
            TextScores.TokenF1(written, wanted),
            TextScores.RougeL(written, wanted),
            TextScores.Bleu(written, wanted),
        ];

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;
}
