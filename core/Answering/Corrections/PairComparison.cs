using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// How surely two questions want the same answer, 0 to 1. What they share counts, by weight; what one side adds counts against it;
/// what each side has in place of the other counts much more, since that is how two questions about different things look alike.
/// Opposites, negation, numbers, names and swapped roles decide alone, as vectors hardly see them.
/// </summary>
internal sealed class PairComparison
{
    private const double SynonymSimilarity = 0.93,
        TypoSimilarity = 0.95,
        FrameSimilarity = 0.85;

    /// <summary>Cost of weight that only one side has, and of weight that both sides have in place of each other.</summary>
    private const double Added = 0.5,
        Replaced = 1.4;

    /// <summary>A word from this weight on is specific: two of them in each other's place mean two different questions.</summary>
    private const double Specific = 0.3,
        OtherThing = 0.6;

    /// <summary>Shared weight from which the meaning words speak for themselves; below it the whole wording has to agree.</summary>
    private const double EnoughShared = 0.9;

    private static readonly WordList Negating = WordList.Load("negation")["prefixes"];

    private PairComparison(QuestionReading approved, QuestionReading asked)
    {
        (Approved, Asked) = (approved, asked);
        (SharedWeight, var words, OnlyApproved, OnlyAsked) = Align(approved, asked);
        Vetoed =
            approved.Negated != asked.Negated
            || Opposed(approved, asked)
            || RolesSwapped(approved, asked)
            || OnlyApproved.Any(word => word.IsExact) && OnlyAsked.Any(word => word.IsExact)
            || OnlyApproved.Concat(OnlyAsked).Any(word => word.Kind == WordKind.Name)
            || Prefixed(OnlyApproved, OnlyAsked)
            || OtherInItsPlace();
        Score = Vetoed ? 0 : Agreement(words);
    }

    public static PairComparison Of(QuestionReading approved, QuestionReading asked) => new(approved, asked);

    public QuestionReading Approved { get; }

    public QuestionReading Asked { get; }

    /// <summary>Whether it is certain that they want different answers, however alike they look.</summary>
    public bool Vetoed { get; }

    /// <summary>0 to 1, by words alone.</summary>
    public double Score { get; }

    /// <summary>Weight of the meaning words that have a counterpart.</summary>
    public double SharedWeight { get; }

    /// <summary>Meaning words without a counterpart.</summary>
    public List<QuestionWord> OnlyApproved { get; }

    /// <inheritdoc cref="OnlyApproved"/>
    public List<QuestionWord> OnlyAsked { get; }

    /// <summary>What is asked of the things that both questions name: the words of one without those.</summary>
    public string RestOfApproved => Rest(Approved, Asked);

    /// <inheritdoc cref="RestOfApproved"/>
    public string RestOfAsked => Rest(Asked, Approved);

    /// <summary>Whether the other question has a meaning word of one too.</summary>
    public bool IsShared(QuestionWord word) => Has(Approved, word) && Has(Asked, word);

    private static string Rest(QuestionReading question, QuestionReading other) =>
        string.Join(
            ' ',
            question.Words.Where(word => !Has(question, word) || !Has(other, word)).Select(word => word.Word.Replace('_', ' '))
        );

    private static bool Has(QuestionReading question, QuestionWord word) => question.Content.Any(known => known.Stem == word.Stem);

    private double Agreement(int words)
    {
        var added = Sum(OnlyApproved) + Sum(OnlyAsked);
        var replaced = Math.Min(Sum(OnlyApproved), Sum(OnlyAsked));
        var meaning = SharedWeight / (SharedWeight + Added * (added - 2 * replaced) + Replaced * replaced + 1e-9);
        if (Most(OnlyApproved) >= Specific && Most(OnlyAsked) >= Specific)
            meaning = Math.Min(meaning, OtherThing);
        var wording = Wording(Approved, Asked);
        var sameAspect = (Approved.Asked & Asked.Asked & Language.Asked.Decisive) != 0;
        var support = Math.Min(words >= 2 || sameAspect ? 1 : 0.5, SharedWeight / EnoughShared);
        // To change a thing is not to know it.
        if (OnlyApproved.Any(IsAction) != OnlyAsked.Any(IsAction))
            meaning *= 0.75;
        return meaning * (0.85 + 0.15 * wording) * (support + (1 - support) * wording * wording) * Shape(Approved, Asked);
    }

    /// <summary>Agreement in what is asked, whose it is, and when.</summary>
    private static double Shape(QuestionReading a, QuestionReading b)
    {
        var factor = 1.0;
        var (x, y) = (a.Asked & Language.Asked.Decisive, b.Asked & Language.Asked.Decisive);
        if (x != y)
            factor *=
                x != 0 && y != 0
                    ? (x & y) != 0
                        ? 0.95
                        : 0.65
                    : HalfAgreement(x | y, x == 0 ? a.Asked : b.Asked);
        if (YesOrNo(a) != YesOrNo(b))
            factor *= 0.8;
        if (a.Conditional != b.Conditional)
            factor *= 0.75;
        if (a.AboutYou != b.AboutYou)
            factor *= 0.6;
        if (a.AboutMe != b.AboutMe)
            factor *= 0.97;
        if (a.Tense != b.Tense)
            factor *= a.Tense != Tense.None && b.Tense != Tense.None ? 0.7 : 0.96;
        return factor;
    }

    /// <summary>One side asks when, where, who …, the other names its subject only, or asks for something else.</summary>
    private static double HalfAgreement(Language.Asked asks, Language.Asked other) =>
        other.HasFlag(Language.Asked.Steps)
            ? asks == Language.Asked.Place
                ? 0.87
                : 0.72
            : other.HasFlag(Language.Asked.Thing)
                ? 0.82
                : 0.9;

    private static bool YesOrNo(QuestionReading form) => form.Asked == Language.Asked.YesOrNo;

    private static bool IsAction(QuestionWord word) => word.Kind == WordKind.Action;

    /// <summary>Takes each meaning word of one side together with its best counterpart on the other.</summary>
    private static (double Shared, int Words, List<QuestionWord> OnlyApproved, List<QuestionWord> OnlyAsked) Align(
        QuestionReading approved,
        QuestionReading asked
    )
    {
        var (shared, words) = (0.0, 0);
        var open = asked.Content.ToList();
        var onlyApproved = new List<QuestionWord>();
        foreach (var word in approved.Content)
        {
            var (best, similarity) = (-1, 0.0);
            for (var i = 0; i < open.Count; i++)
                if (Similarity(word, open[i]) is var candidate && candidate > similarity)
                    (best, similarity) = (i, candidate);
            if (best >= 0)
            {
                words++;
                shared += similarity * (word.Weight + open[best].Weight) / 2;
                open.RemoveAt(best);
            }
            else if (AmongFrame(word, asked))
                shared += FrameSimilarity * word.Weight;
            else
                onlyApproved.Add(word);
        }
        open.RemoveAll(word => AmongFrame(word, approved) || approved.Content.Any(known => Similarity(known, word) > 0));
        onlyApproved.RemoveAll(word => asked.Content.Any(known => Similarity(word, known) > 0));
        return (shared, words, onlyApproved, open);
    }

    private static double Similarity(QuestionWord a, QuestionWord b)
    {
        if (a.Stem == b.Stem)
            return 1;
        if (a.IsExact || b.IsExact)
            return 0;
        if (a.Classes.AsSpan().ContainsAny(b.Classes))
            return SynonymSimilarity;
        return Typos.Alike(a.Word, b.Word) ? TypoSimilarity : 0;
    }

    /// <summary>A word that elsewhere only shapes a question can stand for a meaning word: "give" for "grant".</summary>
    private static bool AmongFrame(QuestionWord word, QuestionReading other)
    {
        foreach (var candidate in other.Words)
            if (candidate.Kind == WordKind.Frame && (candidate.Stem == word.Stem || candidate.Classes.AsSpan().ContainsAny(word.Classes)))
                return true;
        return false;
    }

    private static bool Opposed(QuestionReading a, QuestionReading b)
    {
        foreach (var side in a.Sides)
            if (!b.Sides.Contains(side) && b.Sides.Contains(side ^ 1) && !a.Sides.Contains(side ^ 1))
                return true;
        return false;
    }

    /// <summary>
    /// From CSV to Parquet is not from Parquet to CSV: two shared words that have exchanged their roles, or the same words in another
    /// order.
    /// </summary>
    private static bool RolesSwapped(QuestionReading a, QuestionReading b)
    {
        var roles = new List<(string In, string Then)>();
        foreach (var word in a.Content)
        foreach (var same in b.Content)
            if (word.Stem == same.Stem && word.Role != same.Role)
                roles.Add((word.Role, same.Role));
        if (roles.Any(x => x.In.Length + x.Then.Length > 0 && roles.Contains((x.Then, x.In))))
            return true;
        return a.Words.Count == b.Words.Count
            && a.Words.Select(word => word.Stem).Order().SequenceEqual(b.Words.Select(word => word.Stem).Order())
            && !a.Content.Select(word => word.Stem).SequenceEqual(b.Content.Select(word => word.Stem));
    }

    /// <summary>
    /// The same wording with other meaning words in one place: who owns the orders, or the customers, table; or with one word that says
    /// what to do in place of one that does not: where I delete, or find, the logs.
    /// </summary>
    private bool OtherInItsPlace()
    {
        var (x, y) = (Approved.Words, Asked.Words);
        var (start, end, shortest) = (0, 0, Math.Min(x.Count, y.Count));
        while (start < shortest && x[start].Stem == y[start].Stem)
            start++;
        while (end < shortest - start && x[x.Count - 1 - end].Stem == y[y.Count - 1 - end].Stem)
            end++;
        if (2 * (start + end) < Math.Max(x.Count, y.Count))
            return false;
        List<QuestionWord> one = [.. x.Skip(start).Take(x.Count - start - end).Where(OnlyApproved.Contains)];
        List<QuestionWord> other = [.. y.Skip(start).Take(y.Count - start - end).Where(OnlyAsked.Contains)];
        return one.Count > 0 && other.Count > 0 || x.Count == y.Count && start + end == x.Count - 1 && one.Concat(other).Any(IsAction);
    }

    /// <summary>mount and unmount, valid and invalid.</summary>
    private static bool Prefixed(List<QuestionWord> a, List<QuestionWord> b) =>
        a.Any(x => b.Any(y => Negates(x.Word, y.Word) || Negates(y.Word, x.Word)));

    private static bool Negates(string word, string other) =>
        other.Length > word.Length + 1
        && other.EndsWith(word, StringComparison.Ordinal)
        && Negating.Contains(other.AsSpan(0, other.Length - word.Length));

    /// <summary>Likeness of the whole wording: all words, shaping ones at a quarter, and neighbours.</summary>
    private static double Wording(QuestionReading a, QuestionReading b)
    {
        var (x, y) = (Weights(a), Weights(b));
        var shared = x.Sum(pair => Math.Min(pair.Value, y.GetValueOrDefault(pair.Key)));
        return 2 * shared / (x.Values.Sum() + y.Values.Sum() + 1e-9);
    }

    private static Dictionary<string, double> Weights(QuestionReading form)
    {
        var weights = new Dictionary<string, double>(form.Words.Count);
        foreach (var word in form.Words)
            weights[word.Stem] = word.Kind == WordKind.Frame ? 0.25 : Math.Max(0.25, word.Weight);
        return weights;
    }

    private static double Sum(List<QuestionWord> words) => words.Sum(word => word.Weight);

    private static double Most(List<QuestionWord> words) => words.Count == 0 ? 0 : words.Max(word => word.Weight);
}
