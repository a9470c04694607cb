using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Guarding.Suggesting;

/// <param name="Asked">Questions made of headings of documents.</param>
/// <param name="Refused">Those of them that the topic check refuses.</param>
public sealed record CoveredTopic(int Asked, IReadOnlyList<string> Refused)
{
    /// <summary>A guard errs now and then; more is a topic that is another's.</summary>
    private const double Bearable = 0.1;

    private const int FewestAsked = 3;

    public bool IsForeign => Asked >= FewestAsked && Refused.Count > Bearable * Asked;
}

/// <summary>Whether the topic file in force would refuse questions about documents.</summary>
public sealed class TopicCoverage(TopicSource topic, QuestionGuard guard, KnowledgeHeadings headings)
{
    private const int MostAsked = 60;

    /// <param name="sources">Whose documents are asked about.</param>
    /// <returns>Null where no topic file is in force.</returns>
    public async Task<CoveredTopic?> CheckAsync(string workspace, IReadOnlyList<string> sources, CancellationToken cancel = default)
    {
        if (topic.Topic is null)
            return null;
        var questions = new List<HeadingQuestion>();
        foreach (var source in sources)
            questions.AddRange(HeadingQuestions.Of(await headings.ListAsync(workspace, source, cancel)));
        var asked = TopicSuggestion.Spread(questions, MostAsked);
        var refused = new List<string>();
        foreach (var question in asked)
            if (
                await guard.CheckAsync(workspace, question.Text, cancel) is { Allowed: false, DecidedBy: var rule }
                && rule.StartsWith("topic")
            )
                refused.Add(question.Text);
        return new CoveredTopic(asked.Count, refused);
    }
}
