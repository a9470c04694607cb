namespace ChatBot.Answering.Corrections;

internal enum WordKind
{
    /// <summary>Shapes the question: either side may have it.</summary>
    Frame,

    /// <summary>Says what the question is about.</summary>
    Content,

    /// <summary>What is to be done.</summary>
    Action,

    /// <summary>Number, version, code, date, month: both sides must have the same.</summary>
    Number,

    /// <summary>Identifier or file name: taken letter by letter.</summary>
    Name,
}

/// <param name="Weight">0 to 1: how much of the meaning hangs on it.</param>
/// <param name="Role">The preposition that governs it, with <c>not-</c> before it where negated; empty for subject and object.</param>
internal readonly record struct FormWord(string Word, string Stem, WordKind Kind, double Weight, string Role, int[] Classes);

/// <summary>What a question asks for.</summary>
[Flags]
internal enum Aspects
{
    None = 0,
    When = 1,
    Where = 2,
    Who = 4,
    HowMuch = 8,
    HowLong = 16,
    HowOften = 32,
    Why = 64,
    HowTo = 128,
    What = 256,
    Meaning = 512,
    YesOrNo = 1024,

    /// <summary>Those that exclude each other.</summary>
    Decisive = When | Where | Who | HowMuch | HowLong | HowOften | Why,
}

internal enum Tense
{
    None,
    Past,
    Future,
}

/// <summary>A question taken apart, ready to be compared; made once per correction and once per question.</summary>
internal sealed class QuestionForm(
    string text,
    IReadOnlyList<FormWord> words,
    Aspects aspects,
    bool negated,
    bool aboutMe,
    bool aboutYou,
    Tense tense
)
{
    public string Text => text;
    public IReadOnlyList<FormWord> Words => words;

    /// <summary>Words that carry the meaning.</summary>
    public IReadOnlyList<FormWord> Content { get; } = [.. words.Where(word => word.Kind != WordKind.Frame).DistinctBy(word => word.Stem)];

    public Aspects Aspects => aspects;
    public bool Negated => negated;

    /// <summary>My, our.</summary>
    public bool AboutMe => aboutMe;

    /// <summary>The one who is asked.</summary>
    public bool AboutYou => aboutYou;

    public Tense Tense => tense;

    /// <summary>Sides of the opposites that occur in it.</summary>
    public IReadOnlySet<int> Sides { get; } = words.SelectMany(word => WordClasses.SidesOf(word.Stem)).ToHashSet();

    public IReadOnlySet<string> Numbers { get; } = words.Where(word => word.Kind == WordKind.Number).Select(word => word.Stem).ToHashSet();

    /// <summary>All stems with their number, for equality of the whole wording.</summary>
    public string Key { get; } = string.Join(' ', words.Select(word => word.Stem));
}
