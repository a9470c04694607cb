namespace ChatBot.Knowledge.Records.Asking;

/// <summary>What a question wants of the rows that meet its conditions: how many, which, by what, how much.</summary>
/// <param name="date">The date column that the question speaks of; null where it names none.</param>
/// <param name="before">What was asked before; null for nothing.</param>
internal sealed class WantReading(QuestionItems question, string? date, RecordQuery? before)
{
    /// <summary>Whether it says what is wanted, or which rows.</summary>
    public bool HasIntent { get; private set; }

    /// <summary>Whether it asks for something other than a list.</summary>
    public bool HasWant { get; private set; }

    public RecordQuery Read(RecordQuery query)
    {
        HasIntent = Cue("wants, list") is not null;
        var read =
            Row(query)
            ?? Trend(query)
            ?? Grouped(query)
            ?? Amount(query)
            ?? Count(query)
            ?? ByDate(query)
            ?? (query with { First = Number() });
        HasWant = read.Intent != RecordIntent.List;
        HasIntent |= HasWant;
        return read;
    }

    private RecordQuery? Row(RecordQuery query)
    {
        if (question.Items.OfType<RecordItem.Id>().FirstOrDefault() is not { } id)
            return null;
        question.Used.Add(id);
        Use("status");
        foreach (var column in question.Items.OfType<RecordItem.Column>())
            question.Used.Add(column);
        return query with { Intent = RecordIntent.Status, Id = id.Is };
    }

    private RecordQuery? Trend(RecordQuery query)
    {
        var every = question.Items.OfType<RecordItem.Every>().FirstOrDefault();
        if ((date ?? question.Lexicon.First(ColumnRole.Date)?.Name) is not { } by || every is null && Cue("wants, trend") is null)
            return null;
        if (every is not null)
            question.Used.Add(every);
        Use("wants, trend", "wants, count", "wants, group", "by");
        UseDateColumn();
        return query with { Intent = RecordIntent.Trend, Per = every?.Is ?? Period.Month, Date = by };
    }

    private RecordQuery? Grouped(RecordQuery query)
    {
        if (GroupColumn() is not { } column)
            return null;
        var isExtreme = Cue("wants, largest") is not null || Cue("wants, smallest") is not null;
        if (isExtreme && Cue("wants, average") is null && Cue("wants, sum") is null && Cue("wants, most") is null)
            return null; // "which category has the highest cost": of one row, in all or on average?
        if (isExtreme)
            Use("wants, largest", "wants, smallest");
        question.Used.Add(column);
        Use("by", "wants, group");
        query = query with { By = column.Is.Name };
        if (AmountIntent() is { } of)
            return of(query);
        if (Cue("wants, least") is { } least)
        {
            question.Used.Add(least);
            Use("wants, count");
            return query with { Intent = RecordIntent.LeastCommon, First = Number() };
        }
        if (Cue("wants, most") is { } most)
        {
            question.Used.Add(most);
            Use("wants, count", "wants, largest");
            return query with { Intent = RecordIntent.MostCommon, First = Number() };
        }
        Use("wants, count", "wants, sum");
        return query with { Intent = RecordIntent.Group };
    }

    /// <summary>"by category", "the most common category", "which category has most", "which categories are there".</summary>
    private RecordItem.Column? GroupColumn()
    {
        for (var at = 0; at < question.Items.Count; at++)
            if (question.Items[at] is RecordItem.Column { Is.IsFacet: true } column && !question.Used.Contains(column))
            {
                if (
                    at > 0
                    && question.Items[at - 1]
                        is RecordItem.Cue { Section: "by" or "wants, most" or "wants, least" or "wants, group" or "wants, list" }
                )
                    return column;
                if (
                    at > 1
                    && question.Items[at - 2] is RecordItem.Cue { Section: "wants, most" or "by" }
                    && question.Items[at - 1] is RecordItem.Number
                )
                    return column;
                if (Cue("wants, most") is not null || Cue("wants, least") is not null || Cue("wants, group") is not null)
                    return column;
            }
        if (Cue("wants, most") is null && Cue("wants, least") is null)
            return null;
        // "who has the most", where one column holds people
        if (question.Items.FirstOrDefault() is RecordItem.Cue { Section: "wants, list", Phrase: "who" } && !NamesAmount)
            return question.Lexicon.First(ColumnRole.Person) is { } person ? new RecordItem.Column(0, 0, person) : null;
        // "and the fewest?"
        return before?.By is { } by && question.Lexicon.Shape.Columns.FirstOrDefault(column => column.Name == by) is { } same
            ? new RecordItem.Column(0, 0, same)
            : null;
    }

    private bool NamesAmount => question.Items.Any(item => item is RecordItem.Column { Is.Role: ColumnRole.Amount });

    private RecordQuery? Amount(RecordQuery query) => AmountIntent() is { } of ? of(query) : null;

    private Func<RecordQuery, RecordQuery>? AmountIntent()
    {
        var columns = question.Lexicon.Shape.Columns.Where(column => column.Role == ColumnRole.Amount).ToList();
        var named = question
            .Items.OfType<RecordItem.Column>()
            .FirstOrDefault(item => item.Is.Role == ColumnRole.Amount && !question.Used.Contains(item));
        var of = named?.Is.Name ?? before?.Of ?? (columns.Count == 1 && SpeaksOfMoney ? columns[0].Name : null);
        if (of is null)
            return null;
        foreach (var (section, intent) in AmountCues)
            if (Cue(section) is { } cue && (named is not null || section is not ("wants, most" or "wants, least")))
            {
                question.Used.Add(cue);
                if (named is not null)
                    question.Used.Add(named);
                Use(section, "wants, sum", "wants, count");
                if (intent is RecordIntent.Largest or RecordIntent.Smallest)
                    Use("by", "wants, most", "wants, largest");
                return query => query with { Intent = intent, Of = of, First = Number() };
            }
        return null;
    }

    private static readonly (string Section, RecordIntent Intent)[] AmountCues =
    [
        ("wants, average", RecordIntent.Average),
        ("wants, largest", RecordIntent.Largest),
        ("wants, smallest", RecordIntent.Smallest),
        ("wants, sum", RecordIntent.Sum),
        ("wants, most", RecordIntent.Largest),
        ("wants, least", RecordIntent.Smallest),
    ];

    /// <summary>"the cheapest", "the most expensive": of what there is only one amount.</summary>
    private bool SpeaksOfMoney => question.Items.OfType<RecordItem.Cue>().Any(cue => RecordCues.Has("money words", cue.Phrase));

    private RecordQuery? Count(RecordQuery query)
    {
        if (Cue("wants, count") is not { } count)
            return null;
        question.Used.Add(count);
        Use("wants, sum");
        return query with { Intent = RecordIntent.Count };
    }

    private RecordQuery? ByDate(RecordQuery query)
    {
        var (cue, intent) =
            Cue("wants, newest") is { } newest ? (newest, RecordIntent.Newest)
            : Cue("wants, oldest") is { } oldest ? (oldest, RecordIntent.Oldest)
            : (null, RecordIntent.List);
        if (cue is null || (date ?? question.Lexicon.First(ColumnRole.Date)?.Name) is not { } by)
            return null;
        question.Used.Add(cue);
        UseDateColumn();
        Use("by");
        return query with { Intent = intent, Date = by, First = Number() };
    }

    private int? Number()
    {
        if (question.Items.OfType<RecordItem.Number>().FirstOrDefault(number => !question.Used.Contains(number)) is not { } found)
            return null;
        question.Used.Add(found);
        return found.Is;
    }

    private void UseDateColumn()
    {
        foreach (
            var column in question
                .Items.OfType<RecordItem.Column>()
                .Where(column => column.Is.Role == ColumnRole.Date && column.Is.Name == date)
        )
            question.Used.Add(column);
    }

    private RecordItem.Cue? Cue(string section) =>
        question.Items.OfType<RecordItem.Cue>().FirstOrDefault(cue => cue.Section == section && !question.Used.Contains(cue));

    private void Use(params ReadOnlySpan<string> sections)
    {
        foreach (var section in sections)
            question.Used.UnionWith(question.Items.OfType<RecordItem.Cue>().Where(cue => cue.Section == section));
    }
}
