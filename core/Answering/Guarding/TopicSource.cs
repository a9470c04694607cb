using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Guarding;

/// <summary>The configured topic, read once; null when <c>Guard:TopicFile</c> is empty.</summary>
public sealed class TopicSource
{
    private TopicSource(TopicFile topic) => Topic = topic;

    public TopicSource(IOptions<GuardOptions> options) =>
        Topic = options.Value.TopicFile is { Length: > 0 } path ? TopicFile.Load(path) : null;

    public TopicFile? Topic { get; }

    /// <summary>A topic that is tried before it is configured.</summary>
    internal static TopicSource Of(TopicFile topic) => new(topic);
}
