using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>A question as a row of words with their places, so that one of them can be exchanged for another.</summary>
internal sealed class Wording
{
    private static readonly WordList Prepositions = WordList.Load("roles")["prepositions"];

    /// <summary>Words that ask for a kind of answer and are no part of a subject.</summary>
    private static readonly WordList Asking = WordList.Load("asking")["asking"];

    /// <summary>Who does something stands before what is done.</summary>
    private static readonly WordList Doers = WordList.Load("follow-ups")["doers"];

    private static readonly WordList Determiners = WordList.Load("follow-ups")["determiners"];

    private readonly string _text;
    private readonly List<(int Start, int End)> _places = [];

    public Wording(string text)
    {
        _text = text;
        var words = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
                continue;
            var end = i;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            var next = end;
            while (i < end && !IsInner(text[i]) && text[i] is not ('-' or '.' or '_' or '/' or '<' or '@'))
                i++;
            while (end > i && !IsInner(text[end - 1]) && text[end - 1] is not ('#' or '+'))
                end--;
            if (end > i)
            {
                _places.Add((i, end));
                words.Add(Fold(text[i..end]));
            }
            i = next;
        }
        Words = words;
    }

    /// <summary>Folded, without apostrophes and the punctuation around them.</summary>
    public IReadOnlyList<string> Words { get; }

    public string From(int word) => word < Words.Count ? _text[_places[word].Start..].TrimEnd(' ', '?', '.', '!', '\n') : "";

    public string WithoutDeterminer() => From(Words.Count > 1 && Determiners.Contains(Words[0]) ? 1 : 0);

    public string Slice(int from, int length) => length == 0 ? "" : _text[_places[from].Start.._places[from + length - 1].End];

    public bool IsContent(int word) => CommonWords.Weight(Words[word]) > 0;

    public bool IsPreposition(int word) => Prepositions.Contains(Words[word]);

    /// <summary>Written as names are: a capital that begins no sentence, a sign or a digit in it, or a word that few texts have.</summary>
    public bool IsName(int word, bool startsSentence)
    {
        var written = Slice(word, 1);
        return !startsSentence && char.IsUpper(written[0])
            || written.Skip(1).Any(char.IsUpper)
            || !written.All(char.IsLetter)
            || !CommonWords.Contains(Words[word]);
    }

    /// <summary>The text with some of its words exchanged.</summary>
    public string With(int from, int length, string replacement) =>
        _text[.._places[from].Start] + replacement + _text[_places[from + length - 1].End..];

    /// <summary>What it is about and what of that: the words between the asking ones and the end.</summary>
    public string Subject()
    {
        var (from, to) = (0, Words.Count);
        while (from < to && (!IsContent(from) || FunctionWords.IsRequest(Words[from]) || Asking.Contains(Words[from])))
            from++;
        while (to > from && (!IsContent(to - 1) || Asking.Contains(Words[to - 1])))
            to--;
        return Slice(from, to - from);
    }

    /// <summary>What something is done to, in a question how to do it; else all that it is about.</summary>
    public string Object()
    {
        for (var i = 1; i < Words.Count; i++)
            if (Doers.Contains(Words[i - 1]) && IsContent(i))
                return Things().Find(thing => thing.From > i) is { Length: > 0 } thing
                    ? Determiners.Contains(Words[thing.From - 1])
                        ? Slice(thing.From - 1, thing.Length + 1)
                        : Slice(thing.From, thing.Length)
                    : Subject();
        return Subject();
    }

    /// <summary>Runs of words that name one thing each, a verb apart from what it is done to.</summary>
    public List<(int From, int Length)> Things()
    {
        var things = new List<(int From, int Length)>();
        for (var i = 0; i < Words.Count; i++)
        {
            if (!IsContent(i))
                continue;
            var from = i;
            while (i + 1 < Words.Count && IsContent(i + 1))
                i++;
            if (from > 0 && Doers.Contains(Words[from - 1]))
                from = i + 1 < Words.Count && Determiners.Contains(Words[i + 1]) ? i + 1 : from + 1;
            if (from <= i)
                things.Add((from, i - from + 1));
        }
        return things;
    }

    /// <summary>The words that a preposition governs, up to the next one.</summary>
    public (int From, int Length)? After(string preposition)
    {
        for (var i = Words.Count - 2; i >= 0; i--)
        {
            if (Words[i] != preposition)
                continue;
            var end = i + 1;
            while (end < Words.Count && !IsPreposition(end) && (end == i + 1 || !EndsClause(end - 1)))
                end++;
            return (i + 1, end - i - 1);
        }
        return null;
    }

    private bool EndsClause(int word) => _text.AsSpan(_places[word].End).TrimStart() is [',' or ';' or ':' or '?' or '.', ..];

    private static bool IsInner(char c) => char.IsLetterOrDigit(c) || Folding.IsMark(c);

    private static string Fold(string word) => string.Concat(word.Where(c => c is not ('\'' or '’')).Select(Folding.Fold));
}
