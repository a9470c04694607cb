namespace ChatBot.Trainer.Training;

/// <summary>Where a training stands behind a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Of the step: nats for each token of an answer; for preferences, for each pair.</param>
/// <param name="LearningRate">Of the step.</param>
/// <param name="GradientNorm">Length of the gradient before it was clipped.</param>
/// <param name="TokensPerSecond">Tokens read, prompts counted and padding not, over the last steps.</param>
/// <param name="Left">Time to the last step at this speed.</param>
/// <param name="Margin">Preferences: mean of β times how much further the wanted answer has risen over the base than the other.</param>
/// <param name="Accuracy">Preferences: the share of pairs with a margin above 0.</param>
/// <param name="ValidationLoss">Where it was measured behind this step.</param>
public sealed record TrainingProgress(
    int Step,
    int Steps,
    double Loss,
    double LearningRate,
    double GradientNorm,
    double TokensPerSecond,
    TimeSpan Left,
    double? Margin = null,
    double? Accuracy = null,
    double? ValidationLoss = null
)
{
    internal static TrainingProgress Of(CurvePoint point, int steps, TimeSpan left) =>
        new(
            point.Step,
            steps,
            point.Loss,
            point.LearningRate,
            point.GradientNorm,
            point.TokensPerSecond,
            left,
            point.Margin,
            point.Accuracy,
            point.ValidationLoss
        );
}
