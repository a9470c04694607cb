using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Whether a sentence in which cues fire is an attack: one that speaks to the assistant about itself, or wants harm, or an honest one with
/// the same words, about a system, a file, a rule. It goes by the meaning of the sentence beside sentences of both sides.
/// </summary>
public sealed class AttackJudge(ListVectors vectors)
{
    internal const string ListName = "attack-examples";

    private const double Penalty = 0.3;

    private static readonly WordList Examples = WordList.Load(ListName);

    private readonly Lazy<double[]> _weights = new(() => LearnedWeights.Load("attack").Of("attack", Features));
    private Sides? _sides;

    internal static IReadOnlyList<string> Features { get; } = [.. Resemblance.Voices, "cues", "bias"];

    internal static int Attacks => Examples["attack"].Lines.Count;

    /// <summary>Whether one of the sentences is an attack; true where there are no meanings to go by, for the cues have said so.</summary>
    /// <param name="cues">What the cues amount to.</param>
    public async Task<bool> AnyAsync(IReadOnlyList<string> sentences, double cues, CancellationToken cancel = default)
    {
        if (!vectors.KnowsMeanings)
            return true;
        try
        {
            var sides = _sides ??= Know(await vectors.OfAsync(ListName).WaitAsync(cancel));
            return (await vectors.MakeAsync(sentences, cancel)).Any(vector => IsAttack(sides, vector, cues));
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return true;
        }
    }

    internal static Sides Know(float[][] examples)
    {
        TopicText[] known = [.. examples.Select(vector => new TopicText(default, vector))];
        return new Sides(known, new Resemblance(Likenesses.Among(known, Likenesses.ByMeaning), Attacks, Penalty));
    }

    /// <summary>Beyond the one that refuses, up to some.</summary>
    internal static double CuesBeyond(double score) => Math.Clamp(score - 1, 0, 3);

    private bool IsAttack(Sides sides, float[] vector, double cues)
    {
        var voices = sides.Resemblance.Of(Likenesses.ByMeaning(new TopicText(default, vector), sides.Known), [], []);
        double[] features = [.. voices, CuesBeyond(cues), 1];
        return features.Zip(_weights.Value, (feature, weight) => feature * weight).Sum() > 0;
    }

    internal sealed record Sides(TopicText[] Known, Resemblance Resemblance);
}
