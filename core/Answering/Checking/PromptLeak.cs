using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>Whether texts repeat a prompt's own words.</summary>
/// <param name="instructions">The prompt's own text, without sources and question.</param>
public sealed class PromptLeak(string instructions)
{
    /// <summary>So many words in a row no text shares with the prompt by chance.</summary>
    private const int Run = 10;

    private readonly HashSet<string> _runs = [.. Runs(instructions)];

    /// <param name="text">A sentence of a draft, or a proposed answer.</param>
    public bool IsIn(string text) => Runs(text).Any(_runs.Contains);

    private static IEnumerable<string> Runs(string text)
    {
        var words = Terms.Of(text).Select(term => term.Word).ToList();
        for (var i = 0; i + Run <= words.Count; i++)
            yield return string.Join(' ', words.GetRange(i, Run));
    }
}
