namespace ChatBot.Answering.Guarding;

/// <summary>
/// Tells questions of a topic from everyday ones, learned when the program starts from the topic file's examples against the shipped
/// background. It looks at words and, where there are vectors, at meanings; the threshold comes from the examples, each judged as if it
/// had not been given, so no labelled cases are needed.
/// </summary>
internal sealed class TopicClassifier
{
    /// <summary>A topic of fewer examples is measured by what is usual.</summary>
    private const int EnoughExamples = 20;

    /// <summary>Words, and meanings.</summary>
    private static readonly Likenesses.View[] Sights = [Likenesses.ByWords, Likenesses.ByMeaning];

    /// <summary>Of the regressions by each.</summary>
    private static readonly double[] Penalties = [1, 0.3];

    /// <summary>Share of a long text's parts, the likeliest ones, that it is judged by.</summary>
    private const double PartShare = 0.5;

    private readonly TopicText[] _known;
    private readonly Resemblance[] _views;
    private readonly TopicModel _model;
    private readonly double[] _means;
    private readonly double[] _spreads;
    private readonly double _threshold;

    private TopicClassifier(TopicText[] known, Resemblance[] views, int examples, TopicModel model)
    {
        (_known, _views, _model) = (known, views, model);
        var held = Enumerable.Range(0, examples).Select(i => Of(view => view.HeldOut(i))).ToList();
        (_means, _spreads) =
            examples < EnoughExamples
                ? (model.Means, model.Spreads)
                : (
                    [.. model.Means.Select((_, v) => held.Average(voices => voices[v]))],
                    [.. model.Means.Select((_, v) => Spread(held.ConvertAll(voices => voices[v])))]
                );
        HeldOut = held.ConvertAll(Standardised);
        var scores = HeldOut.Select(model.Score).ToList();
        _threshold = examples < EnoughExamples ? -model.Deviations * model.Spread : scores.Average() - model.Deviations * Spread(scores);
    }

    /// <summary>What the voices usually say of the topic's examples, and their standard deviations.</summary>
    internal double[] Means => _means;

    /// <inheritdoc cref="Means"/>
    internal double[] Spreads => _spreads;

    /// <summary>What the voices say of each example as if it had not been given.</summary>
    internal IReadOnlyList<double[]> HeldOut { get; }

    /// <summary>The texts of a topic file whose meanings are wanted: examples, description, and what is off the topic.</summary>
    public static IReadOnlyList<string> TextsOf(TopicFile file) => [.. file.InScope, $"{file.Name}. {file.Description}", .. file.OffTopic];

    /// <param name="meanings">Of <see cref="TextsOf"/>; null to go by words alone.</param>
    /// <param name="everyday">Vectors of the everyday requests, in their order.</param>
    public static TopicClassifier Train(TopicFile file, float[][]? meanings = null, float[][]? everyday = null, TopicModel? model = null)
    {
        var own = TextsOf(file).Select((text, i) => new TopicText(QuestionFeatures.Of(text), meanings?[i] ?? [])).ToList();
        var requests = EverydayRequests.Texts.Select((words, i) => new TopicText(words, everyday?[i] ?? [])).ToList();
        var onTopic = file.InScope.Count + 1;
        TopicText[] known = [.. own.Take(onTopic), .. requests, .. own.Skip(onTopic)];
        var likenesses = Sights.Take(meanings is null ? 1 : 2).Select(sight => Likenesses.Among(known, sight)).ToList();
        var views = likenesses.Select((all, view) => new Resemblance(all, onTopic, Penalties[view])).ToList();
        int[] foreign =
        [
            .. Enumerable.Range(0, onTopic),
            .. Foreign(views, onTopic),
            .. Enumerable.Range(onTopic + requests.Count, file.OffTopic.Count),
        ];
        return new TopicClassifier(
            [.. foreign.Select(i => known[i])],
            [
                .. likenesses.Select(
                    (all, view) =>
                        new Resemblance([.. foreign.Select(i => Array.ConvertAll(foreign, j => all[i][j]))], onTopic, Penalties[view])
                ),
            ],
            file.InScope.Count,
            model ?? (meanings is null ? TopicModel.OfWords : TopicModel.OfMeaning)
        );
    }

    /// <summary>0 to 1; a text is on topic from 0.5.</summary>
    /// <param name="parts">A long text is judged by its parts: stories around a question are on any subject.</param>
    /// <param name="learnt">Texts that join the known ones.</param>
    public double Score(IReadOnlyList<TopicText> parts, IReadOnlyList<(TopicText Text, bool OnTopic)> learnt)
    {
        TopicText[] on = [.. learnt.Where(one => one.OnTopic).Select(one => one.Text)];
        TopicText[] off = [.. learnt.Where(one => !one.OnTopic).Select(one => one.Text)];
        var scores = parts.Select(part => _model.Score(Voices(part, on, off))).OrderDescending().ToList();
        var judged = Math.Max(1, (int)Math.Ceiling(scores.Count * PartShare));
        return LogOdds.Chance(scores.Take(judged).Average() - _threshold);
    }

    /// <summary>What the voices say, in standard deviations from what they say of the examples.</summary>
    internal double[] Voices(TopicText text, TopicText[] on, TopicText[] off) =>
        Standardised([.. _views.SelectMany((view, i) => view.Of(Sights[i](text, _known), Sights[i](text, on), Sights[i](text, off)))]);

    private double[] Standardised(double[] voices) => TopicModel.Standardised(voices, _means, _spreads);

    private double[] Of(Func<Resemblance, double[]> say) => [.. _views.SelectMany(say)];

    /// <summary>The everyday requests without those that regressions, which saw nothing of their subject, take for the topic.</summary>
    private static IEnumerable<int> Foreign(List<Resemblance> views, int from)
    {
        foreach (var subject in EverydayRequests.Subjects)
        {
            var to = from + subject.Sentences.Count;
            var held = views.ConvertAll(view => view.HeldOut(from, to));
            for (var i = from; i < to; i++)
                if (held.Sum(view => view[i - from]) < 0)
                    yield return i;
            from = to;
        }
    }

    internal static double Spread(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) + 1e-6;
    }
}
