namespace ChatBot.Answering.Checking;

/// <summary>Whether what is exact, figures and identifiers, stands beside the same things as in the sources.</summary>
internal static class Surroundings
{
    private const int Around = 5,
        Aside = 9;

    /// <summary>
    /// What is exact must stand beside the same things as in a source: the smallest share of neighbours that do, as what is missing of 1.
    /// </summary>
    public static (double Figure, double Identifier) Of(Alignment alignment)
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
    public static double FigureNoun(Alignment alignment)
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

    private static bool Stands(IReadOnlyList<TextToken> tokens, int at, string stem)
    {
        for (var j = Math.Max(0, at - Aside); j < Math.Min(tokens.Count, at + Aside + 1); j++)
            if (tokens[j].Stem == stem)
                return true;
        return false;
    }
}
