using ChatBot.Knowledge.Records.Asking.Dates;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// Takes a question apart into what each stretch of its words is, for one source. Every word is accounted for: what is none of the
/// source's names, no date, no amount and no cue is unknown, and a question with an unknown word is not answered with a number.
/// </summary>
internal sealed class QuestionScan(RecordLexicon lexicon, string text, DateTime today)
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

    private readonly List<Token> _tokens = Token.Of(text);
    private IReadOnlyDictionary<int, (int Length, string Id)> _ids = new Dictionary<int, (int, string)>();

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
        if (Quoted(at) is { } quoted)
            return quoted;
        var date = DateReading.At(_tokens, words, at, today) is { } span ? new RecordItem.Date(at, span) : null;
        var named = Named(at, before);
        var amount =
            lexicon.Table.Amounts.Count > 0 && AmountReading.At(_tokens, words, at, text) is { } bounds
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
            return Text(words, about) ?? (RecordItem)about;
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
        lexicon.PersonAt(_tokens, at, text) is { } person ? new RecordItem.Value(at, person.Length, [person.Is]) : null;

    private static bool IsFiller(List<string> words, int at, out int length)
    {
        if (Around.TryLongest(words, at, out length, out _))
            return true;
        length = 1;
        return RecordCues.Has("fillers", words[at]) || RecordCues.Has("fillers", Stems.Of(words[at]));
    }

    /// <summary>A name of the table. "it" and "us" are values only where they are written or stand like one.</summary>
    private RecordItem? Named(int at, List<RecordItem> before)
    {
        if (lexicon.At(_tokens, at) is not { } found)
            return null;
        var (length, means) = found;
        var values = means.OfType<RecordLexicon.Meaning.Value>().Select(value => value.Is).ToList();
        if (values.Count > 0 && length == 1 && IsOtherWord(_tokens[at].Word))
            values.RemoveAll(value => !value.Values.Contains(_tokens[at].Raw) && !StandsLikeValue(at, before));
        if (values.Count > 0)
            return new RecordItem.Value(at, length, values);
        if (means.OfType<RecordLexicon.Meaning.Column>().FirstOrDefault() is { } column)
            return new RecordItem.Column(at, length, column.Is);
        return means.Any(meaning => meaning is RecordLexicon.Meaning.Noun) ? new RecordItem.Noun(at, length) : null;
    }

    private static bool IsOtherWord(string word) =>
        FunctionWords.IsFunction(word) || RecordCues.Has("fillers", word) || RecordCues.Has("or", word) || RecordCues.Has("not", word);

    private bool StandsLikeValue(int at, List<RecordItem> before) =>
        at + 1 < _tokens.Count
            && lexicon.At(_tokens, at + 1) is { } next
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

    /// <summary>What stands between quotation marks.</summary>
    private RecordItem.Text? Quoted(int at)
    {
        var start = _tokens[at].Start;
        if (start == 0 || text[start - 1] is not ('"' or '“' or '„' or '«'))
            return null;
        var end = text.IndexOfAny(['"', '”', '“', '»'], start);
        if (end < 0)
            return null;
        var length = _tokens.Skip(at).TakeWhile(token => token.Start < end).Count();
        return new RecordItem.Text(at, length, text[start..end]);
    }

    /// <summary>What a row is about: the words up to a date, a verb, or a value that a small word joins: "about VPN in Berlin".</summary>
    private RecordItem.Text? Text(List<string> words, RecordItem.Cue about)
    {
        var (start, end) = (about.At + about.Length, about.At + about.Length);
        if (start < _tokens.Count && Quoted(start) is { } quoted)
            return new RecordItem.Text(about.At, about.Length + quoted.Length, quoted.Is);
        while (end < _tokens.Count && !EndsText(words, end, end > start))
            end++;
        return end == start || Enumerable.Range(start, end - start).All(at => FunctionWords.IsFunction(words[at]))
            ? null
            : new RecordItem.Text(about.At, end - about.At, text[_tokens[start].Start.._tokens[end - 1].End]);
    }

    private bool EndsText(List<string> words, int at, bool hasBegun) =>
        _ids.ContainsKey(at)
        || DateReading.At(_tokens, words, at, today) is not null
        || RecordCues.Has("ends a text", words[at])
        || hasBegun
            && at + 1 < _tokens.Count
            && RecordCues.Has("before a value", words[at])
            && lexicon.At(_tokens, at + 1) is { } next
            && next.Means.Any(meaning => meaning is RecordLexicon.Meaning.Value);

    /// <summary>A long word that is nearly a name of the table, and of one only.</summary>
    private RecordItem? Misspelt(int at, List<RecordItem> before)
    {
        var word = _tokens[at].Word;
        if (_tokens[at].IsNumber)
            return null;
        var near = lexicon.Words.Where(known => Typos.Alike(word, known)).ToList();
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
