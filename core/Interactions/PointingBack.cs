using ChatBot.Answering;
using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>Questions without a word of their own: "what else?", "that does not help", "an example?", "in one sentence?".</summary>
internal static class PointingBack
{
    /// <summary>Longer ones have something of their own to say.</summary>
    private const int Longest = 12;

    private static readonly WordList List = WordList.Load("follow-ups");

    private static readonly WordList Empty = List["saying nothing"];

    /// <summary>Each phrase with what it wants; None for what stands around one.</summary>
    private static readonly Phrases<FollowUp> Known = new([
        .. Section("fillers", FollowUp.None),
        .. Section("else", FollowUp.Else),
        .. Section("example", FollowUp.Example),
        .. Section("brief", FollowUp.Brief),
    ]);

    /// <param name="words">Folded.</param>
    /// <returns>Null where other words stand among them, or nothing but fillers.</returns>
    public static FollowUp? KindOf(IReadOnlyList<string> words)
    {
        if (words.Count > Longest)
            return null;
        FollowUp? kind = null;
        for (var at = 0; at < words.Count; )
        {
            if (!Known.TryLongest(words, at, out var length, out var found))
                return null;
            if (found != FollowUp.None && (kind is null or FollowUp.Else))
                kind = found;
            at += length;
        }
        return kind;
    }

    /// <summary>"ok", "yes please": no word that asks for anything.</summary>
    public static bool SaysNothing(IReadOnlyList<string> words) => words.Count > 0 && words.All(Empty.Contains);

    private static IEnumerable<(string, FollowUp)> Section(string name, FollowUp kind) => List[name].Words.Select(phrase => (phrase, kind));
}
