namespace ChatBot.Language;

/// <summary>Slips of the keyboard. Two words that both stand in the dictionary are two words, however near.</summary>
internal static class Typos
{
    private const int Shortest = 5,
        LongEnoughForTwo = 9;

    public static bool Alike(string a, string b)
    {
        if (
            Math.Min(a.Length, b.Length) < Shortest
            || a[0] != b[0]
            || Math.Abs(a.Length - b.Length) > 2
            || a.Contains('_')
            || b.Contains('_')
        )
            return false;
        if (CommonWords.Weight(a) < 1 && CommonWords.Weight(b) < 1)
            return false;
        var allowed = Math.Max(a.Length, b.Length) >= LongEnoughForTwo ? 2 : 1;
        return EditDistance.Between(a, b, allowed) <= allowed;
    }
}
