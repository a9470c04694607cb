using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Guarding;

/// <summary>The configured topic, read once; null when <c>Guard:TopicFile</c> is empty.</summary>
public sealed class TopicSource(IOptions<GuardOptions> options)
{
    public TopicFile? Topic { get; } = options.Value.TopicFile is { Length: > 0 } path ? TopicFile.Load(path) : null;
}
