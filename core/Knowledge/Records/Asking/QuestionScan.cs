using ChatBot.Knowledge.Records.Asking.Dates;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// Takes a question apart into what each stretch of its words is, for one source. Every word is accounted for: what is none of the
/// source's names, no date, no amount and no cue is unknown, and a question with an unknown word is not answered with a number.
/// </summary>
internal sealed class QuestionScan
{
    /// <summary>Cues that stand for something of their own, in the order in which the longest is looked for.</summary>
    private static readonly string[] Sections =
    [
        "wants, count",
        "wants, most",
        "wants, least",
        "wants, newest",
        "wants, oldest",
        "wants, average",
        "wants, sum",
        "wants, largest",
        "wants, smallest",
        "wants, trend",
        "wants, group",
        "wants, list",
        "by",
        "not",
        "or",
        "about",
        "of those",
        "made",
        "ended",
        "status",
    ];

    private static readonly Phrases<bool> Around = new(
        WordList.Load("courtesies") is var polite
            ? polite["openings"].Words.Concat(polite["thanks"].Words).Select(phrase => (phrase, true))
            : []
    );

    private readonly RecordLexicon _lexicon;
    private readonly string _text;
    private readonly DateTime _today;
    private readonly List<Token> _tokens;
    private readonly TextReading _texts;
    private IReadOnlyDictionary<int, (int Length, string Id)> _ids = new Dictionary<int, (int, string)>();

    public QuestionScan(RecordLexicon lexicon, string text, DateTime today)
    {
        (_lexicon, _text, _today) = (lexicon, text, today);
        _tokens = Token.Of(text);
        _texts = new TextReading(lexicon, _tokens, text, today);
    }

    public IReadOnlyList<Token> Tokens => _tokens;

    /// <param name="ids">Ids of rows that the question names, by their first word.</param>
    public List<RecordItem> Read(IReadOnlyDictionary<int, (int Length, string Id)> ids)
    {
        _ids = ids;
        var words = _tokens.Select(token => token.Word).ToList();
        var items = new List<RecordItem>();
        var begin = AfterReport(words);
        if (begin > 0)
            items.Add(new RecordItem.Filler(0, begin));
        for (var at = begin; at < _tokens.Count; )
        {
            var item = ids.TryGetValue(at, out var id) ? new RecordItem.Id(at, id.Length, id.Id) : Item(words, at, items);
            items.Add(item);
            at += item.Length;
        }
        return items;
    }

    /// <summary>"My boss wants to know …": who asks, and whom, is no condition.</summary>
    private static int AfterReport(List<string> words)
    {
        for (var at = words.Count - 1; at >= 0; at--)
            if (RecordCues.StandsAt("reports", words, at, out var length) && at + length < words.Count)
                return at + length;
        return 0;
    }

    private RecordItem Item(List<string> words, int at, List<RecordItem> before)
    {
        if (_texts.Quoted(at) is { } quoted)
            return quoted;
        if (RecordCues.StandsAt("denied only in part", words, at, out var partly))
            return new RecordItem.Unknown(at, partly, _text[_tokens[at].Start.._tokens[at + partly - 1].End]);
        var date =
            DateReading.At(_tokens, words, at, _today) is { } span && !IsWithinValue(at, span.Length)
                ? new RecordItem.Date(at, span)
                : null;
        var named = Named(at, before);
        var amount =
            _lexicon.Table.Amounts.Count > 0 && AmountReading.At(_tokens, words, at, _text) is { } bounds && !CountsRows(at + bounds.Length)
                ? new RecordItem.Amount(at, bounds.Length, bounds.Means)
                : null;
        var every = Every(words, at);
        var cue = Cue(words, at) is { Section: "status" } && _ids.Count == 0 ? null : Cue(words, at);
        // dates and amounts before names of the same length: "in May" is a month in a table that has a May as well
        RecordItem? found = null;
        foreach (var candidate in (RecordItem?[])[date, every, amount, named, cue])
            if (candidate is not null && candidate.Length > (found?.Length ?? 0))
                found = candidate;
        if (found is RecordItem.Cue { Section: "about" } about)
            return _texts.About(words, about, _ids) ?? (RecordItem)about;
        return found
            ?? (
                CalendarWords.Number(_tokens, at, out var length) is { } number && words[at] is not ("a" or "an" or "one")
                    ? new RecordItem.Number(at, length, number)
                    : null
            )
            ?? (
                IsFiller(words, at, out var filler)
                    ? new RecordItem.Filler(at, filler)
                    : Person(at) ?? Misspelt(at, before) ?? new RecordItem.Unknown(at, 1, _tokens[at].Raw)
            );
    }

    private RecordItem.Value? Person(int at) =>
        _lexicon.PersonAt(_tokens, at, _text) is { } person ? new RecordItem.Value(at, person.Length, [person.Is]) : null;

    /// <summary>"May &amp; Sons" is no month.</summary>
    private bool IsWithinValue(int at, int length)
    {
        for (var inside = at; inside < at + length; inside++)
            if (
                _lexicon.At(_tokens, inside) is { } named
                && inside + named.Length > at + length
                && named.Means.Any(means => means is RecordLexicon.Meaning.Value)
            )
                return true;
        return false;
    }

    /// <summary>"more than 200 tickets" bounds how many there are, and no amount.</summary>
    private bool CountsRows(int behind) =>
        behind < _tokens.Count && _lexicon.At(_tokens, behind) is { } next && next.Means.Any(means => means is RecordLexicon.Meaning.Noun);

    private bool IsFiller(List<string> words, int at, out int length)
    {
        length = 1;
        // "IT" in a table that knows no IT is not the pronoun
        if (_tokens[at].Raw is { Length: > 1 } raw && raw.All(char.IsAsciiLetterUpper) && _text.Any(char.IsLower))
            return false;
        if (Around.TryLongest(words, at, out length, out _))
            return true;
        if (RecordCues.StandsAt("fillers", words, at, out length))
            return true;
        length = 1;
        return RecordCues.Has("fillers", Stems.Of(words[at]));
    }

    /// <summary>A name of the table. "it" and "us" are values only where they are written or stand like one.</summary>
    private RecordItem? Named(int at, List<RecordItem> before)
    {
        if (_lexicon.At(_tokens, at) is not { } found)
            return null;
        var (length, means) = found;
        var values = means.OfType<RecordLexicon.Meaning.Value>().Select(value => value.Is).ToList();
        if (values.Count > 0 && length == 1 && IsOtherWord(_tokens[at].Word))
            values.RemoveAll(value => !value.Values.Contains(_tokens[at].Raw) && !StandsLikeValue(at, before));
        if (values.Count > 0)
            return new RecordItem.Value(at, length, values);
        if (means.Any(meaning => meaning is RecordLexicon.Meaning.Noun))
            return new RecordItem.Noun(at, length);
        return means.OfType<RecordLexicon.Meaning.Column>().FirstOrDefault() is { } column
            ? new RecordItem.Column(at, length, column.Is)
            : null;
    }

    private static bool IsOtherWord(string word) =>
        FunctionWords.IsFunction(word) || RecordCues.Has("fillers", word) || RecordCues.Has("or", word) || RecordCues.Has("not", word);

    private bool StandsLikeValue(int at, List<RecordItem> before) =>
        at + 1 < _tokens.Count
            && _lexicon.At(_tokens, at + 1) is { } next
            && next.Means.Any(meaning => meaning is RecordLexicon.Meaning.Noun)
        || before.LastOrDefault() is RecordItem.Column { Is.IsFacet: true };

    /// <summary>"per month", "monthly".</summary>
    private RecordItem.Every? Every(List<string> words, int at)
    {
        if (words[at].EndsWith("ly", StringComparison.Ordinal) && PeriodEvery(words[at]) is { } often)
            return new RecordItem.Every(at, 1, often);
        if (
            CalendarWords.PeriodOf(words[at]) is { } repeated
            && at + 2 < words.Count
            && words[at + 1] is "by" or "after"
            && words[at + 2] == words[at]
        )
            return new RecordItem.Every(at, 3, repeated);
        return
            RecordCues.StandsAt("by", words, at, out var length)
            && at + length < words.Count
            && CalendarWords.PeriodOf(words[at + length]) is { } period
            ? new RecordItem.Every(at, length + 1, period)
            : null;
    }

    private static Period? PeriodEvery(string word) =>
        word switch
        {
            "daily" => Period.Day,
            "weekly" => Period.Week,
            "monthly" => Period.Month,
            "quarterly" => Period.Quarter,
            "yearly" or "annually" => Period.Year,
            _ => null,
        };

    private static RecordItem.Cue? Cue(List<string> words, int at)
    {
        RecordItem.Cue? longest = null;
        foreach (var section in Sections)
            if (RecordCues.StandsAt(section, words, at, out var length) && length > (longest?.Length ?? 0))
                longest = new RecordItem.Cue(at, length, section, string.Join('_', words.Skip(at).Take(length)));
        return longest;
    }

    /// <summary>A long word that is nearly a name of the table, and of one only.</summary>
    private RecordItem? Misspelt(int at, List<RecordItem> before)
    {
        var word = _tokens[at].Word;
        if (_tokens[at].IsNumber)
            return null;
        var near = _lexicon.Words.Where(known => Typos.Alike(word, known)).ToList();
        if (near.Count != 1)
            return null;
        var written = _tokens[at];
        _tokens[at] = written with { Word = near[0] };
        var named = Named(at, before);
        if (named is null)
            _tokens[at] = written;
        return named;
    }
}
