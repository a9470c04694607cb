using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>Says of each word of a question what kind it is, how much it weighs and which role it has.</summary>
internal static class QuestionWords
{
    private const double FloorOfContent = 0.25,
        FloorOfAction = 0.45,
        WeightOfIdeograph = 0.8,
        WeightOfNumberWord = 0.8,
        WeightOfDate = 0.9,
        WeightOfShortName = 0.8;

    private static readonly WordList Roles = WordList.Load("roles");
    private static readonly WordList Prepositions = Roles["prepositions"];

    /// <summary>Verbs that end the reach of a preposition.</summary>
    private static readonly WordList Breaks = Roles["breaks"];

    private static readonly WordList Negations = WordList.Load("negation")["words"];
    private static readonly FrozenDictionary<string, string> Environments = WordList.Load("environments")["names"].Variants();
    private static readonly WordList BeforeEnvironments = WordList.Load("environments")["after"];

    /// <returns>The words in order, and whether the question is negated.</returns>
    public static (IReadOnlyList<QuestionWord> Words, bool Negated) Of(List<RawWord> raw)
    {
        var words = new List<QuestionWord>(raw.Count);
        var (role, negation, negated) = ("", false, false);
        for (var i = 0; i < raw.Count; i++)
        {
            var word = raw[i].Word;
            if (Negations.Contains(word))
                negation = negated = true;
            if (Prepositions.Contains(word))
            {
                role = negation ? "not-" + word : word;
                negation = false;
            }
            else if (Breaks.Contains(word))
                role = "";
            words.Add(Read(raw[i], role, i + 1 < raw.Count ? raw[i + 1].Word : ""));
        }
        return (words, negated);
    }

    private static QuestionWord Read(RawWord raw, string role, string next)
    {
        var (word, original, startsSentence) = raw;
        if (Numbers.TryValue(word, out var digits))
            return new(word, digits, WordKind.Number, WeightOfNumberWord, role, []);
        if (word.AsSpan().ContainsAnyInRange('0', '9'))
            return new(word, Numbers.Plain(word), WordKind.Number, 1, role, []);
        if (Calendar.IsDate(word, original, startsSentence, next))
            return new(word, "date:" + Calendar.NameOf(word), WordKind.Date, WeightOfDate, role, []);
        if (word.Length == 1 && Scripts.IsIdeographic(word[0]))
            return new(word, word, WordKind.Content, WeightOfIdeograph, role, []);
        if (IsName(word))
            return new(word, word, WordKind.Name, 1, role, []);
        // A capital on its own is a name: job A, plan B.
        if (original.Length == 1 && char.IsAsciiLetterUpper(original[0]) && original != "I" && !startsSentence)
            return new(word, "name:" + word, WordKind.Name, WeightOfShortName, role, []);
        if (BeforeEnvironments.Contains(role) && Environments.TryGetValue(word, out var environment))
            return new(word, "env:" + environment, WordKind.Name, WeightOfShortName, role, []);
        return Ordinary(word, role);
    }

    private static QuestionWord Ordinary(string word, string role)
    {
        var stem = WordClasses.StemOf(word);
        var classes = WordClasses.ClassesOf(stem);
        if (WordClasses.IsFrame(word))
            return new(word, stem, WordKind.Frame, 0, role, classes);
        var weight = CommonWords.Weight(word);
        return WordClasses.IsAction(stem) || WordClasses.IsAction(word)
            ? new(word, stem, WordKind.Action, Math.Max(FloorOfAction, weight), role, classes)
            : new(word, stem, WordKind.Content, Math.Max(FloorOfContent, weight), role, classes);
    }

    /// <summary>An identifier, a file or a path, and no phrase that is read as one word.</summary>
    private static bool IsName(string word) =>
        word.IndexOfAny(['_', '.', '/', ':']) >= 0 && !WordClasses.IsPhrase(WordClasses.StemOf(word)) && !WordClasses.IsPhrase(word);
}
