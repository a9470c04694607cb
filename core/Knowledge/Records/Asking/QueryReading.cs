namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// Makes a typed query of what stands in a question. What does not fit into it is unknown: nothing of a question is passed over in
/// silence, for a number that leaves out half of what was asked is a wrong number.
/// </summary>
internal sealed class QueryReading
{
    private readonly RecordLexicon _lexicon;
    private readonly List<RecordItem> _items;
    private readonly HashSet<RecordItem> _used = [];
    private readonly List<RecordCondition> _where = [];
    private readonly List<List<FacetCondition>> _alternatives = [];
    private readonly List<(DateCondition One, DateCondition Other)> _dates = [];

    private QueryReading(RecordLexicon lexicon, IEnumerable<RecordItem> items)
    {
        _lexicon = lexicon;
        _items = [.. items.Where(item => item is not RecordItem.Filler)];
    }

    /// <summary>What was made of a question.</summary>
    /// <param name="Readings">One, or several where a word means several things; empty where nothing is asked of rows.</param>
    /// <param name="Unknown">Words, in order, that none of it accounts for.</param>
    /// <param name="HasNoun">It says what such a row is called.</param>
    /// <param name="HasIntent">It says that rows are wanted, or what of them.</param>
    /// <param name="HasWant">It asks for something other than a list.</param>
    public sealed record Read(
        IReadOnlyList<RecordQuery> Readings,
        IReadOnlyList<RecordItem> Unknown,
        bool HasNoun,
        bool HasIntent,
        bool HasWant
    )
    {
        /// <summary>Whether it asks about rows: it calls them by their name, or by a value and what is wanted of them.</summary>
        public bool IsOfRows =>
            Readings.Count > 0
            && (
                Readings[0].Id is not null
                || HasNoun && (HasIntent || Readings[0].Where.Count > 0 || Readings[0].Text is not null)
                || HasIntent && Readings[0].Where.OfType<FacetCondition>().Any()
                || HasWant && Readings[0] is { Of: not null } of && (of.By is not null || of.Where.Count > 0)
            );
    }

    /// <param name="before">What was asked before, of which a question that goes on need not repeat what is counted; null for nothing.</param>
    public static Read Of(RecordLexicon lexicon, IEnumerable<RecordItem> items, RecordQuery? before = null) =>
        new QueryReading(lexicon, items).Make(before);

    private Read Make(RecordQuery? before)
    {
        ReadValues();
        var date = ReadDates();
        ReadAmounts();
        var wants = new WantReading(_lexicon, _items, _used, date, before);
        var query = wants.Read(new RecordQuery(_lexicon.Table.Source.Source, RecordIntent.List));
        if (_items.OfType<RecordItem.Text>().ToList() is { Count: > 0 } texts)
        {
            query = query with { Text = string.Join(' ', texts.Select(text => text.Is)) };
            _used.UnionWith(texts);
        }
        foreach (
            var item in _items.Where(item => item is RecordItem.Noun or RecordItem.Cue { Section: "wants, list" or "of those" or "or" })
        )
            _used.Add(item);
        if (query.Id is null)
            query = query with { Where = [.. _where] };
        else
        {
            // of one row all is told, whatever else is said of it
            query = query with
            {
                Text = null,
            };
            _alternatives.Clear();
            _dates.Clear();
        }
        return new Read(
            [.. Readings(query)],
            [.. _items.Where(item => !_used.Contains(item))],
            _items.Any(item => item is RecordItem.Noun),
            wants.HasIntent,
            wants.HasWant
        );
    }

    /// <summary>Every combination of what its words may mean, the likeliest first.</summary>
    private IEnumerable<RecordQuery> Readings(RecordQuery query)
    {
        IEnumerable<RecordQuery> readings = [query];
        foreach (var means in _alternatives)
            readings = [.. readings.SelectMany(reading => means.Select(one => reading with { Where = [.. reading.Where, one] }))];
        foreach (var (one, other) in _dates)
            readings =
            [
                .. readings.SelectMany(reading =>
                    (RecordQuery[])
                        [reading, reading with { Where = [.. reading.Where.Select(condition => condition == one ? other : condition)] }]
                ),
            ];
        return readings.Select(Joined).OfType<RecordQuery>();
    }

    /// <summary>Values of one facet are one condition, whichever words they came by.</summary>
    private static RecordQuery Joined(RecordQuery query) =>
        query with
        {
            Where =
            [
                .. query
                    .Where.GroupBy(condition =>
                        condition is FacetCondition facet
                            ? (condition.Column, facet.Not, 0)
                            : (condition.Column, false, condition.GetHashCode())
                    )
                    .Select(group =>
                        group.First() is FacetCondition facet
                            ? facet with
                            {
                                Values = [.. group.OfType<FacetCondition>().SelectMany(one => one.Values).Distinct()],
                            }
                            : group.First()
                    ),
            ],
        };

    private void ReadValues()
    {
        for (var at = 0; at < _items.Count; at++)
        {
            if (_items[at] is not RecordItem.Value value)
                continue;
            _used.Add(value);
            var not = IsDenied(at);
            UseBy(at, value);
            var means = value.Means;
            if (Beside(at) is { } column && means.Any(one => one.Column == column.Is.Name))
            {
                means = [.. means.Where(one => one.Column == column.Is.Name)];
                _used.Add(column);
            }
            else if (means.Count > 1 && Neighbour(at) is { } same && means.Any(one => one.Column == same))
                means = [.. means.Where(one => one.Column == same)];
            var conditions = means.Select(one => one with { Not = not }).ToList();
            // one name of several people, each of whom it may mean
            if (conditions is [{ Values.Count: > 1 } several] && !AreSpelledAlike(several.Values))
                conditions = [.. several.Values.Select(one => several with { Values = [one] })];
            if (conditions.Count == 1)
                _where.Add(conditions[0]);
            else
                _alternatives.Add(conditions);
        }
    }

    /// <summary>"handled by Ada" says who has it; "created by Ada" says who made it, of which a column would have to tell.</summary>
    private void UseBy(int at, RecordItem.Value value)
    {
        if (
            at > 0
            && _items[at - 1] is RecordItem.Cue { Section: "by" } by
            && value.Means.Any(one => _lexicon.Shape.Columns.Any(column => column.Name == one.Column && column.Role == ColumnRole.Person))
            && !(at > 1 && _items[at - 2] is RecordItem.Cue { Section: "made" })
        )
            _used.Add(by);
    }

    private static bool AreSpelledAlike(IReadOnlyList<string> values) =>
        values.Select(value => string.Join(' ', RecordLexicon.NameWords(value))).Distinct().Count() == 1;

    /// <summary>The column that is named right beside a value: "high priority", "status pending".</summary>
    private RecordItem.Column? Beside(int at)
    {
        if (Next(at) is RecordItem.Column after && _items[at].At + _items[at].Length == after.At && after.Is.IsFacet)
            return after;
        for (var before = at - 1; before >= 0; before--)
            switch (_items[before])
            {
                case RecordItem.Column column when column.Is.IsFacet && !IsGrouped(before):
                    return column;
                case RecordItem.Cue { Section: "not" or "or" }:
                case RecordItem.Value:
                    continue;
                default:
                    return null;
            }
        return null;
    }

    private bool IsGrouped(int column) => column > 0 && _items[column - 1] is RecordItem.Cue { Section: "by" };

    /// <summary>The column of the value that this one is joined to.</summary>
    private string? Neighbour(int at) =>
        at > 1 && _items[at - 1] is RecordItem.Cue { Section: "or" } && _items[at - 2] is RecordItem.Value { Means: [var before] }
            ? before.Column
        : at + 2 < _items.Count
        && _items[at + 1] is RecordItem.Cue { Section: "or" }
        && _items[at + 2] is RecordItem.Value { Means: [var after] }
            ? after.Column
        : null;

    /// <summary>A denial holds for the values that are joined behind it.</summary>
    private bool IsDenied(int at)
    {
        for (var before = at - 1; before >= 0; before--)
            switch (_items[before])
            {
                case RecordItem.Cue { Section: "not" } not:
                    _used.Add(not);
                    return true;
                case RecordItem.Cue { Section: "or" or "by" }:
                    continue;
                case RecordItem.Value other when SharesColumn(other, at):
                    continue;
                case RecordItem.Column when before == at - 1:
                    continue;
                default:
                    return false;
            }
        return false;
    }

    private bool SharesColumn(RecordItem.Value other, int at) =>
        other.Means.Any(one => ((RecordItem.Value)_items[at]).Means.Any(mine => mine.Column == one.Column));

    /// <returns>The date column that the question speaks of; null where it names none.</returns>
    private string? ReadDates()
    {
        string? named = null;
        for (var at = 0; at < _items.Count; at++)
            if (_items[at] is RecordItem.Date date)
            {
                _used.Add(date);
                var column = DateColumnBefore(at) ?? DateVerb(hasDate: true) ?? _lexicon.First(ColumnRole.Date)?.Name;
                if (column is null || IsDeniedDate(at))
                {
                    _used.Remove(date);
                    continue;
                }
                named ??= column;
                var condition = new DateCondition(column, date.Span.From, date.Span.Before);
                _where.Add(condition);
                if (date.Span.Otherwise is { } other)
                    _dates.Add((condition, condition with { From = other.From, Before = other.Before }));
            }
        foreach (var item in _items)
            if (item is RecordItem.Cue { Section: "made" } made && Next(_items.IndexOf(made)) is not RecordItem.Cue { Section: "by" })
                _used.Add(made);
            else if (item is RecordItem.Column { Is.Role: ColumnRole.Date } column && named is null)
                named = column.Is.Name;
        return named ?? DateVerb(hasDate: false);
    }

    /// <summary>
    /// "who resolved most last month", "the most recently resolved": a value that stands as a verb names its date; in "resolved requests
    /// from last month" it says of what kind they are.
    /// </summary>
    private string? DateVerb(bool hasDate)
    {
        foreach (var (at, item) in _items.Index())
            if (item is RecordItem.Value value && DateColumnOf(value) is { } column)
            {
                var isLately =
                    at > 0
                    && _items[at - 1] is RecordItem.Cue { Section: "wants, newest" } cue
                    && cue.Phrase.EndsWith("ly", StringComparison.Ordinal);
                if (isLately || hasDate && Next(at) is not RecordItem.Noun && !IsDenied(at))
                    return column;
            }
        return null;
    }

    private bool IsDeniedDate(int at) => at > 0 && _items[at - 1] is RecordItem.Cue { Section: "not" };

    /// <summary>"resolved last month": the date that what stands right before it speaks of.</summary>
    private string? DateColumnBefore(int at)
    {
        switch (at > 0 ? _items[at - 1] : null)
        {
            case RecordItem.Column { Is.Role: ColumnRole.Date } column:
                _used.Add(column);
                return column.Is.Name;
            case RecordItem.Cue { Section: "made" } made:
                _used.Add(made);
                return DateColumn("made");
            case RecordItem.Cue { Section: "ended" } ended when DateColumn("ended") is { } closed:
                _used.Add(ended);
                return closed;
            case RecordItem.Value value:
                return DateColumnOf(value);
            case RecordItem.Every when at > 1:
                return DateColumnBefore(at - 1);
            default:
                return null;
        }
    }

    /// <summary>The date column whose name is of the section's words: <c>closed_on</c> for "ended".</summary>
    private string? DateColumn(string section) =>
        _lexicon
            .Shape.Columns.FirstOrDefault(column =>
                column.Role == ColumnRole.Date && RecordLexicon.NameWords(column.Name).Any(word => RecordCues.Has(section, word))
            )
            ?.Name
        ?? (section == "made" ? _lexicon.First(ColumnRole.Date)?.Name : null);

    /// <summary>The value "resolved" and the column <c>resolved_at</c> are one word.</summary>
    private string? DateColumnOf(RecordItem.Value value)
    {
        var words = value.Means.SelectMany(one => one.Values).SelectMany(RecordLexicon.NameWords).Select(Language.Stems.Of).ToHashSet();
        return _lexicon
            .Shape.Columns.FirstOrDefault(column =>
                column.Role == ColumnRole.Date && RecordLexicon.NameWords(column.Name).Any(word => words.Contains(Language.Stems.Of(word)))
            )
            ?.Name;
    }

    private void ReadAmounts()
    {
        for (var at = 0; at < _items.Count; at++)
            if (_items[at] is RecordItem.Amount amount)
            {
                var near = new[] { at - 1, at + 1 }
                    .Where(other => other >= 0 && other < _items.Count)
                    .Select(other => _items[other])
                    .OfType<RecordItem.Column>()
                    .FirstOrDefault(column => column.Is.Role == ColumnRole.Amount);
                var columns = _lexicon.Shape.Columns.Where(column => column.Role == ColumnRole.Amount).ToList();
                if (near is null && columns.Count != 1)
                    continue;
                _used.Add(amount);
                if (near is not null)
                    _used.Add(near);
                _where.Add(amount.Means with { Column = near?.Is.Name ?? columns[0].Name });
            }
    }

    private RecordItem? Next(int at) => at + 1 < _items.Count ? _items[at + 1] : null;
}
