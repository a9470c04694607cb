using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>What speaks for a section as an answer at all, and for a quote of it as a helpful one.</summary>
internal static class AnswerEvidence
{
    /// <summary>What the learned weights call the numbers.</summary>
    public static readonly string[] Features =
    [
        "chosen",
        "similarity",
        "cosine",
        "sentenceCosine",
        "titleCosine",
        "secondCosine",
        "coverage",
        "title",
        "heading",
        "missing",
        "terms",
        "nameMissing",
        "nameMissingEverywhere",
        "figureMissing",
        "meanCosine",
        "bias",
    ];

    /// <summary>Those of them that speak against it.</summary>
    public static readonly string[] Against = ["missing", "nameMissing", "nameMissingEverywhere", "figureMissing", "meanCosine"];

    /// <param name="passages">All that were found.</param>
    /// <param name="chosen">The chance that it is the one that answers, if any does.</param>
    public static double[] Of(QuestionReading question, IReadOnlyList<Passage> passages, Passage passage, double chosen)
    {
        const double least = 0.01;
        var found = passage.Found!.Value;
        var names = Names(question);
        return
        [
            LogOdds.Of(Math.Clamp(chosen, least, 1 - least)),
            LogOdds.Of(Math.Clamp(passage.Similarity, least, 1 - least)),
            found.Cosine,
            found.SentenceCosine,
            found.TitleCosine,
            passage.SentenceCosines.OrderDescending().Skip(1).FirstOrDefault(),
            found.Coverage,
            found.Title,
            SectionEvidence.Share(question.WantedWords.Weights, Terms.Content(passage.Headings[^1])),
            found.Missing,
            found.Terms,
            Lacks([passage], names),
            Lacks(passages, names),
            question.AsksForFigure && !HasFigure(question, passage) ? 1 : 0,
            passages.Average(other => other.Found!.Value.Cosine),
            1,
        ];
    }

    /// <summary>Words that the question writes with a capital: who asks for Kafka is not helped by another's page.</summary>
    private static List<string> Names(QuestionReading question)
    {
        var names = new List<string>();
        foreach (var word in question.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(1))
            if (word.TrimStart('(', '"', '\'', '`') is [var first, _, ..] && char.IsUpper(first))
                names.AddRange(Terms.Of(word).Where(term => term.Weight > 0).Select(term => term.Stem));
        return names;
    }

    private static double Lacks(IReadOnlyList<Passage> passages, List<string> names)
    {
        if (names.Count == 0)
            return 0;
        var missing = names.ToHashSet();
        foreach (var passage in passages)
        foreach (var term in Terms.Of($"{passage.Title}\n{passage.Text}"))
            missing.Remove(term.Stem);
        return missing.Count > 0 ? 1 : 0;
    }

    private static bool HasFigure(QuestionReading question, Passage passage) =>
        AnswerSigns.Of(question, passage.Text, Terms.Of(passage.Text)) > 0;
}
