using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Answering;

/// <summary>Builds an <see cref="Answerer"/> the way the host does, over an index of the test's choosing.</summary>
public sealed class AnswererBuilder(IKnowledgeIndex index)
{
    private readonly Dictionary<string, string?> _settings = new() { ["Embeddings:Provider"] = "hashing" };
    private readonly List<Action<IServiceCollection>> _replacements = [];

    public AnswererBuilder Set(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Writes a topic file to a temporary folder and configures it.</summary>
    public AnswererBuilder WithTopic(TopicFile topic)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("topic").FullName, "topic.json");
        File.WriteAllText(path, JsonSerializer.Serialize(topic, WireJson.Options));
        return Set("Guard:TopicFile", path);
    }

    public AnswererBuilder With<T>(T service)
        where T : class
    {
        _replacements.Add(services => services.AddSingleton(service));
        return this;
    }

    public ServiceProvider Services()
    {
        var services = new ServiceCollection().AddLogging();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        services.AddEmbedding(configuration).AddModels(configuration).AddAnswering(configuration);
        services.AddSingleton(index);
        foreach (var replacement in _replacements)
            replacement(services);
        return services.BuildServiceProvider();
    }

    public Answerer Build() => Services().GetRequiredService<Answerer>();
}
