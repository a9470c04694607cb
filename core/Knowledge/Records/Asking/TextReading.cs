using ChatBot.Knowledge.Records.Asking.Dates;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>Reads the words that rows shall hold: what is quoted, and what stands behind "about".</summary>
internal sealed class TextReading(RecordLexicon lexicon, IReadOnlyList<Token> tokens, string text, DateTime today)
{
    /// <summary>What stands between quotation marks.</summary>
    public RecordItem.Text? Quoted(int at)
    {
        var start = tokens[at].Start;
        if (start == 0 || text[start - 1] is not ('"' or '“' or '„' or '«'))
            return null;
        var end = text.IndexOfAny(['"', '”', '“', '»'], start);
        if (end < 0)
            return null;
        var length = tokens.Skip(at).TakeWhile(token => token.Start < end).Count();
        return new RecordItem.Text(at, length, text[start..end]);
    }

    /// <summary>What a row is about: the words up to a date, a verb, or a value that a small word joins: "about VPN in Berlin".</summary>
    public RecordItem.Text? About(IReadOnlyList<string> words, RecordItem.Cue about, IReadOnlyDictionary<int, (int Length, string Id)> ids)
    {
        var (start, end) = (about.At + about.Length, about.At + about.Length);
        if (start < tokens.Count && Quoted(start) is { } quoted)
            return new RecordItem.Text(about.At, about.Length + quoted.Length, quoted.Is);
        while (end < tokens.Count && !Ends(words, end, end > start, ids))
            end++;
        // one of two words, or all but one, is more than a search for words can say
        if (Enumerable.Range(start, end - start).Any(at => words[at] is "or" or "not" or "without" or "nor"))
            return null;
        return end == start || Enumerable.Range(start, end - start).All(at => FunctionWords.IsFunction(words[at]))
            ? null
            : new RecordItem.Text(about.At, end - about.At, text[tokens[start].Start..tokens[end - 1].End]);
    }

    private bool Ends(IReadOnlyList<string> words, int at, bool hasBegun, IReadOnlyDictionary<int, (int Length, string Id)> ids) =>
        ids.ContainsKey(at)
        || DateReading.At(tokens, words, at, today) is not null
        || RecordCues.Has("ends a text", words[at])
        || hasBegun
            && at + 1 < tokens.Count
            && RecordCues.Has("before a value", words[at])
            && lexicon.At(tokens, at + 1) is { } next
            && next.Means.Any(meaning => meaning is RecordLexicon.Meaning.Value);
}
