using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.TestKit.Rendering;

/// <summary>Whether what a channel shows is what a document is to show.</summary>
public static class Comparison
{
    /// <summary>Null where it is; else what is wrong, with the place.</summary>
    /// <param name="marks">Those that the channel is to show; others are not compared.</param>
    /// <param name="added">Characters that the channel adds by itself.</param>
    public static string? Of(IReadOnlyList<Seen> expected, IReadOnlyList<Seen> shown, Marks marks, string added)
    {
        var at = 0;
        foreach (var (character, look) in shown)
        {
            if (at < expected.Count && expected[at].Character == character && Covers(look, expected[at].Marks & marks))
                at++;
            else if (!added.Contains(character))
                return $"'{character}' ({look}) where {Next(expected, at)} is to follow “{Said(expected.Take(at).TakeLast(20))}”";
        }
        return at == expected.Count ? null : $"nothing where {Next(expected, at)} is to follow “{Said(expected.Take(at).TakeLast(20))}”";
    }

    /// <summary>What looks like code is taken for it where the channel has no other way to show it as it is.</summary>
    private static bool Covers(Marks shown, Marks wanted) => (shown & wanted) == wanted;

    private static string Next(IReadOnlyList<Seen> expected, int at) =>
        at < expected.Count ? $"“{Said(expected.Skip(at).Take(10))}” ({expected[at].Marks})" : "nothing";

    private static string Said(IEnumerable<Seen> seen) => new([.. seen.Select(one => one.Character)]);
}
