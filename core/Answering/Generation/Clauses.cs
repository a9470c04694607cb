using ChatBot.Answering.Capping;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>Cuts a sentence that is longer than a whole answer may be, at the joints that it has: commas, semicolons, dashes.</summary>
internal static class Clauses
{
    /// <summary>The neighbouring clauses that fit and say most about the question, with an ellipsis where something was left out.</summary>
    public static string Fit(string sentence, int maxWords, QuestionReading question)
    {
        var clauses = Split(sentence);
        var words = clauses.ConvertAll(clause => Words.Count(clause));
        var weights = clauses.ConvertAll(clause => Terms.Of(clause).Sum(term => question.WantedWords.Weights.GetValueOrDefault(term.Stem)));
        int bestFirst = 0,
            bestCount = 0;
        var best = -1.0;
        for (var first = 0; first < clauses.Count; first++)
        {
            int count = 0,
                used = 0;
            var weight = 0.0;
            while (first + count < clauses.Count && used + words[first + count] <= maxWords)
                (weight, used, count) = (weight + weights[first + count], used + words[first + count], count + 1);
            if (count > 0 && weight > best)
                (best, bestFirst, bestCount) = (weight, first, count);
        }
        if (bestCount == 0)
            return Capper.Cap(sentence, maxWords);
        var text = string.Concat(clauses.GetRange(bestFirst, bestCount)).Trim().TrimEnd(',', ';', ':', '–', '—');
        return $"{(bestFirst > 0 ? "…" : "")}{text}{(bestFirst + bestCount < clauses.Count ? "…" : "")}";
    }

    private static List<string> Split(string sentence)
    {
        var clauses = new List<string>();
        var from = 0;
        for (var i = 0; i + 1 < sentence.Length; i++)
        {
            if (sentence[i] is not (',' or ';' or ':' or '–' or '—') || !char.IsWhiteSpace(sentence[i + 1]))
                continue;
            clauses.Add(sentence[from..(i + 1)]);
            from = i + 1;
        }
        clauses.Add(sentence[from..]);
        return clauses;
    }
}
