namespace ChatBot.Answering;

/// <summary>How sure an answer is, as people are told it. On the wire: sure, likely, not_sure.</summary>
public enum Certainty
{
    Sure,
    Likely,
    NotSure,
}

/// <summary>The one place where a confidence becomes words; the number itself stands in receipts only.</summary>
public static class Certainties
{
    /// <summary>Least confidence of each: the fit of the confidence says what they are worth.</summary>
    private static readonly double[] Bounds = LearnedWeights.Load("confidence").Of("bounds", ["sure", "likely"]);

    /// <summary>Null where nothing is claimed: a greeting, a refusal, no answer.</summary>
    public static Certainty? Of(Answer answer) =>
        answer.Outcome switch
        {
            Outcome.Corrected => Certainty.Sure, // a person approved it
            Outcome.Answered when answer.Sources.Count > 0 => Of(answer.Confidence),
            _ => null,
        };

    public static Certainty Of(double confidence) =>
        confidence >= Bounds[0] ? Certainty.Sure
        : confidence >= Bounds[1] ? Certainty.Likely
        : Certainty.NotSure;

    /// <summary>As it is read.</summary>
    public static string Words(Certainty certainty) =>
        certainty switch
        {
            Certainty.Sure => "Sure",
            Certainty.Likely => "Likely",
            _ => "Not sure: this is the nearest section",
        };
}
