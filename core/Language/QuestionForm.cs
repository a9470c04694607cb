namespace ChatBot.Language;

/// <summary>What a question asks for, of whom, and when: the one place that decides it, from the phrases of asking.txt.</summary>
/// <param name="Asked">Everything that it asks for.</param>
/// <param name="First">What the first asking word wants, <see cref="Asked.Figure"/> for all its parts; None where none says it.</param>
/// <param name="AboutMe">My, our.</param>
/// <param name="AboutYou">About the one who is asked.</param>
/// <param name="Conditional">Before, after, without …: holds under a condition only.</param>
internal sealed record QuestionForm(Asked Asked, Asked First, bool AboutMe, bool AboutYou, Tense Tense, bool Conditional)
{
    private static readonly WordList Asking = WordList.Load("asking");
    private static readonly WordList People = WordList.Load("person-and-tense");

    /// <summary>Each phrase with what it asks for, and whether it asks or only names it.</summary>
    private static readonly Phrases<(Asked Asked, bool Asks)> Cues = new([
        .. Section("date", Asked.Date),
        .. Section("place", Asked.Place),
        .. Section("person", Asked.Person, named: false),
        .. Section("amount", Asked.Amount),
        .. Section("duration", Asked.Duration),
        .. Section("frequency", Asked.Frequency),
        .. Section("reason", Asked.Reason),
        .. Section("steps", Asked.Steps),
        .. Asking["thing"].Words.Select(phrase => (phrase, (Asked.Thing, false))),
        .. Asking["definition, named"].Words.Select(phrase => (phrase, (Asked.Definition, false))),
        .. Asking["yes or no"].Words.Select(phrase => (phrase, (Asked.YesOrNo, false))),
    ]);

    private static readonly WordList Orders = Asking["order"];
    private static readonly Phrases<bool> Me = Marks("me"),
        You = Marks("you", "you, politely"),
        Past = Marks("past"),
        Future = Marks("future");
    private static readonly WordList Conditions = WordList.Load("roles")["conditions"];

    public static QuestionForm Of(IReadOnlyList<string> words)
    {
        var (asked, first) = (Asked.None, Asked.None);
        for (var at = 0; at < words.Count; at++)
            foreach (var (_, (kind, asks)) in Cues.At(words, at))
            {
                asked |= kind;
                if (asks && first == Asked.None)
                    first = (kind & Asked.Figure) != 0 ? Asked.Figure : kind;
            }
        // "Find rows without a match": how to do what the first word says.
        if (first == Asked.None && words.Count > 0 && Orders.Contains(words[0]))
            first = Asked.Steps;
        return new(
            asked,
            first,
            IsMarked(words, Me),
            IsMarked(words, You),
            IsMarked(words, Past) ? Tense.Past
                : IsMarked(words, Future) ? Tense.Future
                : Tense.None,
            words.Any(Conditions.Contains)
        );
    }

    private static IEnumerable<(string, (Asked, bool))> Section(string name, Asked kind, bool named = true) =>
        Asking[name]
            .Words.Select(phrase => (phrase, (kind, true)))
            .Concat(named ? Asking[$"{name}, named"].Words.Select(phrase => (phrase, (kind, false))) : []);

    /// <summary>Phrases that mark something, and longer ones that take it back.</summary>
    private static Phrases<bool> Marks(string section, string? except = null) =>
        new([
            .. People[section].Words.Select(phrase => (phrase, true)),
            .. except is null ? [] : People[except].Words.Select(phrase => (phrase, false)),
        ]);

    private static bool IsMarked(IReadOnlyList<string> words, Phrases<bool> marks)
    {
        for (var at = 0; at < words.Count; at++)
            if (marks.TryLongest(words, at, out _, out var marked) && marked)
                return true;
        return false;
    }
}
