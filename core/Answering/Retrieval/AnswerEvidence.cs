using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>What speaks for a section as an answer at all, and for a quote of it as a helpful one.</summary>
internal sealed class AnswerEvidence
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

    private const double Least = 0.01;

    private readonly QuestionReading _question;
    private readonly Dictionary<string, HashSet<string>> _lacking;
    private readonly bool _lackedByAll;
    private readonly double _meanCosine;

    /// <param name="passages">All that were found.</param>
    public AnswerEvidence(QuestionReading question, IReadOnlyList<Passage> passages)
    {
        _question = question;
        var names = Names(question);
        _lacking = passages.ToDictionary(passage => passage.ChunkId, passage => Lacked(passage, names));
        _lackedByAll = names.Exists(name => _lacking.Values.All(lacked => lacked.Contains(name)));
        _meanCosine = passages.Average(passage => passage.Found!.Value.Cosine);
    }

    /// <summary><see cref="Features"/> of one of the passages.</summary>
    /// <param name="chosen">The chance that it is the one that answers, if any does.</param>
    public double[] Of(Passage passage, double chosen)
    {
        var found = passage.Found!.Value;
        return
        [
            LogOdds.Of(Math.Clamp(chosen, Least, 1 - Least)),
            LogOdds.Of(Math.Clamp(passage.Similarity, Least, 1 - Least)),
            found.Cosine,
            found.SentenceCosine,
            found.TitleCosine,
            passage.SentenceCosines.OrderDescending().Skip(1).FirstOrDefault(),
            found.Coverage,
            found.Title,
            SectionEvidence.Share(_question, Terms.Content(passage.Headings[^1]).ContainsKey),
            found.Missing,
            found.Terms,
            _lacking[passage.ChunkId].Count > 0 ? 1 : 0,
            _lackedByAll ? 1 : 0,
            _question.AsksForFigure && AnswerSigns.Of(_question, passage.Text, Terms.Of(passage.Text)) == 0 ? 1 : 0,
            _meanCosine,
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

    private static HashSet<string> Lacked(Passage passage, List<string> names)
    {
        var lacked = names.ToHashSet();
        if (lacked.Count > 0)
            foreach (var term in Terms.Of($"{passage.Title}\n{passage.Text}"))
                lacked.Remove(term.Stem);
        return lacked;
    }
}
