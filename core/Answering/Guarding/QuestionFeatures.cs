using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>About as much of a text as one question.</summary>
internal readonly record struct QuestionPart(string Text, SparseVector Words);

/// <summary>
/// What the topic check sees of a question: its stems by weight, neighbouring stems, and the character n-grams of its content
/// words, which survive typing errors and word forms that no stemmer knows. Hashed, so that no vocabulary has to be kept.
/// </summary>
internal static class QuestionFeatures
{
    public const int Dimensions = 1 << 16;

    /// <summary>Terms that are looked at; what a longer question adds does not change its subject.</summary>
    private const int MostTerms = 600;

    /// <summary>Terms from which a text is taken apart, and how many make a part.</summary>
    private const int LongQuestion = 45,
        PartLength = 24;

    private const double FunctionWeight = 0.2,
        CarrierWeight = 0.1,
        NumberWeight = 0.3,
        PairWeight = 0.4,
        GramWeight = 0.2;

    /// <summary>Share of a pair's weight that is left when one of the two says nothing.</summary>
    private const double HalfPair = 0.25;

    private const int ShortestGram = 3,
        LongestGram = 5;

    public static SparseVector Of(string text) => Of(Terms.Of(text).Take(MostTerms));

    /// <summary>
    /// A text as parts of about a question's length; one part when it is no longer than that. Pasted figures and log lines are on no
    /// subject.
    /// </summary>
    public static List<QuestionPart> Parts(QuestionReading question)
    {
        var terms = question.Terms;
        if (terms.Count <= LongQuestion)
            return [new(question.Text, Of(terms))];
        var prose = question
            .Text.Split('\n')
            .Select(Terms.Of)
            .Where(line => !IsData(line))
            .SelectMany(line => line)
            .Take(MostTerms)
            .ToList();
        return
        [
            .. (prose.Count > 0 ? prose : terms.Take(MostTerms))
                .Chunk(PartLength)
                .Select(part => new QuestionPart(string.Join(' ', part.Select(term => term.Word)), Of(part))),
        ];
    }

    private static bool IsData(List<Term> line) => 2 * line.Count(term => term.Word.Any(char.IsAsciiDigit)) >= line.Count;

    private static SparseVector Of(IEnumerable<Term> terms)
    {
        var weights = new Dictionary<int, double>();
        var (before, beforeWeight) = ("", 0.0);
        foreach (var term in terms)
        {
            var (stem, weight) =
                char.IsAsciiDigit(term.Word[0]) ? ("#", NumberWeight)
                : FunctionWords.IsRequest(term.Word) ? (term.Stem, CarrierWeight)
                : (term.Stem, term.Weight);
            Add(weights, Hash(stem, 1), weight > 0 ? weight : FunctionWeight);
            if (before.Length > 0 && weight + beforeWeight > 0)
                Add(
                    weights,
                    Hash(stem, Hash(before, 2)),
                    PairWeight * (weight * beforeWeight > 0 ? Math.Sqrt(weight * beforeWeight) : HalfPair * (weight + beforeWeight))
                );
            if (weight > 0 && stem != "#")
                AddGrams(weights, term.Word, weight);
            (before, beforeWeight) = (stem, weight);
        }
        return Normalise(weights);
    }

    private static void AddGrams(Dictionary<int, double> weights, string word, double weight)
    {
        var padded = $"<{word}>".AsSpan();
        for (var size = ShortestGram; size <= LongestGram; size++)
        for (var i = 0; i + size <= padded.Length; i++)
            Add(weights, Hash(padded.Slice(i, size), 3), GramWeight * weight / Math.Sqrt(padded.Length));
    }

    private static void Add(Dictionary<int, double> weights, int hash, double weight)
    {
        var index = hash & (Dimensions - 1);
        weights[index] = weights.GetValueOrDefault(index) + weight;
    }

    private static SparseVector Normalise(Dictionary<int, double> weights)
    {
        var indices = weights.Keys.Order().ToArray();
        var length = Math.Sqrt(weights.Values.Sum(value => value * value));
        return new SparseVector(indices, [.. indices.Select(index => length == 0 ? 0 : (float)(weights[index] / length))]);
    }

    /// <summary>FNV-1a; the framework's string hash differs from process to process.</summary>
    private static int Hash(ReadOnlySpan<char> text, int seed)
    {
        var hash = unchecked((uint)seed * 16777619u) ^ 2166136261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)(hash ^ hash >> 15);
    }
}
