using ChatBot.Answering.Evaluation;

namespace ChatBot.Trainer.Evaluation;

/// <summary>
/// How near a written text comes to the wanted one, each 0 to 1. Words are compared as SQuAD does: without case, punctuation, articles and
/// labels.
/// </summary>
public static class TextScores
{
    private const int LongestGram = 4;

    /// <summary>1 where both say the same words in the same order.</summary>
    public static double ExactMatch(string written, string wanted) => Words(written).SequenceEqual(Words(wanted)) ? 1 : 0;

    /// <summary>Harmonic mean of precision and recall of the words, each as often as it stands (Rajpurkar et al. 2016).</summary>
    public static double TokenF1(string written, string wanted)
    {
        var (mine, theirs) = (Words(written), Words(wanted));
        var common = Count(mine).Sum(word => Math.Min(word.Value, Count(theirs).GetValueOrDefault(word.Key)));
        return Harmonic(common, mine.Length, theirs.Length);
    }

    /// <summary>The same of the longest common subsequence: ROUGE-L with beta 1 (Lin 2004).</summary>
    public static double RougeL(string written, string wanted)
    {
        var (mine, theirs) = (Words(written), Words(wanted));
        return Harmonic(CommonSubsequence(mine, theirs), mine.Length, theirs.Length);
    }

    /// <summary>
    /// BLEU-4 of one sentence against one reference (Papineni et al. 2002): geometric mean of the precisions of 1- to 4-grams times the
    /// brevity penalty, with 1 added to both counts beyond single words (Lin and Och 2004), for a short text seldom has a 4-gram in common.
    /// </summary>
    public static double Bleu(string written, string wanted)
    {
        var (mine, theirs) = (Words(written), Words(wanted));
        if (mine.Length == 0 || theirs.Length == 0)
            return mine.Length == theirs.Length ? 1 : 0;
        var logs = 0.0;
        for (var n = 1; n <= LongestGram; n++)
        {
            var (had, known) = (Count(Grams(mine, n)), Count(Grams(theirs, n)));
            double common = had.Sum(gram => Math.Min(gram.Value, known.GetValueOrDefault(gram.Key)));
            double all = Math.Max(0, mine.Length - n + 1);
            if (n > 1)
                (common, all) = (common + 1, all + 1);
            if (common == 0)
                return 0;
            logs += Math.Log(common / all) / LongestGram;
        }
        var brevity = mine.Length >= theirs.Length ? 0 : 1 - (double)theirs.Length / mine.Length;
        return Math.Exp(logs + brevity);
    }

    private static string[] Words(string text) => AnswerMatch.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Grams(string[] words, int n) =>
        Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(at => string.Join(' ', words, at, n));

    private static Dictionary<string, int> Count(IEnumerable<string> words) =>
        words
            .GroupBy(word => word, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>Two empty texts say the same.</summary>
    private static double Harmonic(int common, int mine, int theirs) => mine + theirs == 0 ? 1 : 2.0 * common / (mine + theirs);

    private static int CommonSubsequence(string[] a, string[] b)
    {
        var before = new int[b.Length + 1];
        foreach (var word in a)
        {
            var row = new int[b.Length + 1];
            for (var j = 0; j < b.Length; j++)
                row[j + 1] = word == b[j] ? before[j] + 1 : Math.Max(before[j + 1], row[j]);
            before = row;
        }
        return before[^1];
    }
}
