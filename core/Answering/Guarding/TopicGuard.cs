using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using Microsoft.Extensions.Logging;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Keeps to the topic. A question that does not resemble the topic file's examples still passes when the documents plainly speak
/// about it: what a company has written down for its assistant is its topic too.
/// </summary>
public sealed partial class TopicGuard
{
    /// <summary>Share of the question's meaning that one passage must hold, counted over words that are not commonplace.</summary>
    private const double NeededCoverage = 0.9;

    /// <summary>Weight of the words that must be covered: about two that belong to a subject.</summary>
    private const double NeededWeight = 1.6;

    /// <summary>Below this score a question is so foreign that no passage speaks for it.</summary>
    private const double Hopeless = 0.02;

    /// <summary>A question waits this long for meanings that are being learnt; then words have to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Until an embedder that failed is asked again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TopicFile? _topic;
    private readonly IKnowledgeIndex _index;
    private readonly QuestionVectors _vectors;
    private readonly ListVectors _lists;
    private readonly ITopicLessons _lessons;
    private readonly TimeProvider _time;
    private readonly ILogger<TopicGuard> _log;
    private readonly Lazy<TopicClassifier> _byWords;
    private volatile Task<TopicClassifier?> _byMeaning;
    private long _failed;

    /// <summary>Begins to learn the topic.</summary>
    public TopicGuard(
        TopicSource source,
        IKnowledgeIndex index,
        QuestionVectors vectors,
        ListVectors lists,
        ITopicLessons lessons,
        TimeProvider time,
        ILogger<TopicGuard> log
    )
    {
        (_topic, _index, _vectors, _lists, _lessons, _time, _log) = (source.Topic, index, vectors, lists, lessons, time, log);
        _byWords = new(() => TopicClassifier.Train(_topic!));
        _byMeaning = _topic is null || vectors.Embedder.IsLexical ? Task.FromResult<TopicClassifier?>(null) : Task.Run(LearnAsync);
    }

    public async Task<GuardVerdict> CheckAsync(string workspace, QuestionReading question, CancellationToken cancel = default)
    {
        if (_topic is null)
            return new(true, "topic:off", 1);
        var lessons = await _lessons.OfAsync(workspace, cancel);
        if (lessons.FirstOrDefault(lesson => lesson.Question.Key == question.Key) is { } marked)
            return Verdict(marked.OnTopic, "topic:marked", marked.OnTopic ? 1 : 0);
        var score = await ScoreAsync(question, lessons, cancel);
        if (score >= 0.5)
            return Verdict(true, "topic", score);
        if (score >= Hopeless && await HasEvidenceAsync(workspace, question, cancel))
            return Verdict(true, "topic:evidence", score);
        return Verdict(false, "topic", score);
    }

    /// <summary>
    /// A refusal where the new words of a follow-up have a subject of their own, off the topic; else null. So few words say little of
    /// their subject: hopeless ones pass too where the documents use them of what was spoken of before.
    /// </summary>
    public async Task<GuardVerdict?> ForeignAsync(
        string workspace,
        QuestionReading question,
        QuestionReading standalone,
        CancellationToken cancel = default
    )
    {
        if (_topic is null || question.Stems.Count == 0)
            return null;
        var score = await ScoreAsync(question, await _lessons.OfAsync(workspace, cancel), cancel);
        return score < Hopeless && !await HoldsAsync(workspace, standalone, question.Stems, cancel)
            ? Verdict(false, "topic:follow-up", score)
            : null;
    }

    private GuardVerdict Verdict(bool onTopic, string rule, double score) => new(onTopic, rule, score, onTopic ? null : Refusal(_topic!));

    private async Task<double> ScoreAsync(QuestionReading question, IReadOnlyList<TopicLesson> lessons, CancellationToken cancel)
    {
        var parts = QuestionFeatures.Parts(question);
        if (await ByMeaningAsync(cancel) is { } classifier && await MeaningsAsync(question, parts, lessons, cancel) is { } meanings)
            return classifier.Score(
                [.. parts.Select((part, i) => new TopicText(part.Words, meanings[i]))],
                [.. lessons.Select((lesson, i) => (new TopicText(lesson.Words, meanings[parts.Count + i]), lesson.OnTopic))]
            );
        return _byWords.Value.Score(
            [.. parts.Select(part => new TopicText(part.Words, []))],
            [.. lessons.Select(lesson => (new TopicText(lesson.Words, []), lesson.OnTopic))]
        );
    }

    /// <summary>Of the question's parts and then of the lessons; null where the embedder fails.</summary>
    private async Task<List<float[]>?> MeaningsAsync(
        QuestionReading question,
        List<QuestionPart> parts,
        IReadOnlyList<TopicLesson> lessons,
        CancellationToken cancel
    )
    {
        var meanings = new List<float[]>(parts.Count + lessons.Count);
        foreach (
            var reading in parts
                .Select(part => parts.Count == 1 ? question : QuestionReading.Of(part.Text))
                .Concat(lessons.Select(lesson => lesson.Question))
        )
        {
            var vector = await _vectors.OfAsync(reading, cancel);
            if (vector.IsEmpty)
                return null;
            meanings.Add(vector.ToArray());
        }
        return meanings;
    }

    private async Task<TopicClassifier?> ByMeaningAsync(CancellationToken cancel)
    {
        var learning = _byMeaning;
        if (
            learning is { IsCompletedSuccessfully: true, Result: null }
            && !_vectors.Embedder.IsLexical
            && _time.GetElapsedTime(_failed) >= Pause
        )
            _byMeaning = learning = Task.Run(LearnAsync, CancellationToken.None);
        try
        {
            return await learning.WaitAsync(Patience, _time, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<TopicClassifier?> LearnAsync()
    {
        try
        {
            var everyday = _lists.OfAsync(EverydayRequests.ListName);
            var own = await _lists.MakeAsync(TopicClassifier.TextsOf(_topic!), asQuestions: true);
            return TopicClassifier.Train(_topic!, own, await everyday);
        }
        catch (ObjectDisposedException)
        {
            return null; // the program ends
        }
        catch (Exception fault)
        {
            _failed = _time.GetTimestamp();
            NotLearnt(_log, fault.GetType().Name);
            return null;
        }
    }

    private async Task<bool> HasEvidenceAsync(string workspace, QuestionReading question, CancellationToken cancel)
    {
        var wanted = question.Stems;
        return wanted.Values.Sum() >= NeededWeight && await HoldsAsync(workspace, question, wanted, cancel);
    }

    /// <summary>Whether one of the passages that a search finds holds nearly all of some words.</summary>
    private async Task<bool> HoldsAsync(
        string workspace,
        QuestionReading searched,
        IReadOnlyDictionary<string, double> wanted,
        CancellationToken cancel
    )
    {
        var needed = NeededCoverage * wanted.Values.Sum();
        foreach (var passage in await _index.SearchAsync(new KnowledgeQuery(workspace, searched, 3), cancel))
        {
            var held = Terms.Of($"{passage.Title}\n{passage.Text}").Select(term => term.Stem).ToHashSet();
            if (wanted.Where(pair => held.Contains(pair.Key)).Sum(pair => pair.Value) >= needed)
                return true;
        }
        return false;
    }

    private static string Refusal(TopicFile topic) =>
        topic.Refusal.Length > 0 ? topic.Refusal : $"I can only help with {topic.Name}. Please ask me something about that.";

    [LoggerMessage(LogLevel.Warning, "The topic is judged by words alone for now: its examples could not be embedded ({Fault}).")]
    private static partial void NotLearnt(ILogger log, string fault);
}
