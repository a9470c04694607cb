using ChatBot.Answering.Capping;

namespace ChatBot.Answering.Generation;

/// <summary>Takes a sentence that is too long for an answer apart at the joints that it has: commas, semicolons, dashes.</summary>
internal static class Clauses
{
    /// <summary>Neighbouring clauses together, in parts of about one length, with an ellipsis where something is left out.</summary>
    public static IEnumerable<string> Fit(string sentence, int maxWords)
    {
        var words = Words.Count(sentence);
        var parts = (words + maxWords - 1) / maxWords;
        var (start, end, used) = (0, 0, 0);
        foreach (var next in Joints(sentence))
        {
            var more = Words.Count(sentence.AsSpan(end, next - end));
            if (used > 0 && (used + more > maxWords || used >= words / parts))
            {
                yield return Part(sentence, start, end, maxWords);
                (start, used) = (end, 0);
            }
            (end, used) = (next, used + more);
        }
        yield return Part(sentence, start, end, maxWords);
    }

    private static string Part(string sentence, int start, int end, int maxWords)
    {
        var text = sentence[start..end].Trim();
        if (end < sentence.Length)
            text = text.TrimEnd(',', ';', ':', '–', '—') + "…";
        return Capper.Cap(start > 0 ? $"…{text}" : text, maxWords);
    }

    /// <summary>Where clauses end; the last is the end of the sentence.</summary>
    private static IEnumerable<int> Joints(string sentence)
    {
        for (var i = 0; i + 1 < sentence.Length; i++)
            if (sentence[i] is ',' or ';' or ':' or '–' or '—' && char.IsWhiteSpace(sentence[i + 1]))
                yield return i + 1;
        yield return sentence.Length;
    }
}
