using ChatBot.Answering.Language;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Guarding;

/// <summary>Keeps to the topic: a question must resemble the topic file's examples, or be about what the documents are about.</summary>
public sealed class TopicGuard(TopicSource topic, IKnowledgeIndex index)
{
    private readonly List<Dictionary<string, double>> examples =
        [.. (topic.Topic is { } file ? file.InScope.Append($"{file.Name} {file.Description}") : []).Select(Terms.Content)];

    public async Task<GuardVerdict> CheckAsync(string workspace, string question, CancellationToken cancel = default)
    {
        if (topic.Topic is not { } file) return new(true, "topic:off", 1);
        var content = Terms.Content(question);
        var score = examples.Max(example => Cosine(content, example));
        if (score >= 0.3) return new(true, "topic", score);
        var found = await index.SearchAsync(new KnowledgeQuery(workspace, question, 1), cancel);
        return found is [{ Similarity: >= 0.5 }, ..]
            ? new(true, "topic:evidence", found[0].Similarity)
            : new(false, "topic", score, file.Refusal.Length > 0 ? file.Refusal : $"I can only help with {file.Name}.");
    }

    private static double Cosine(Dictionary<string, double> a, Dictionary<string, double> b)
    {
        var dot = a.Sum(pair => pair.Value * b.GetValueOrDefault(pair.Key));
        return dot == 0 ? 0 : dot / Math.Sqrt(a.Values.Sum(x => x * x) * b.Values.Sum(x => x * x));
    }
}
