using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>What people said of the topic check's decisions.</summary>
public interface ITopicLessons
{
    /// <summary>Sees a mark at the next question, on every instance.</summary>
    Task<IReadOnlyList<TopicLesson>> OfAsync(string workspace, CancellationToken cancel = default);
}

/// <summary>A question about which the topic check was wrong.</summary>
/// <param name="OnTopic">True where it had turned away what it should not have.</param>
public sealed record TopicLesson(QuestionReading Question, bool OnTopic)
{
    internal SparseVector Words { get; } = QuestionFeatures.Of(Question.Text);
}

/// <summary>Where nothing is kept.</summary>
internal sealed class NoTopicLessons : ITopicLessons
{
    public Task<IReadOnlyList<TopicLesson>> OfAsync(string workspace, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<TopicLesson>>([]);
}
