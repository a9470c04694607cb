using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>
/// The small words that change what a sentence claims (lists/claim-words.txt): not, only, before, must, unless … Those that a statement
/// adds to what its sources say, and those that it leaves out of the part that it repeats.
/// </summary>
internal static class Claims
{
    private static readonly WordList List = WordList.Load("claim-words");

    private static readonly string[] Kinds = ["negation", "quantity", "degree", "order", "modality", "condition"];

    private static readonly Phrases<(string Kind, int Class)> Known = new(
        Kinds.SelectMany(kind =>
            List[kind].Lines.Index().SelectMany(line => WordList.WordsOf(line.Item).Select(word => (word, (kind, line.Index))))
        )
    );

    /// <summary>Words before which a negation still reaches.</summary>
    private const int Reach = 4;

    /// <summary>Words of a source around those that a statement repeats.</summary>
    private const int Margin = 3;

    /// <summary>
    /// Added and dropped of negation and, as a share, what is negated in one only; then added and dropped of each other kind; opposites.
    /// </summary>
    public static IEnumerable<double> Compare(Alignment alignment)
    {
        var said = Of(alignment.Statement);
        var whole = new HashSet<(string Kind, int Class)>();
        var part = new HashSet<(string Kind, int Class)>();
        foreach (var (s, sentence) in alignment.Support.Index())
        {
            var touched = alignment
                .Words.Where((word, i) => word.Sentence == s && alignment.Statement[i].IsContent)
                .Select(word => word.Position)
                .ToList();
            if (touched.Count == 0)
                continue;
            var (from, to) = (touched.Min() - Margin, touched.Max() + Margin);
            foreach (var (at, claim) in Of(sentence.Tokens))
            {
                whole.Add(claim);
                if (at >= from && at <= to)
                    part.Add(claim);
            }
        }
        foreach (var kind in Kinds)
        {
            if (kind != "order")
                yield return said.Select(claim => claim.Claim)
                    .Where(claim => claim.Kind == kind)
                    .Distinct()
                    .Count(claim => !whole.Contains(claim));
            if (kind is "negation" or "order" or "modality")
                yield return part.Count(claim => claim.Kind == kind && !said.Exists(one => one.Claim == claim));
            if (kind == "negation")
                yield return NegatedOtherwise(alignment);
        }
        yield return Opposites(alignment);
    }

    private static List<(int At, (string Kind, int Class) Claim)> Of(IReadOnlyList<TextToken> tokens)
    {
        var words = tokens.Select(token => token.Word).ToList();
        var found = new List<(int, (string, int))>();
        for (var i = 0; i < words.Count; i++)
            foreach (var (_, claim) in Known.At(words, i))
                found.Add((i, claim));
        return found;
    }

    private static bool[] Negated(IReadOnlyList<TextToken> tokens)
    {
        var negated = new bool[tokens.Count];
        foreach (var (at, claim) in Of(tokens))
            if (claim.Kind == "negation")
                for (var i = at + 1; i <= Math.Min(tokens.Count - 1, at + Reach) && tokens[i].Clause == tokens[at].Clause; i++)
                    negated[i] = true;
        return negated;
    }

    private static double NegatedOtherwise(Alignment alignment)
    {
        var said = Negated(alignment.Statement);
        var sources = alignment.Support.Select(sentence => Negated(sentence.Tokens)).ToList();
        double other = 0;
        foreach (var (i, word) in alignment.Words.Index())
            if (word.Sentence >= 0 && alignment.Statement[i].IsContent && said[i] != sources[word.Sentence][word.Position])
                other += alignment.Statement[i].Weight;
        return other / Math.Max(1e-9, alignment.Total);
    }

    /// <summary>Words that no source has while their opposite stands in the part that is repeated.</summary>
    private static double Opposites(Alignment alignment) =>
        alignment
            .Statement.Index()
            .Count(token =>
                alignment.Elsewhere[token.Index] < 1
                && alignment.Words[token.Index].Likeness < 1
                && token.Item.Kind == TokenKind.Word
                && alignment.Support.Any(sentence =>
                    sentence.Tokens.Any(source => source.Kind == TokenKind.Word && WordLikeness.AreOpposite(token.Item, source))
                )
            );
}
