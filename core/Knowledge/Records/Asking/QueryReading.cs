namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// Makes a typed query of what stands in a question. What does not fit into it is unknown: nothing of a question is passed over in
/// silence, for a number that leaves out half of what was asked is a wrong number.
/// </summary>
internal sealed class QueryReading
{
    private readonly QuestionItems _question;
    private readonly List<RecordCondition> _where = [];
    private readonly List<List<FacetCondition>> _alternatives = [];
    private readonly List<(DateCondition One, DateCondition Other)> _dates = [];

    private QueryReading(QuestionItems question) => _question = question;

    /// <summary>What was made of a question.</summary>
    /// <param name="Readings">One, or several where a word means several things; empty where nothing is asked of rows.</param>
    /// <param name="Unknown">Words, in order, that none of it accounts for.</param>
    /// <param name="HasNoun">It says what such a row is called.</param>
    /// <param name="HasIntent">It says that rows are wanted, or what of them.</param>
    /// <param name="HasWant">It asks for something other than a list.</param>
    /// <param name="NamesStatus">A value of a status stands in it.</param>
    public sealed record Read(
        IReadOnlyList<RecordQuery> Readings,
        IReadOnlyList<RecordItem> Unknown,
        bool HasNoun,
        bool HasIntent,
        bool HasWant,
        bool NamesStatus
    )
    {
        /// <summary>
        /// Whether it asks about rows: it calls them by their name, or wants something of values; two facets, or a status, speak of rows by
        /// themselves, "high and low" does not.
        /// </summary>
        public bool IsOfRows =>
            Readings.Count > 0
            && (
                Readings[0].Id is not null
                || HasNoun && (HasIntent || Readings[0].Where.Count > 0 || Readings[0].Text is not null)
                || HasIntent && Facets.Count > 0 && (HasWant || NamesStatus || Facets.Distinct().Count() > 1)
                || HasWant && Readings[0] is { Of: not null } of && (of.By is not null || of.Where.Count > 0)
            );

        private List<string> Facets => [.. Readings[0].Where.OfType<FacetCondition>().Select(condition => condition.Column)];
    }

    /// <param name="before">
    /// What was asked before, of which a question that goes on need not repeat what is counted; null for nothing.
    /// </param>
    public static Read Of(RecordLexicon lexicon, IEnumerable<RecordItem> items, RecordQuery? before = null) =>
        new QueryReading(new QuestionItems(lexicon, items)).Make(before);

    private Read Make(RecordQuery? before)
    {
        new FacetReading(_question).Read(_where, _alternatives);
        var date = new WhenReading(_question).Read(_where, _dates);
        ReadAmounts();
        var wants = new WantReading(_question, date, before);
        var query = wants.Read(new RecordQuery(_question.Lexicon.Table.Source.Source, RecordIntent.List));
        if (_question.Items.OfType<RecordItem.Text>().ToList() is { Count: > 0 } texts)
        {
            query = query with { Text = string.Join(' ', texts.Select(text => text.Is)) };
            _question.Used.UnionWith(texts);
        }
        _question.Used.UnionWith(
            _question.Items.Where(
                (item, at) => item is RecordItem.Noun or RecordItem.Cue { Section: "wants, list" or "of those" } || Joins(item, at)
            )
        );
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
            [.. _question.Items.Where(item => !_question.Used.Contains(item))],
            _question.Items.Any(item => item is RecordItem.Noun),
            wants.HasIntent,
            wants.HasWant,
            query.Where.Any(condition =>
                _question.Lexicon.Shape.Columns.Any(column => column.Name == condition.Column && column.Role == ColumnRole.Status)
            )
        );
    }

    /// <summary>"HR or Finance" is one condition; "IT or urgent" is none that a query can say.</summary>
    private bool Joins(RecordItem item, int at) =>
        item is RecordItem.Cue { Section: "or" } cue
        && (
            cue.Phrase != "or"
            || at > 0
                && _question.Items[at - 1] is RecordItem.Value before
                && _question.Next(at) is RecordItem.Value after
                && before.Means.Any(one => after.Means.Any(other => other.Column == one.Column))
        );

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

    private void ReadAmounts()
    {
        for (var at = 0; at < _question.Items.Count; at++)
            if (_question.Items[at] is RecordItem.Amount amount)
            {
                var near = new[] { at - 1, at + 1 }
                    .Where(other => other >= 0 && other < _question.Items.Count)
                    .Select(other => _question.Items[other])
                    .OfType<RecordItem.Column>()
                    .FirstOrDefault(column => column.Is.Role == ColumnRole.Amount);
                var columns = _question.Lexicon.Shape.Columns.Where(column => column.Role == ColumnRole.Amount).ToList();
                if (near is null && columns.Count != 1)
                    continue;
                _question.Used.Add(amount);
                if (near is not null)
                    _question.Used.Add(near);
                _where.Add(amount.Means with { Column = near?.Is.Name ?? columns[0].Name });
            }
    }
}
