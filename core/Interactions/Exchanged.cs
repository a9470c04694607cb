using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>
/// "And in MySQL?" after "How do I list tables in PostgreSQL?": one thing of a question is exchanged for another, and all else stays.
/// It takes the place of what stands behind the same preposition, has the same last word, or is written as a name like it.
/// </summary>
internal static class Exchanged
{
    /// <param name="thing">What the new words name, with the preposition before it where there is one.</param>
    /// <returns>Null where the earlier question has nothing that it could take the place of.</returns>
    public static string? For(string thing, string earlier)
    {
        var (by, whole) = (new Wording(thing), new Wording(earlier));
        if (by.Words.Count == 0)
            return null;
        var preposition = by.IsPreposition(0) ? by.Words[0] : "";
        var name = preposition.Length > 0 ? by.From(1) : by.From(0);
        if (name.Length == 0)
            return null;
        if (preposition.Length > 0 && whole.After(preposition) is { } governed)
            return whole.With(governed.From, governed.Length, name);
        if (preposition.Length == 0)
            name = by.WithoutDeterminer();
        var things = whole.Things();
        var head = Stems.Of(by.Words[^1]);
        foreach (var (from, length) in things)
            for (var i = from; i < from + length; i++)
                if (Stems.Of(whole.Words[i]) == head)
                    return whole.With(from, i - from + 1, name);
        if (preposition.Length > 0)
            return $"{earlier.TrimEnd(' ', '?', '.', '!')} {by.From(0)}?";
        if (by.IsName(by.Words.Count - 1, startsSentence: false))
            return
                Enumerable.Range(0, whole.Words.Count).LastOrDefault(i => whole.IsContent(i) && whole.IsName(i, i == 0), -1)
                    is >= 0
                        and var named
                ? whole.With(named, 1, name)
                : $"{earlier.TrimEnd(' ', '?', '.', '!')} ({name})?";
        return things.Count > 0 ? whole.With(things[^1].From, things[^1].Length, name) : null;
    }
}
