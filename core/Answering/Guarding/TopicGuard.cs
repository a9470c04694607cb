using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Keeps to the topic. A question that does not resemble the topic file's examples still passes when the documents plainly speak
/// about it: what a company has written down for its assistant is its topic too.
/// </summary>
public sealed class TopicGuard
{
    /// <summary>Share of the question's meaning that one passage must hold, counted over words that are not commonplace.</summary>
    private const double NeededCoverage = 0.9;

    /// <summary>Weight of the words that must be covered: about two that belong to a subject.</summary>
    private const double NeededWeight = 1.6;

    /// <summary>Below this score a question is so foreign that no passage speaks for it.</summary>
    private const double Hopeless = 0.02;

    private readonly TopicFile? _topic;
    private readonly TopicClassifier? _classifier;
    private readonly IKnowledgeIndex _index;

    public TopicGuard(TopicSource source, IKnowledgeIndex index)
    {
        this._index = index;
        _topic = source.Topic;
        _classifier = _topic is null ? null : TopicClassifier.Train(_topic);
    }

    public async Task<GuardVerdict> CheckAsync(string workspace, QuestionReading question, CancellationToken cancel = default)
    {
        if (_topic is null || _classifier is null)
            return new(true, "topic:off", 1);
        var score = _classifier.Score([.. QuestionFeatures.Parts(question).Select(part => new TopicText(part, []))]);
        if (score >= 0.5)
            return new(true, "topic", score);
        if (score >= Hopeless && await HasEvidenceAsync(workspace, question, cancel))
            return new(true, "topic:evidence", score);
        return new(false, "topic", score, Refusal(_topic));
    }

    private async Task<bool> HasEvidenceAsync(string workspace, QuestionReading question, CancellationToken cancel)
    {
        var wanted = question.Stems;
        var total = wanted.Values.Sum();
        if (total < NeededWeight)
            return false;
        foreach (var passage in await _index.SearchAsync(new KnowledgeQuery(workspace, question, 3), cancel))
        {
            var held = Terms.Of($"{passage.Title}\n{passage.Text}").Select(term => term.Stem).ToHashSet();
            if (wanted.Where(pair => held.Contains(pair.Key)).Sum(pair => pair.Value) >= NeededCoverage * total)
                return true;
        }
        return false;
    }

    private static string Refusal(TopicFile topic) =>
        topic.Refusal.Length > 0 ? topic.Refusal : $"I can only help with {topic.Name}. Please ask me something about that.";
}
