namespace ChatBot.Answering.Checking;

/// <summary>What speaks for a statement following from its sources, and what against it.</summary>
internal static class SupportEvidence
{
    /// <summary>What the learned weights call the numbers of a row.</summary>
    public static readonly string[] Features =
    [
        // Words: the same, the same or near; what is missing; the worst.
        "same",
        "near",
        "missing",
        "worst",
        "second",
        "missingWords",
        // Runs.
        "pairs",
        "longestRun",
        "subsequence",
        // Order.
        "sentences",
        "jumps",
        "inversions",
        "clauseInversions",
        "blocks",
        "shortestBlock",
        // Small words.
        "negationAdded",
        "negationDropped",
        "negatedOtherwise",
        "quantityAdded",
        "degreeAdded",
        "orderDropped",
        "modalityAdded",
        "modalityDropped",
        "conditionAdded",
        "opposites",
        // Surroundings of what is exact.
        "figureAside",
        "identifierAside",
        // Length.
        "ratio",
        "smallAdded",
        // Who does what to whom.
        "negationMoved",
        "roleOther",
        "rareInversions",
        "voice",
        // Beside the figures and between what is repeated.
        "figureNoun",
        "gap",
    ];

    public static double[] Of(Alignment alignment)
    {
        var statement = alignment.Statement;
        var words = alignment.Words;
        var total = Math.Max(1e-9, alignment.Total);
        double same = 0,
            near = 0,
            missing = 0,
            worst = 0,
            second = 0;
        var missingWords = 0;
        for (var i = 0; i < statement.Count; i++)
        {
            var weight = statement[i].Weight;
            if (weight == 0)
                continue;
            same += words[i].Likeness >= 1 ? weight : 0;
            near += weight * words[i].Likeness;
            var lack = weight * (1 - words[i].Likeness);
            missing += lack;
            missingWords += words[i].Likeness < 0.5 ? 1 : 0;
            if (lack > worst)
                (worst, second) = (lack, worst);
            else if (lack > second)
                second = lack;
        }
        var (pairs, longest) = Runs(alignment);
        var (jumps, inversions, clause) = Order(alignment);
        var claims = Claims.Compare(alignment);
        var (figure, identifier) = Surroundings.Of(alignment);
        var supportWords = alignment.Support.Sum(sentence => sentence.Tokens.Count);
        return
        [
            same / total,
            near / total,
            Math.Log(1 + missing),
            worst,
            second,
            Math.Log(1 + missingWords),
            pairs,
            longest,
            Subsequence(alignment),
            alignment.Support.Count,
            jumps,
            inversions,
            clause,
            .. Blocks(alignment),
            .. claims,
            figure,
            identifier,
            Math.Min(3, statement.Count / (double)Math.Max(1, supportWords)),
            statement.Count == 0
                ? 0
                : statement.Index().Count(token => !token.Item.IsContent && words[token.Index].Sentence < 0) / (double)statement.Count,
            .. Roles.Compare(alignment),
            Surroundings.FigureNoun(alignment),
            Gap(alignment) / total,
        ];
    }

    /// <summary>Shares of neighbours that are neighbours in the source; the longest run as a share of the statement.</summary>
    private static (double Pairs, double Longest) Runs(Alignment alignment)
    {
        var words = alignment.Words;
        int pairs = 0,
            run = 1,
            longest = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var follows =
                i > 0
                && words[i].Sentence >= 0
                && words[i].Sentence == words[i - 1].Sentence
                && words[i].Position == words[i - 1].Position + 1;
            run = follows ? run + 1 : 1;
            pairs += run >= 2 ? 1 : 0;
            longest = Math.Max(longest, words[i].Sentence >= 0 ? run : 0);
        }
        return (pairs / (double)Math.Max(1, words.Length - 1), longest / (double)Math.Max(1, words.Length));
    }

    /// <summary>Of the longest row of words that stands in the same order in the best sentences, one after the other.</summary>
    private static double Subsequence(Alignment alignment)
    {
        var source = alignment.Support.SelectMany(sentence => sentence.Tokens).Select(token => token.Stem).ToList();
        var row = new int[source.Count + 1];
        foreach (var token in alignment.Statement)
        {
            var diagonal = 0;
            for (var j = 1; j <= source.Count; j++)
            {
                var above = row[j];
                row[j] = source[j - 1] == token.Stem ? diagonal + 1 : Math.Max(row[j], row[j - 1]);
                diagonal = above;
            }
        }
        return row[^1] / (double)Math.Max(1, alignment.Statement.Count);
    }

    /// <summary>How often the next word stands in another sentence, or before the one before it; the latter within a clause.</summary>
    private static (double Jumps, double Inversions, double Clause) Order(Alignment alignment)
    {
        int jumps = 0,
            inversions = 0,
            clause = 0,
            count = 0,
            last = -1;
        for (var i = 0; i < alignment.Words.Length; i++)
        {
            if (!alignment.Statement[i].IsContent || alignment.Words[i].Sentence < 0)
                continue;
            if (last >= 0)
            {
                var (before, now) = (alignment.Words[last], alignment.Words[i]);
                count++;
                if (before.Sentence != now.Sentence)
                    jumps++;
                else if (now.Position < before.Position)
                {
                    inversions++;
                    var tokens = alignment.Support[now.Sentence].Tokens;
                    clause += tokens[now.Position].Clause == tokens[before.Position].Clause ? 1 : 0;
                }
            }
            last = i;
        }
        var all = (double)Math.Max(1, count);
        return (jumps / all, inversions / all, clause / all);
    }

    /// <summary>
    /// Pieces that stand in a source as they stand here, but for a small word: how many, and how many words with a meaning the shortest
    /// has.
    /// A condition that moved to the front is a piece of several; two names that changed places are pieces of one each.
    /// </summary>
    private static double[] Blocks(Alignment alignment)
    {
        const int skipped = 2;
        int blocks = 0,
            shortest = int.MaxValue,
            length = 0;
        var last = new Aligned(-1, 0, 0);
        for (var i = 0; i < alignment.Words.Length; i++)
        {
            var word = alignment.Words[i];
            if (!alignment.Statement[i].IsContent)
                continue;
            var follows =
                word.Sentence >= 0
                && word.Sentence == last.Sentence
                && word.Position > last.Position
                && word.Position - last.Position <= 1 + skipped;
            if (!follows)
            {
                blocks++;
                shortest = length > 0 ? Math.Min(shortest, length) : shortest;
                length = 0;
            }
            length++;
            last = word;
        }
        return [Math.Min(blocks, 8), Math.Min(Math.Min(shortest, length), 6)];
    }

    /// <summary>Weight of the sources' words between those that are repeated.</summary>
    private static double Gap(Alignment alignment)
    {
        var gap = 0.0;
        for (var s = 0; s < alignment.Support.Count; s++)
        {
            var held = alignment
                .Words.Where((word, i) => word.Sentence == s && alignment.Statement[i].IsContent)
                .Select(word => word.Position)
                .ToHashSet();
            if (held.Count == 0)
                continue;
            for (var j = held.Min(); j < held.Max(); j++)
                gap += held.Contains(j) ? 0 : alignment.Support[s].Tokens[j].Weight;
        }
        return Math.Min(gap, 3 * alignment.Total);
    }
}
