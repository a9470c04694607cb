namespace ChatBot.Trainer.Training;

/// <summary>What a training came to. The model holds the best adapter when it ends.</summary>
/// <param name="Steps">Steps done, with those before a restart.</param>
/// <param name="PlannedSteps">More than <paramref name="Steps"/> where it was ended early.</param>
/// <param name="BestStep">The step whose adapter is kept: the one of least validation loss, 0 where nothing beat the untrained one; the
/// last where there is nothing to validate with.</param>
/// <param name="TrainingLoss">Of the last step.</param>
/// <param name="ValidationBefore">Before the first step.</param>
/// <param name="ValidationLoss">Of the best step.</param>
/// <param name="Margin">Preferences: of the validation pairs at the best step, of the last step without such pairs.</param>
/// <param name="Accuracy">Likewise.</param>
/// <param name="Tokens">Read while training, prompts counted and padding not.</param>
/// <param name="Seconds">Spent training, validation included.</param>
/// <param name="LeftOut">Examples and pairs that were not read: longer than the context, or nothing to learn in them.</param>
/// <param name="Curve">Every step, also those before a restart.</param>
/// <param name="Notes">What happened on the way that a person should know, one line each.</param>
public sealed record TrainingResult(
    int Steps,
    int PlannedSteps,
    int BestStep,
    double TrainingLoss,
    double? ValidationBefore,
    double? ValidationLoss,
    double? Margin,
    double? Accuracy,
    long Tokens,
    double Seconds,
    LeftOutExamples LeftOut,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<string> Notes
);

/// <summary>Examples (or pairs) that a training did not read, by reason.</summary>
/// <param name="TooLong">Longer than the context.</param>
/// <param name="NothingToLearn">No answer, or a pair of equal answers.</param>
public sealed record LeftOutExamples(int TooLong, int NothingToLearn);

/// <summary>One step of a training's curve.</summary>
public sealed record CurvePoint(
    int Step,
    double Loss,
    double LearningRate,
    double GradientNorm,
    double TokensPerSecond,
    double? Margin = null,
    double? Accuracy = null,
    double? ValidationLoss = null
);
