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

    /// <summary>Of the regressions; the spelling of a text says less of its neighbours than its meaning does.</summary>
    private const double WordPenalty = 0.3,
        MeaningPenalty = 0.3;

    /// <summary>A background subject that is this much of the topic, for regressions that never saw it, belongs to the topic.</summary>
    private const double SameSubject = -0.2;

    /// <summary>Share of a long text's parts, the likeliest ones, that it is judged by.</summary>
    private const double PartShare = 0.35;

    private readonly IReadOnlyList<TopicText> _known;
    private readonly TopicView[] _views;
    private readonly TopicModel _model;
    private readonly double[] _means;
    private readonly double[] _spreads;
    private readonly double _threshold;

    private TopicClassifier(IReadOnlyList<TopicText> known, TopicView[] views, int examples, TopicModel model)
    {
        (_known, _views, _model) = (known, views, model);
        var held = Enumerable.Range(0, examples).Select(i => Of(view => view.HeldOut(i))).ToList();
        (_means, _spreads) =
            examples < EnoughExamples
                ? (model.Means, model.Spreads)
                : ([.. model.Means.Select((_, v) => held.Average(voices => voices[v]))], [.. model.Means.Select((_, v) => Spread(held.ConvertAll(voices => voices[v])))]);
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
        List<TopicText> known = [.. own.Take(onTopic), .. requests, .. own.Skip(onTopic)];
        List<(float[][] Likenesses, double Penalty)> sights =
        [
            ([.. known.Select(text => Likenesses.ByWords(text.Words, known))], WordPenalty),
        ];
        if (meanings is not null)
            sights.Add(([.. known.Select(text => Likenesses.ByMeaning(text.Meaning, known))], MeaningPenalty));
        var views = sights.ConvertAll(sight => new TopicView(sight.Likenesses, onTopic, sight.Penalty));
        int[] foreign =
        [
            .. Enumerable.Range(0, onTopic),
            .. Foreign(views, onTopic),
            .. Enumerable.Range(onTopic + requests.Count, file.OffTopic.Count),
        ];
        return new TopicClassifier(
            [.. foreign.Select(i => known[i])],
            [
                .. sights.Select(sight => new TopicView(
                    [.. foreign.Select(i => Array.ConvertAll(foreign, j => sight.Likenesses[i][j]))],
                    onTopic,
                    sight.Penalty
                )),
            ],
            file.InScope.Count,
            model ?? (meanings is null ? TopicModel.OfWords : TopicModel.OfMeaning)
        );
    }

    /// <summary>0 to 1; a text is on topic from 0.5.</summary>
    /// <param name="parts">A long text is judged by its parts: stories around a question are on any subject.</param>
    public double Score(IReadOnlyList<TopicText> parts)
    {
        var scores = parts.Select(part => _model.Score(Voices(part))).OrderDescending().ToList();
        var judged = Math.Max(1, (int)Math.Ceiling(scores.Count * PartShare));
        return 1 / (1 + Math.Exp(_threshold - scores.Take(judged).Average()));
    }

    /// <summary>What the voices say, in standard deviations from what they say of the examples.</summary>
    internal double[] Voices(TopicText text)
    {
        var meaning = _views.Length > 1 ? Likenesses.ByMeaning(text.Meaning, _known) : [];
        var words = Likenesses.ByWords(text.Words, _known);
        return Standardised(Of(view => view.Of(view == _views[0] ? words : meaning)));
    }

    private double[] Standardised(double[] voices) => TopicModel.Standardised(voices, _means, _spreads);

    private double[] Of(Func<TopicView, double[]> say) => [.. _views.SelectMany(say)];

    /// <summary>The everyday requests without the subjects that resemble the topic.</summary>
    private static IEnumerable<int> Foreign(List<TopicView> views, int from)
    {
        foreach (var subject in EverydayRequests.Subjects)
        {
            var to = from + subject.Sentences.Count;
            if (views.Average(view => view.HeldOut(from, to)) < SameSubject)
                for (var i = from; i < to; i++)
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
