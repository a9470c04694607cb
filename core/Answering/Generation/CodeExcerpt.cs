using ChatBot.Answering.Capping;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>The lines of a code sample that say most of what is asked, where the whole is too long.</summary>
internal static class CodeExcerpt
{
    /// <summary>An excerpt of fewer words shows nothing.</summary>
    private const int LeastWords = 8;

    /// <param name="code">With its fences.</param>
    /// <returns>With fences, and an ellipsis where lines are left out; null where so few words show nothing.</returns>
    public static string? Of(string code, int words, QuestionReading question)
    {
        var lines = code.Split('\n');
        if (words < LeastWords || lines.Length < 3)
            return null;
        var inner = lines[1..^1];
        var counts = inner.Select(line => Words.Count(line)).ToArray();
        var wanted = question.WantedWords.Weights;
        var said = inner.Select(line => Terms.Content(line).Keys.Sum(stem => wanted.GetValueOrDefault(stem))).ToArray();
        var (best, from, to) = (-1.0, 0, 0);
        for (var first = 0; first < inner.Length; first++)
        {
            var (left, sum, last) = (words - counts[first], said[first], first);
            while (left >= 0 && last + 1 < inner.Length && counts[last + 1] <= left)
            {
                last++;
                left -= counts[last];
                sum += said[last];
            }
            // The earliest line that matters comes first, with what follows it.
            if (left >= 0 && said[first] > 0 && sum > best)
                (best, from, to) = (sum, first, last);
        }
        if (best <= 0)
            return null;
        string[] kept =
        [
            lines[0],
            .. from > 0 ? ["…"] : Array.Empty<string>(),
            .. inner[from..(to + 1)],
            .. to + 1 < inner.Length ? ["…"] : Array.Empty<string>(),
            lines[^1],
        ];
        return string.Join('\n', kept);
    }
}
