using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Capping;

/// <summary>An answer in one sentence: its first that says something by itself, with the label that belongs to it.</summary>
internal static class FirstSentence
{
    public static string Of(string draft)
    {
        var sentences = Sentences.Split(draft);
        var first = sentences.FirstOrDefault(sentence => sentence.Kind == SentenceKind.Prose && !Bare(sentence.In(draft)).EndsWith(':'));
        if (first.Length == 0)
            first = sentences.FirstOrDefault(sentence => sentence.Kind is not SentenceKind.Heading and not SentenceKind.Prose);
        if (first.Length == 0)
            return draft;
        var end = first.End;
        while (Labels.LengthAt(draft, end) is > 0 and var length)
            end += length;
        var text = draft[first.Start..end];
        return Labels.Without(text).Length < text.Length ? text : text + NextLabel(draft, end);
    }

    private static string Bare(string sentence) => Labels.Without(sentence);

    /// <summary>Sentences of a paragraph can share the label at its end.</summary>
    private static string NextLabel(string draft, int from)
    {
        for (var i = from; i < draft.Length; i++)
            if (Labels.LengthAt(draft, i) is > 0 and var length)
                return draft.Substring(i, length);
        return "";
    }
}
