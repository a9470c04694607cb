using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>Whether a text speaks of what the few words of a follow-up say beyond what they point to.</summary>
internal static class OwnWords
{
    /// <summary>Share of their weight that the text must hold.</summary>
    private const double Needed = 0.9;

    private static readonly WordList Pointers = WordList.Load("pointers");

    public static bool AreIn(string text, QuestionReading question)
    {
        var wanted = Of(question);
        if (wanted.Count == 0)
            return false;
        var held = Terms.Of(text).Select(term => term.Stem).ToHashSet();
        return wanted.Where(pair => held.Contains(pair.Key)).Sum(pair => pair.Value) >= Needed * wanted.Values.Sum();
    }

    /// <summary>The sentence of a section that was shown which speaks of them, with its label; null for none.</summary>
    public static string? Sentence(IReadOnlyList<Passage> passages, QuestionReading question)
    {
        foreach (var (i, passage) in passages.Index())
        foreach (var sentence in Sentences.Split(passage.Text))
            if (
                sentence.Kind is SentenceKind.Prose or SentenceKind.ListItem
                && sentence.In(passage.Text) is var text
                && !text.EndsWith(':')
                && AreIn(text, question)
            )
                return $"{text}[{i + 1}]";
        return null;
    }

    /// <summary>Without pointers, what any request has, and the measure of "how long?", which an answer need not repeat.</summary>
    private static Dictionary<string, double> Of(QuestionReading question) =>
        Terms.Content(
            question.Terms.Where(
                (term, i) =>
                    !FunctionWords.IsRequest(term.Word) && !Pointers.Contains(term.Word) && (i == 0 || question.Terms[i - 1].Word != "how")
            )
        );
}
