using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Tells questions of a topic from everyday ones. Learned when the program starts (about 0.1 s) from the topic file's examples
/// against the shipped background; the threshold comes from cross-validation over the examples, so no labelled cases are needed.
/// </summary>
/// <remarks>
/// The score joins two views: a logistic regression over both sets, and how much nearer the nearest example lies than the
/// nearest background sentence.
/// </remarks>
internal sealed class TopicClassifier
{
    private const int Folds = 20,
        SubjectFolds = 6,
        Epochs = 10;
    private const double NearWeight = 9,
        BackgroundWeight = 2;

    /// <summary>Share of a long text's parts, the likeliest ones, that it is judged by.</summary>
    private const double PartShare = 0.35;

    /// <summary>
    /// A background subject that a model which never saw it takes for the topic with this probability belongs to the topic.
    /// </summary>
    private const double SameSubject = 0.4;

    /// <summary>
    /// The threshold lies this many standard deviations below the mean score of examples that were held out. On eight topics of
    /// sixty examples each, that turned away 4 to 10 % of the honest questions and 79 to 99 % of the others.
    /// </summary>
    private const double Deviations = 1.5;

    private readonly IReadOnlyList<SparseVector> _topic;
    private readonly IReadOnlyList<SparseVector> _background;
    private readonly LogisticRegression _model;
    private double _threshold;

    private TopicClassifier(IReadOnlyList<SparseVector> topic, IReadOnlyList<SparseVector> background)
    {
        this._topic = topic;
        this._background = background;
        _model = Fit(topic, background);
    }

    public static TopicClassifier Train(TopicFile file)
    {
        var description = QuestionFeatures.Of($"{file.Name}. {file.Description}");
        List<SparseVector> examples = [.. file.InScope.Select(QuestionFeatures.Of)];
        List<SparseVector> topic = [.. examples, description];
        List<SparseVector> background = [.. ForeignSubjects(topic), .. file.OffTopic.Select(QuestionFeatures.Of)];
        return new TopicClassifier(topic, background) { _threshold = Threshold(examples, description, background) };
    }

    /// <summary>
    /// 0 to 1; a text is on topic from 0.5. A long one is judged by its parts: stories around a question are on any subject.
    /// </summary>
    public double Score(QuestionReading question)
    {
        var parts = QuestionFeatures.Parts(question);
        var scores = parts.Select(part => Raw(part)).OrderDescending().ToList();
        var judged = Math.Max(1, (int)Math.Ceiling(scores.Count * PartShare));
        return LogisticRegression.Sigmoid(scores.Take(judged).Average() - _threshold);
    }

    private double Raw(in SparseVector question)
    {
        using var dense = DenseQuestion.Of(question);
        return _model.Score(question) + NearWeight * dense.Nearest(_topic) - BackgroundWeight * dense.Nearest(_background);
    }

    private static double Threshold(List<SparseVector> examples, SparseVector description, IReadOnlyList<SparseVector> background)
    {
        // A topic of few examples is mostly its description: nothing can be held out, and the scores' own zero has to do.
        if (examples.Count < Folds)
            return 0;
        var held = new double[examples.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var rest = new TopicClassifier([.. examples.Where((_, i) => i % Folds != fold), description], background);
            for (var i = fold; i < held.Length; i += Folds)
                held[i] = rest.Raw(examples[i]);
        }
        var mean = held.Average();
        return mean - Deviations * Math.Sqrt(held.Average(score => (score - mean) * (score - mean)));
    }

    /// <summary>The background without the subjects that resemble the topic.</summary>
    private static List<SparseVector> ForeignSubjects(IReadOnlyList<SparseVector> topic)
    {
        var subjects = EverydayRequests.Subjects.Select(subject => subject.Sentences.Select(QuestionFeatures.Of).ToList()).ToList();
        var foreign = new List<SparseVector>();
        for (var fold = 0; fold < SubjectFolds; fold++)
        {
            var others = Fit(topic, [.. subjects.Where((_, i) => i % SubjectFolds != fold).SelectMany(vectors => vectors)]);
            foreach (var vectors in subjects.Where((_, i) => i % SubjectFolds == fold))
                if (vectors.Average(vector => LogisticRegression.Sigmoid(others.Score(vector))) < SameSubject)
                    foreign.AddRange(vectors);
        }
        return foreign;
    }

    /// <summary>Both classes weigh the same, however many sentences they have.</summary>
    private static LogisticRegression Fit(IReadOnlyList<SparseVector> topic, IReadOnlyList<SparseVector> background) =>
        LogisticRegression.Train(
            [.. topic.Select(vector => (vector, true)), .. background.Select(vector => (vector, false))],
            positiveWeight: (double)Math.Max(1, background.Count) / topic.Count,
            Epochs
        );
}
