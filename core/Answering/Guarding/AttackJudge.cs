using ChatBot.Embedding;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Whether a sentence in which cues fire is an attack, one that speaks to the assistant about itself or wants harm, or an honest one with
/// the same words, about a system, a file, a rule. It goes by the meaning of the sentence beside sentences of both sides.
/// </summary>
public sealed class AttackJudge(ListVectors vectors)
{
    internal const string ListName = "attack-examples";

    internal const string Honest = "honest";

    /// <summary>One in so many everyday requests is enough.</summary>
    internal const int Share = 4;

    private const double Penalty = 0.3;

    private static readonly WordList Examples = WordList.Load(ListName);

    private readonly Dictionary<string, double[]> _weights = Kinds.ToDictionary(
        kind => kind,
        kind => LearnedWeights.Load("attack").Of(kind, Features)
    );
    private readonly Dictionary<string, double> _plain = Kinds.ToDictionary(
        kind => kind,
        kind => LearnedWeights.Load("attack").Of("plain", Kinds)[Kinds.ToList().IndexOf(kind)]
    );
    private Dictionary<string, Side>? _sides;

    /// <summary>Kinds of attacks.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = [.. Examples.SectionNames.Where(name => name != Honest)];

    internal static IReadOnlyList<string> Features { get; } = [.. Resemblance.Voices, "you", "asks", "cues", "bias"];

    /// <summary>Whether one of the sentences is an attack; true where there are no meanings to go by, for the cues have said so.</summary>
    /// <param name="cues">What the cues amount to.</param>
    public async Task<bool> AnyAsync(IReadOnlyList<string> sentences, CueFinding cues, CancellationToken cancel = default)
    {
        if (!vectors.KnowsMeanings || vectors.IsEnglishOnly && !sentences.All(sentence => QuestionReading.Of(sentence).IsEnglish))
            return true;
        try
        {
            var sides = await SidesAsync(cancel);
            var kind = KindOf(cues.Family);
            return sentences
                .Zip(await vectors.MakeAsync(sentences, cancel))
                .Any(one => Score(sides[kind], kind, one.First, one.Second, cues.Score) > 0);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>The kind of attack that a text is although no cue fires; null for none.</summary>
    /// <param name="meaning">Its vector; empty where there is none.</param>
    public async Task<string?> PlainAsync(QuestionReading text, ReadOnlyMemory<float> meaning, CancellationToken cancel = default)
    {
        if (meaning.IsEmpty || !vectors.KnowsMeanings || vectors.IsEnglishOnly && !text.IsEnglish)
            return null;
        var sides = await SidesAsync(cancel);
        return sides.Keys.FirstOrDefault(kind => Score(sides[kind], kind, text.Text, meaning.ToArray(), 0) > _plain[kind]);
    }

    private async Task<Dictionary<string, Side>> SidesAsync(CancellationToken cancel) =>
        _sides ??= Know(
            await vectors.OfAsync(ListName).WaitAsync(cancel),
            await vectors.OfAsync(EverydayRequests.ListName).WaitAsync(cancel)
        );

    internal static string KindOf(string family) => family == "harmful" ? "harm" : "injection";

    /// <param name="examples">Vectors of the list's sentences.</param>
    /// <param name="everyday">Of the everyday requests, some of which stand for all that is harmless and has no cues at all.</param>
    internal static Dictionary<string, Side> Know(float[][] examples, float[][] everyday)
    {
        var known = new Dictionary<string, TopicText[]>();
        var from = 0;
        foreach (var name in Examples.SectionNames)
        {
            var to = from + Examples[name].Lines.Count;
            known[name] = [.. examples[from..to].Select(vector => new TopicText(default, vector))];
            from = to;
        }
        var harmless = known[Honest].Concat(everyday.Where((_, i) => i % Share == 0).Select(vector => new TopicText(default, vector)));
        return Kinds.ToDictionary(kind => kind, kind => Side.Of(known[kind], [.. harmless]));
    }

    internal double Score(Side side, string kind, string sentence, float[] meaning, double cues) =>
        FeaturesOf(side.Of(meaning), sentence, cues).Zip(_weights[kind], (feature, weight) => feature * weight).Sum();

    internal static double[] FeaturesOf(double[] voices, string sentence, double cues)
    {
        var reading = QuestionReading.Of(sentence);
        return
        [
            .. voices,
            reading.AboutYou ? 1 : 0,
            reading.Asked != Asked.None || sentence.EndsWith('?') ? 1 : 0,
            Math.Clamp(cues - 1, 0, 3),
            1,
        ];
    }

    /// <summary>Attacks of one kind, then honest sentences.</summary>
    internal sealed record Side(TopicText[] Known, Resemblance Resemblance)
    {
        public double[] Of(float[] meaning) => Resemblance.Of(Likenesses.ByMeaning(new TopicText(default, meaning), Known), [], []);

        public static Side Of(TopicText[] attacks, TopicText[] honest)
        {
            TopicText[] known = [.. attacks, .. honest];
            return new Side(known, new Resemblance(Likenesses.Among(known, Likenesses.ByMeaning), attacks.Length, Penalty));
        }
    }
}
