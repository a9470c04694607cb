using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>
/// Questions with the queries that they ask: every intent with every form of date and every kind of facets, in varied words; and some that
/// the table cannot answer. <see cref="RequestCalendar"/> says what the words mean.
/// </summary>
public sealed class QuestionGenerator(RequestTable table, int seed = 1)
{
    /// <summary>Besides the forms of date: without one.</summary>
    private const int Undated = 10;

    private static readonly RecordIntent[] Intents = [.. Enum.GetValues<RecordIntent>().Where(intent => intent != RecordIntent.Status)];

    private readonly Random _random = new(seed);
    private readonly Dictionary<RecordIntent, int> _turns = [];

    /// <summary>500, the same for the same seed.</summary>
    public IReadOnlyList<RecordQuestion> Generate()
    {
        var questions = new List<RecordQuestion>();
        for (var form = 0; form < DateForm.Count + Undated; form++)
        for (var intent = 0; intent < Intents.Length; intent++)
            questions.Add(Unlike(questions, Intents[intent], form, (form * 5 + intent) % RequestPhrase.Kinds));
        questions.AddRange(UnanswerableQuestions.All);
        while (questions.Count < 500)
            questions.Add(OfId());
        return questions;
    }

    private RecordQuestion Unlike(List<RecordQuestion> others, RecordIntent intent, int form, int facets)
    {
        RecordQuestion question;
        do question = Make(intent, form, facets);
        while (others.Any(other => other.Question.Equals(question.Question, StringComparison.OrdinalIgnoreCase)));
        return question;
    }

    private RecordQuestion Make(RecordIntent intent, int form, int facets)
    {
        var date = form < DateForm.Count ? DateForm.Of(form, _random) : null;
        var resolved = date is { IsAge: false } && intent is not (RecordIntent.Newest or RecordIntent.Oldest) && _random.Next(5) == 0;
        var phrase = new RequestPhrase(_random, facets, date, resolved);
        var by = Facet(phrase, intent);
        var number = intent is RecordIntent.MostCommon ? _random.Next(2, 4) : _random.Next(3, 11);
        var per = PeriodFor(date);
        var frames = QuestionFrames.For(intent, phrase, by);
        var turn = _turns.GetValueOrDefault(intent);
        _turns[intent] = turn + 1;
        var frame = frames[turn % frames.Count];
        var (one, many) = FacetWords.Name(by);
        var text = frame
            .Replace("{P}", phrase.Plural)
            .Replace("{aS}", $"{("aeiou".Contains(char.ToLowerInvariant(phrase.Singular[0])) ? "an" : "a")} {phrase.Singular}")
            .Replace("{S}", phrase.Singular)
            .Replace("{p}", phrase.Undated)
            .Replace("{pred}", phrase.Predicate)
            .Replace("{verb}", phrase.Verb)
            .Replace("{when}", phrase.Date?.Words)
            .Replace("{fs}", many)
            .Replace("{f}", one)
            .Replace("{n}", $"{number}")
            .Replace("{per}", per.ToString().ToLowerInvariant());
        var isGrouped = frame.Contains("{f}") || frame.Contains("{fs}") || frame.StartsWith("Who");
        var query = new RecordQuery(RequestTable.Source, intent)
        {
            Where = phrase.Where,
            By = isGrouped ? by : null,
            Per = intent == RecordIntent.Trend ? per : null,
            Date = intent is RecordIntent.Newest or RecordIntent.Oldest or RecordIntent.Trend
                ? resolved
                    ? RequestFacets.Resolved
                    : RequestFacets.Created
                : null,
            Of = intent is RecordIntent.Average or RecordIntent.Sum or RecordIntent.Largest or RecordIntent.Smallest
                ? RequestFacets.Cost
                : null,
            First = frame.Contains("{n}") ? number : null,
        };
        return new RecordQuestion(Styled(text), Expected.Query, query);
    }

    /// <summary>One that the conditions do not fix.</summary>
    private string Facet(RequestPhrase phrase, RecordIntent intent)
    {
        var people = intent is RecordIntent.MostCommon or RecordIntent.LeastCommon;
        string[] free =
        [
            .. RequestFacets
                .Columns.Where(column => people || column != RequestFacets.Assignee || _random.Next(3) == 0)
                .Where(column => !phrase.Where.OfType<FacetCondition>().Any(condition => condition.Column == column)),
        ];
        return free[_random.Next(free.Length)];
    }

    /// <summary>Steps that a stretch of time has several of.</summary>
    private Period PeriodFor(DateForm? date)
    {
        var days = ((date?.Before ?? RequestCalendar.Tomorrow) - (date?.From ?? RequestTable.Begin)).TotalDays;
        Period[] suit = days switch
        {
            <= 10 => [Period.Day],
            <= 100 => [Period.Day, Period.Week],
            <= 400 => [Period.Week, Period.Month, Period.Quarter],
            _ => [Period.Month, Period.Quarter, Period.Year],
        };
        return suit[_random.Next(suit.Length)];
    }

    private RecordQuestion OfId()
    {
        var id = RequestTable.IdOf(_random.Next(1, table.Rows + 1));
        var text = FacetWords.Choose(
            _random,
            $"What is the status of {id}?",
            $"Status of {id}",
            $"How far is {id}?",
            $"Where does request {id} stand?",
            $"Is there any news on {id}?",
            $"What about request {id}?"
        );
        return new RecordQuestion(text, Expected.Query, new RecordQuery(RequestTable.Source, RecordIntent.Status) { Id = id });
    }

    /// <summary>Some people write no capitals and no question mark.</summary>
    private string Styled(string text)
    {
        text = char.ToUpperInvariant(text[0]) + text[1..];
        return _random.Next(8) switch
        {
            0 => char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('?', '.'),
            1 => text.TrimEnd('?', '.'),
            _ => text,
        };
    }
}
