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

    private const int Around = 5,
        Aside = 9;

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
        var (figure, identifier) = Surroundings(alignment);
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
            FigureNoun(alignment),
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

    /// <summary>
    /// Of the longest row of words that stands in the same order in the best sentences, one after the other in their order.
    /// </summary>
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
    /// has. A condition that moved to the front is a piece of several; two names that changed places are pieces of one each.
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

    /// <summary>
    /// What is exact must stand beside the same things as in a source: the smallest share of neighbours that do, as what is missing of 1.
    /// </summary>
    private static (double Figure, double Identifier) Surroundings(Alignment alignment)
    {
        double figure = 0,
            identifier = 0;
        var statement = alignment.Statement;
        for (var i = 0; i < statement.Count; i++)
        {
            if (statement[i].Kind == TokenKind.Word && !statement[i].InCode || alignment.Words[i].Sentence < 0)
                continue;
            if (Beside(alignment, i) is not { } beside)
                continue;
            if (statement[i].Kind == TokenKind.Figure)
                figure = Math.Max(figure, 1 - beside);
            else
                identifier = Math.Max(identifier, 1 - beside);
        }
        return (figure, identifier);
    }

    private static double? Beside(Alignment alignment, int at)
    {
        var (statement, words) = (alignment.Statement, alignment.Words);
        double? best = null;
        for (var s = 0; s < alignment.Support.Count; s++)
        {
            var tokens = alignment.Support[s].Tokens;
            for (var j = 0; j < tokens.Count; j++)
            {
                if (s == words[at].Sentence && j == words[at].Position ? false : tokens[j].Stem != statement[at].Stem)
                    continue;
                double held = 0,
                    all = 0;
                for (var i = Math.Max(0, at - Around); i < Math.Min(statement.Count, at + Around + 1); i++)
                {
                    if (i == at || !statement[i].IsContent)
                        continue;
                    all += statement[i].Weight;
                    if (words[i].Sentence == s && Math.Abs(words[i].Position - j) <= Aside || Stands(tokens, j, statement[i].Stem))
                        held += statement[i].Weight;
                }
                if (all > 0)
                    best = Math.Max(best ?? 0, held / all);
            }
        }
        return best;
    }

    /// <summary>Figures whose next word stands beside none of their like in the sources.</summary>
    private static double FigureNoun(Alignment alignment)
    {
        const int near = 5;
        var statement = alignment.Statement;
        var count = 0;
        for (var i = 0; i + 1 < statement.Count; i++)
        {
            if (statement[i].Kind != TokenKind.Figure)
                continue;
            var noun = Enumerable.Range(i + 1, Math.Min(2, statement.Count - i - 1)).FirstOrDefault(j => statement[j].IsContent, -1);
            if (noun < 0 || statement[noun].Clause != statement[i].Clause || statement[noun].Kind == TokenKind.Figure)
                continue;
            var found = alignment.Support.Any(sentence =>
                sentence
                    .Tokens.Index()
                    .Any(token =>
                        token.Item.Kind == TokenKind.Figure
                        && Figures.AreSame(token.Item, statement[i])
                        && sentence.Tokens.Skip(token.Index - near).Take(2 * near + 1).Any(other => other.Stem == statement[noun].Stem)
                    )
            );
            count += found ? 0 : 1;
        }
        return count;
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

    private static bool Stands(IReadOnlyList<TextToken> tokens, int at, string stem)
    {
        for (var j = Math.Max(0, at - Aside); j < Math.Min(tokens.Count, at + Aside + 1); j++)
            if (tokens[j].Stem == stem)
                return true;
        return false;
    }
}
