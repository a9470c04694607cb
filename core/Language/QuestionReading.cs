using ChatBot.Language.Pastes;

namespace ChatBot.Language;

/// <summary>
/// A question as it is read once and then handed from stage to stage: what it asks, its words with kind and role for comparing it with
/// another question, its terms for comparing it with a text, and the terms that a search looks for. Immutable; each part is made when
/// it is first asked for.
/// </summary>
public sealed class QuestionReading
{
    private QuestionReading(string text, string? paste) =>
        (Written, Text, IsPaste) = (text, paste ?? Courtesies.Without(text), paste is not null);

    /// <summary>Reads anything that a person can type; nothing is taken apart before it is asked for.</summary>
    public static QuestionReading Of(string text) => new(text, Paste.AsQuestion(text));

    /// <summary>All that was written, for what judges the message.</summary>
    public string Written { get; }

    /// <summary>
    /// The question without greeting, sign-off, quoted lines and the like, which change nothing about it; of a pasted log or
    /// trace what it tells.
    /// </summary>
    public string Text { get; }

    /// <summary>Whether it holds a log, a stack trace or code, of which <see cref="Text"/> keeps what tells.</summary>
    public bool IsPaste { get; }

    /// <summary>All that was written read as a question, paste and all.</summary>
    public QuestionReading Unread => IsPaste ? new(Written, null) : this;

    /// <summary>Words in order, at most 80.</summary>
    public IReadOnlyList<QuestionWord> Words => Parts.Words;

    /// <summary>Words that carry the meaning, each stem once.</summary>
    public IReadOnlyList<QuestionWord> Content => Parts.Content;

    /// <summary>Everything that it asks for.</summary>
    public Asked Asked => Parts.Form.Asked;

    /// <summary>
    /// The one kind of answer that it wants most: what its first asking word says, <see cref="Asked.Figure"/> for any number,
    /// <see cref="Asked.Definition"/> where <see cref="Subject"/> says of what; else None.
    /// </summary>
    public Asked Wanted =>
        Parts.Form.First != Asked.None ? Parts.Form.First
        : Subject.Count > 0 ? Asked.Definition
        : Asked.None;

    /// <summary>Whether a date or a number answers it.</summary>
    public bool AsksForFigure => (Asked & (Asked.Date | Asked.Figure)) != 0;

    /// <summary>Whether it says no, not, never … anywhere.</summary>
    public bool Negated => Parts.Negated;

    /// <summary>False for another language, as far as a few words tell; a word or name alone may be taken for either.</summary>
    public bool IsEnglish => _isEnglish ??= EnglishText.Is(Terms);

    /// <summary>My, our.</summary>
    public bool AboutMe => Parts.Form.AboutMe;

    /// <summary>About the one who is asked.</summary>
    public bool AboutYou => Parts.Form.AboutYou;

    public Tense Tense => Parts.Form.Tense;

    /// <summary>Before, after, without …: it holds under a condition only.</summary>
    public bool Conditional => Parts.Form.Conditional;

    /// <summary>Numbers and dates, as <see cref="QuestionWord.Stem"/> writes them.</summary>
    public IReadOnlySet<string> Numbers => Parts.Numbers;

    /// <summary>Sides of the opposites that occur in it: 2n and 2n + 1 are the poles of pair n.</summary>
    public IReadOnlySet<int> Sides => Parts.Sides;

    /// <summary>All stems with their number, for equality of the whole wording.</summary>
    public string Key => Parts.Key;

    /// <summary>Every term, as texts are compared with it.</summary>
    public IReadOnlyList<Term> Terms => field ??= Language.Terms.Of(Text);

    /// <summary>Stems that carry meaning, each with its weight.</summary>
    public IReadOnlyDictionary<string, double> Stems => field ??= Language.Terms.Content(Terms);

    /// <summary>What a sentence that answers is measured by.</summary>
    public WantedWords WantedWords => field ??= WantedWords.Of(Terms);

    /// <summary>What a question for a definition wants defined, as stems; else empty.</summary>
    public IReadOnlyList<string> Subject => field ??= DefinedSubject.Of(Terms);

    /// <summary>Index terms without stop words, in the question's order, each once.</summary>
    public IReadOnlyList<AnalyzedTerm> SearchTerms => field ??= SearchedTerms.Of(Analyzed);

    /// <summary>Words of it that texts may spell as one or as two.</summary>
    public IReadOnlyList<JoinedWord> JoinedWords => field ??= SearchedTerms.Joined(Analyzed);

    private List<AnalyzedTerm> Analyzed => field ??= TextAnalyzer.Terms(Text);

    private bool? _isEnglish;

    private QuestionParts Parts => field ??= QuestionParts.Of(Text);

    public override string ToString() => Text;
}
