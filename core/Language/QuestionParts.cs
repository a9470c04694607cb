namespace ChatBot.Language;

/// <summary>What a comparison of two questions looks at; made in one go, since it is all asked for together.</summary>
internal sealed class QuestionParts(IReadOnlyList<QuestionWord> words, bool negated, QuestionForm form)
{
    public IReadOnlyList<QuestionWord> Words => words;
    public bool Negated => negated;
    public QuestionForm Form => form;

    public IReadOnlyList<QuestionWord> Content { get; } =
    [.. words.Where(word => word.Kind != WordKind.Frame).DistinctBy(word => word.Stem)];

    public IReadOnlySet<int> Sides { get; } = words.SelectMany(word => WordClasses.SidesOf(word.Stem)).ToHashSet();

    public IReadOnlySet<string> Numbers { get; } =
        words.Where(word => word.Kind is WordKind.Number or WordKind.Date).Select(word => word.Stem).ToHashSet();

    public string Key { get; } = string.Join(' ', words.Select(word => word.Stem));

    public static QuestionParts Of(string text)
    {
        var raw = RawWords.Of(text);
        var (words, negated) = QuestionWords.Of(raw);
        return new(words, negated, QuestionForm.Of(raw.ConvertAll(word => word.Word)));
    }
}
