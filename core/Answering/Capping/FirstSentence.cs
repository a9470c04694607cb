using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Capping;

/// <summary>An answer in one sentence: its first that says something by itself, with the label that belongs to it.</summary>
internal static class FirstSentence
{
    public static string Of(string draft)
    {
        var sentences = Sentences.Split(draft);
        var first = sentences.FirstOrDefault(sentence =>
            sentence.Kind == SentenceKind.Prose && !Announces(Labels.Without(sentence.In(draft)))
        );
        if (first.Length == 0)
            first = sentences.FirstOrDefault(sentence => sentence.Kind is not SentenceKind.Heading and not SentenceKind.Prose);
        if (first.Length == 0)
            return draft;
        var end = EndOf(first, draft);
        while (Labels.LengthAt(draft, end) is > 0 and var length)
            end += length;
        var text = draft[first.Start..end];
        return Labels.Without(text).Length < text.Length ? text : text + NextLabel(draft, end);
    }

    /// <summary>A lead-in, or a bold line, says nothing without what follows.</summary>
    private static bool Announces(string said) =>
        said.EndsWith(':')
        || said.StartsWith("**", StringComparison.Ordinal) && said.IndexOf("**", 2, StringComparison.Ordinal) == said.Length - 2;

    /// <summary>Sentences of documents do not end in a label; those of drafts do, behind the full stop.</summary>
    private static int EndOf(Sentence sentence, string draft)
    {
        for (var i = sentence.Start + 1; i < sentence.End; i++)
            if (draft[i - 1] is '.' or '!' or '?' && Labels.LengthAt(draft, i) > 0)
                return i;
        return sentence.End;
    }

    /// <summary>Sentences of a paragraph can share the label at its end.</summary>
    private static string NextLabel(string draft, int from)
    {
        for (var i = from; i < draft.Length; i++)
            if (Labels.LengthAt(draft, i) is > 0 and var length)
                return draft.Substring(i, length);
        return "";
    }
}
