using ChatBot.Answering.Language;

namespace ChatBot.Answering.Generation;

/// <summary>What kind of words the answer to a question is made of.</summary>
internal enum AnswerKind
{
    Any,
    Date,
    Number,
    Person,
    Place,
    Steps,
    Reason,
    Definition,
}

/// <summary>A question as sentences are measured against it.</summary>
internal sealed class QuestionProfile
{
    public QuestionProfile(string question)
    {
        var terms = Terms.Of(question);
        Kind = KindOf(terms);
        if (Kind == AnswerKind.Any && Defined(terms) is { Count: > 0 } defined)
            (Kind, Subject) = (AnswerKind.Definition, defined);
        foreach (var term in terms)
        {
            if (term.Weight <= 0 || AskingWords.Contains(term.Word))
                continue;
            Weights[term.Stem] = Math.Max(term.Weight, Weights.GetValueOrDefault(term.Stem));
        }
        if (Weights.Count == 0)
            foreach (var term in terms)
                Weights[term.Stem] = 1;
        string? before = null;
        foreach (var term in terms)
        {
            if (!Weights.ContainsKey(term.Stem))
                continue;
            Places.TryAdd(term.Stem, Length++);
            if (before is not null)
                Pairs.Add((before, term.Stem));
            before = term.Stem;
        }
    }

    public AnswerKind Kind { get; }

    /// <summary>What a question for a definition wants defined, as stems; else empty.</summary>
    public IReadOnlyList<string> Subject { get; } = [];

    /// <summary>Content stems with their static weight.</summary>
    public Dictionary<string, double> Weights { get; } = [];

    /// <summary>Neighbouring content stems, in order.</summary>
    public HashSet<(string, string)> Pairs { get; } = [];

    /// <summary>Where each content stem first stands among the content words.</summary>
    public Dictionary<string, int> Places { get; } = [];

    /// <summary>Number of content words.</summary>
    public int Length { get; private set; }

    /// <summary>Words that ask for a kind of answer; a sentence that answers need not hold them.</summary>
    private static readonly HashSet<string> AskingWords =
    [
        "many",
        "much",
        "year",
        "date",
        "kind",
        "type",
        "name",
        "called",
        "person",
        "known",
        "happen",
        "happened",
        "explain",
        "describe",
        "mean",
        "does",
        "number",
        "percentage",
    ];

    /// <summary>"Find rows without a match": how to do what the first word says.</summary>
    private static readonly HashSet<string> Orders =
    [
        .. "add calculate change clone combine compare compute configure connect convert copy count create delete deploy detect drop enable disable find fix get import install join load merge move prevent remove rename replace reset restore revert rotate run schedule select set split squash swap test undo update use write".Split(
            ' '
        ),
    ];

    /// <summary>"What is a write disposition (in …)?": the one or two words after the article.</summary>
    private static List<string> Defined(List<Term> terms)
    {
        if (terms.Count < 3 || terms[0].Word is not ("what" or "whats") || terms[1].Word is not ("is" or "are" or "a" or "an"))
            return [];
        var words = terms
            .Skip(terms[1].Word is "a" or "an" || terms[2].Word is not ("a" or "an" or "the") ? 2 : 3)
            .TakeWhile(term => term.Weight > 0)
            .ToList();
        return words.Count is 1 or 2 ? words.ConvertAll(term => term.Stem) : [];
    }

    private static AnswerKind KindOf(List<Term> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            var next = i + 1 < terms.Count ? terms[i + 1].Word : "";
            switch (terms[i].Word)
            {
                case "when":
                    return AnswerKind.Date;
                case "what" or "which" or "whose" when next is "year" or "date" or "century" or "decade" or "month" or "day" or "era":
                    return AnswerKind.Date;
                case "what" or "which" when next is "percentage" or "percent" or "number" or "amount" or "age" or "population":
                    return AnswerKind.Number;
                case "how"
                    when next
                        is "many"
                            or "much"
                            or "long"
                            or "old"
                            or "far"
                            or "often"
                            or "high"
                            or "tall"
                            or "large"
                            or "big"
                            or "deep"
                            or "fast":
                    return AnswerKind.Number;
                case "how" when next is "do" or "can" or "to" or "should" or "would" or "could":
                    return AnswerKind.Steps;
                case "who" or "whom" or "whose":
                    return AnswerKind.Person;
                case "where":
                    return AnswerKind.Place;
                case "what"
                or "which" when next is "city" or "country" or "state" or "place" or "region" or "continent" or "location" or "town":
                    return AnswerKind.Place;
                case "why":
                    return AnswerKind.Reason;
            }
        }
        return terms.Count > 0 && Orders.Contains(terms[0].Word) ? AnswerKind.Steps : AnswerKind.Any;
    }
}
