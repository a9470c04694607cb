using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>Whether a text repeats the prompt's own words.</summary>
public static class PromptLeak
{
    /// <summary>Words in a row that a text may share with the prompt by chance, and one more.</summary>
    private const int Run = 10;

    /// <param name="text">A sentence of a draft, or a proposed answer.</param>
    /// <param name="instructions">The prompt's own text, without sources and question.</param>
    public static bool IsIn(string text, string instructions)
    {
        var said = Terms.Of(text).Select(term => term.Word).ToList();
        if (said.Count < Run)
            return false;
        var runs = Runs(Terms.Of(instructions).Select(term => term.Word).ToList()).ToHashSet();
        return Runs(said).Any(runs.Contains);
    }

    private static IEnumerable<string> Runs(List<string> words)
    {
        for (var i = 0; i + Run <= words.Count; i++)
            yield return string.Join(' ', words.GetRange(i, Run));
    }
}
