using ChatBot.Answering.Guarding;

namespace ChatBot.Core.Tests.Answering.Guarding;

public sealed class ResemblanceTests
{
    /// <summary>Of five texts with each other; the first two are of the kind.</summary>
    private static readonly float[][] Likenesses =
    [
        [1, 0.6f, 0.2f, 0.1f, 0],
        [0.6f, 1, 0.1f, 0.3f, 0.1f],
        [0.2f, 0.1f, 1, 0.5f, 0.4f],
        [0.1f, 0.3f, 0.5f, 1, 0.3f],
        [0, 0.1f, 0.4f, 0.3f, 1],
    ];

    [Fact]
    public void Two_texts_with_nothing_in_common_are_told_apart_by_what_the_penalty_leaves()
    {
        var regression = new RidgeRegression(
            [
                [1, 0],
                [0, 1],
            ],
            1,
            1
        );

        Assert.Equal(0.5, regression.Score([1, 0]), 5);
        Assert.Equal(-0.5, regression.Score([0, 1]), 5);
        Assert.Equal(0, regression.Score([0.5f, 0.5f]), 5);
    }

    [Fact]
    public void Both_classes_weigh_the_same_however_many_texts_they_have()
    {
        var forth = new RidgeRegression(Likenesses, 2, 0.7);
        int[] turned = [2, 3, 4, 0, 1];
        var back = new RidgeRegression([.. turned.Select(i => Array.ConvertAll(turned, j => Likenesses[i][j]))], 3, 0.7);

        for (var i = 0; i < turned.Length; i++)
            Assert.Equal(-forth.Score(Likenesses[turned[i]]), back.Score(Array.ConvertAll(turned, j => Likenesses[turned[i]][j])), 4);
    }

    [Fact]
    public void What_it_says_is_what_it_was_fitted_to()
    {
        var regression = new RidgeRegression(Likenesses, 2, 0.7);

        Assert.Equal("0.654 0.601 -0.623 -0.556 -0.632", Rounded(Likenesses.Select(row => regression.Score(row))));
        Assert.Equal("-0.483 -0.552 -0.667", Rounded(regression.HeldOut(0, 3)));
        Assert.Equal("0.01 -0.044", Rounded(regression.HeldOut(3, 5)));
        Assert.Equal("0.114", Rounded(regression.HeldOut(1, 2)));
    }

    [Fact]
    public void A_text_that_is_held_out_is_judged_by_the_others()
    {
        float[][] same =
        [
            [1, 1, 0],
            [1, 1, 0],
            [0, 0, 1],
        ];
        var regression = new RidgeRegression(same, 1, 1);

        Assert.True(regression.HeldOut(1, 2)[0] > 0);
        Assert.True(regression.HeldOut(0, 1)[0] < 0);
    }

    [Fact]
    public void The_voices_are_the_regression_and_the_means_of_the_nearest()
    {
        var voices = new Resemblance(Likenesses, 2, 0.7);

        Assert.Equal("0.345 0.9 0.467 0.3", Rounded(voices.Of([0.5f, 0.9f, 0.3f, 0.4f, 0.2f], [], [])));
        Assert.Equal("0.345 0.9 0.767 0.533", Rounded(voices.Of([0.5f, 0.9f, 0.3f, 0.4f, 0.2f], [0.8f, 0.6f, 0.1f], [0.1f, 0.9f])));
        Assert.Equal("0.114 0.6 0.2 0.167", Rounded(voices.HeldOut(1)));
    }

    private static string Rounded(IEnumerable<double> values) =>
        string.Join(' ', values.Select(value => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)));
}
