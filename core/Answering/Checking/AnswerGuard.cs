using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>Stage 6: is a draft carried by its sources, and does it keep the prompt to itself?</summary>
public sealed class AnswerGuard
{
    /// <summary>Share of an answer's content words that its sources must hold.</summary>
    private const double NeededSupport = 0.6;

    /// <summary>Words in a row that a draft may share with the prompt by chance.</summary>
    private const int LeakRun = 10;

    public GuardVerdict Check(string draft, IReadOnlyList<Passage> passages, Prompt prompt)
    {
        if (Leaks(draft, prompt))
            return new(false, "leak", 1);
        var support = Support(draft, passages);
        return new(support >= NeededSupport, "grounding", support);
    }

    private static double Support(string draft, IReadOnlyList<Passage> passages)
    {
        var content = Terms.Content(draft);
        var total = content.Values.Sum();
        if (total == 0)
            return 1;
        var missing = content.Keys.ToHashSet();
        foreach (var passage in passages.TakeWhile(_ => missing.Count > 0))
        foreach (var term in Terms.Of($"{passage.Title}\n{passage.Text}"))
            missing.Remove(term.Stem);
        return 1 - missing.Sum(stem => content[stem]) / total;
    }

    /// <summary>Whether a text has so many words in a row from the prompt's own.</summary>
    public static bool Leaks(string draft, Prompt prompt)
    {
        var said = Terms.Of(draft).Select(term => term.Word).ToList();
        if (said.Count < LeakRun)
            return false;
        var runs = Runs(Terms.Of(prompt.System).Select(term => term.Word).ToList()).ToHashSet();
        return Runs(said).Any(runs.Contains);
    }

    private static IEnumerable<string> Runs(List<string> words)
    {
        for (var i = 0; i + LeakRun <= words.Count; i++)
            yield return string.Join(' ', words.GetRange(i, LeakRun));
    }
}
