using ChatBot.Answering.Corrections;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class CorrectionModelTests
{
    private static readonly CorrectionModel Model = CorrectionModel.Shipped;

    [Fact]
    public void The_weights_name_the_features_in_the_codes_order()
    {
        Assert.Equal(PairFeatures.Names, Model.Features);
        Assert.Equal(Model.Features.Count, Model.Means.Length);
        Assert.Equal(Model.Features.Count, Model.Deviations.Length);
        Assert.Equal(CorrectionModel.Terms(Model.Means, Model.Means, Model.Deviations).Length, Model.Weights.Length);
    }

    [Fact]
    public void The_weights_say_what_they_were_fitted_on_and_what_they_reach()
    {
        Assert.Equal(64, Model.Data.Length);
        Assert.InRange(Model.HeldOut.Precision, 0.97, 1);
        Assert.InRange(Model.HeldOut.Recall, 0.11, 1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Words_alone_stand_on_the_same_scale(double words, double similarity) => Assert.Equal(similarity, Model.OnScale(words), 3);

    [Fact]
    public void Half_as_sure_by_words_is_half_the_threshold_and_half_of_the_rest_is_half_way_to_certainty()
    {
        Assert.Equal(Model.Threshold / 2, Model.OnScale(0.77 / 2), 3);
        Assert.Equal((1 + Model.Threshold) / 2, Model.OnScale((1 + 0.77) / 2), 3);
    }

    [Fact]
    public void Words_that_agree_surely_answer_from_the_shipped_threshold_on()
    {
        Assert.True(Model.OnScale(0.78) > new CorrectionsOptions().Threshold);
        Assert.True(Model.OnScale(0.76) < new CorrectionsOptions().Threshold);
    }
}
