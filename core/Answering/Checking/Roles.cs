using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>
/// Who does what to whom: the preposition that governs a word, what is negated, which of two rare words comes first, and whether one
/// says it the other way round.
/// </summary>
internal static class Roles
{
    private static readonly WordList List = WordList.Load("claim-words");

    private static readonly System.Collections.Frozen.FrozenSet<string> Negations = List["negation"].Words,
        Governing = List["governing"].Words,
        Passive = List["passive"].Words;

    /// <summary>Words between a preposition or a negation and what it governs.</summary>
    private const int Reach = 4;

    /// <summary>Words of at least this weight are what a sentence is about.</summary>
    private const double Rare = 0.75;

    /// <summary>
    /// Negations that govern another word; prepositions that govern a word otherwise; rare words in another order; voice.
    /// </summary>
    public static double[] Compare(Alignment alignment)
    {
        var statement = alignment.Statement;
        var said = (Negated: Negated(statement), Roles: Of(statement));
        var sources = alignment.Support.Select(sentence => (Negated: Negated(sentence.Tokens), Roles: Of(sentence.Tokens))).ToList();
        int moved = 0,
            other = 0,
            count = 0;
        var rare = new List<Aligned>();
        for (var i = 0; i < statement.Count; i++)
        {
            var word = alignment.Words[i];
            if (word.Sentence < 0 || !statement[i].IsContent)
                continue;
            count++;
            var source = alignment.Support[word.Sentence].Tokens[word.Position];
            var (negated, role) = (sources[word.Sentence].Negated[word.Position], sources[word.Sentence].Roles[word.Position]);
            if (said.Negated[i] ^ negated ^ IsPrefixed(statement[i].Word, source.Word))
                moved++;
            if (said.Roles[i] != role && said.Roles[i].Length > 0 && role.Length > 0)
                other++;
            if (statement[i].Weight >= Rare)
                rare.Add(word);
        }
        int inverted = 0,
            pairs = 0;
        for (var i = 0; i < rare.Count; i++)
        for (var j = i + 1; j < Math.Min(rare.Count, i + 4); j++)
        {
            if (rare[i].Sentence != rare[j].Sentence)
                continue;
            pairs++;
            inverted += rare[j].Position < rare[i].Position ? 1 : 0;
        }
        var all = (double)Math.Max(1, count);
        var voice = IsPassive(statement) != alignment.Support.Take(1).Any(sentence => IsPassive(sentence.Tokens));
        return [Math.Min(3, moved), other / all, inverted / (double)Math.Max(1, pairs), voice ? 1 : 0];
    }

    private static bool IsPassive(IReadOnlyList<TextToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
            if (Passive.Contains(tokens[i].Word))
                for (var j = i + 1; j < Math.Min(tokens.Count, i + 3); j++)
                    if (tokens[j].IsContent && tokens[j].Word.EndsWith("ed", StringComparison.Ordinal))
                        return true;
        return false;
    }

    /// <summary>Of each token the preposition before it, within its clause.</summary>
    private static string[] Of(IReadOnlyList<TextToken> tokens)
    {
        var roles = new string[tokens.Count];
        var (role, left, clause) = ("", 0, -1);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Clause != clause)
                (role, clause) = ("", tokens[i].Clause);
            if (Governing.Contains(tokens[i].Word))
                (role, left) = (tokens[i].Word, Reach);
            roles[i] = left > 0 ? role : "";
            left--;
        }
        return roles;
    }

    /// <summary>The first word with a meaning behind a negation.</summary>
    private static bool[] Negated(IReadOnlyList<TextToken> tokens)
    {
        var negated = new bool[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
            if (Negations.Contains(tokens[i].Word) && !(i + 1 < tokens.Count && tokens[i + 1].Word is "only" or "just"))
                for (var j = i + 1; j < Math.Min(tokens.Count, i + 1 + Reach); j++)
                    if (tokens[j].IsContent)
                    {
                        negated[j] = !negated[j];
                        break;
                    }
        return negated;
    }

    private static bool IsPrefixed(string a, string b)
    {
        var (shorter, longer) = a.Length < b.Length ? (a, b) : (b, a);
        return longer.Length > shorter.Length
            && List["prefixes"]
                .Words.Any(prefix =>
                    longer.StartsWith(prefix, StringComparison.Ordinal)
                    && longer.Length - prefix.Length is > 3 and var rest
                    && shorter.StartsWith(longer.AsSpan(prefix.Length, Math.Min(4, rest)), StringComparison.Ordinal)
                );
    }
}
