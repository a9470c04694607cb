using ChatBot.Answering.Language;

namespace ChatBot.Answering.Corrections;

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
        return Distance(a, b, allowed) <= allowed;
    }

    /// <summary>Edits with transpositions (optimal string alignment), given up above <paramref name="most"/>.</summary>
    internal static int Distance(string a, string b, int most)
    {
        Span<int> before = stackalloc int[b.Length + 1],
            previous = stackalloc int[b.Length + 1],
            current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, before[j - 2] + 1);
                current[j] = cost;
                least = Math.Min(least, cost);
            }
            if (least > most)
                return most + 1;
            var free = before;
            before = previous;
            previous = current;
            current = free;
        }
        return previous[b.Length];
    }
}
