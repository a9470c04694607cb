using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Guarding.Suggesting;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Storage;

namespace ChatBot.Bot.Hosting;

/// <summary>
/// Examples of the topic file that the documents which are there answer, likely at least: whoever tries the first thing that is proposed to
/// them should not be told that nothing is known of it. Nothing is stored, and no model is asked.
/// </summary>
public sealed class StarterQuestions(TopicSource topic, QuestionGuard guard, Answerer answerer, IndexingState indexing)
{
    private const int Wanted = 3,
        MostTried = 24;

    /// <summary>Whoever waited for <c>/ready</c> asks first: trying examples takes both cores for a moment.</summary>
    private static readonly TimeSpan AfterReady = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the documents are read that are read at start, and a moment more.</summary>
    /// <returns>Fewer, or none, where the documents are about something else than the topic file.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancel = default)
    {
        await indexing.AtStart.WaitAsync(cancel);
        await Task.Delay(AfterReady, cancel);
        var examples = (topic.Topic?.InScope ?? []).Where(example => example.EndsWith('?') && char.IsUpper(example[0])).ToList();
        var found = new List<string>();
        // the first three are as far from each other as the list allows, which is usually sorted by subject
        foreach (var (_, example) in TopicSuggestion.Spread(examples, MostTried).Index().OrderBy(one => one.Index % (MostTried / Wanted)))
        {
            if (
                await guard.CheckAsync(Workspaces.Default, example, cancel) is { Allowed: true, Reply: null }
                && Certainties.Of(await answerer.RehearseAsync(new Question(example), cancel)) is Certainty.Sure or Certainty.Likely
            )
                found.Add(example);
            if (found.Count == Wanted)
                break;
        }
        return found;
    }
}
