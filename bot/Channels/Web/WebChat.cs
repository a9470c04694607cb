using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Web;

/// <summary>What the page at <c>/</c> needs besides its files (under <c>wwwroot/</c>) and <c>/web/ask</c>.</summary>
internal static class WebChat
{
    private const int MaxSuggestions = 24;

    public static void MapWebChat(this WebApplication app) =>
        app.MapGet("/web/start", (TopicSource topic, IOptions<AnswerOptions> answers) => StartOf(topic.Topic, answers.Value.MaxWords))
            .ExcludeFromDescription();

    private static WebStart StartOf(TopicFile? topic, int maxWords) =>
        topic is null ? new WebStart("", [], maxWords) : new WebStart(topic.Name, Spread(topic.InScope), maxWords);

    /// <summary>Questions from all over the list, which is usually sorted by subject; those that read as a question come first.</summary>
    private static IReadOnlyList<string> Spread(IReadOnlyList<string> examples)
    {
        var questions = examples.Where(example => example.EndsWith('?') && char.IsUpper(example[0])).ToList();
        var pool = questions.Count >= 4 ? questions : examples;
        var step = (pool.Count + MaxSuggestions - 1) / MaxSuggestions;
        return [.. pool.Where((_, i) => i % step == 0)];
    }
}

/// <param name="Name">Of the topic; empty where there is none.</param>
/// <param name="Suggestions">Questions that a visitor may start with.</param>
public sealed record WebStart(string Name, IReadOnlyList<string> Suggestions, int MaxWords);
