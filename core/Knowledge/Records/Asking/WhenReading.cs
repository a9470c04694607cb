namespace ChatBot.Knowledge.Records.Asking;

/// <summary>Reads the dates of a question as conditions: of when a row came, or of the date that the words around them name.</summary>
internal sealed class WhenReading(QuestionItems question)
{
    /// <summary>Reads them all.</summary>
    /// <param name="where">Gets what each means.</param>
    /// <param name="otherwise">Gets those that mean another day where day and month are the other way round.</param>
    /// <returns>The date column that the question speaks of; null where it names none.</returns>
    public string? Read(List<RecordCondition> where, List<(DateCondition One, DateCondition Other)> otherwise)
    {
        string? named = null;
        for (var at = 0; at < question.Items.Count; at++)
            if (question.Items[at] is RecordItem.Date date)
            {
                question.Used.Add(date);
                var column = DateColumnBefore(at) ?? DateVerb(hasDate: true) ?? question.Lexicon.First(ColumnRole.Date)?.Name;
                if (column is null || IsDeniedDate(at))
                {
                    question.Used.Remove(date);
                    continue;
                }
                named ??= column;
                var condition = new DateCondition(column, date.Span.From, date.Span.Before);
                if (!Meets(where, condition))
                {
                    question.Used.Remove(date); // "in May and June": no day is in both, so that is not what is meant
                    continue;
                }
                where.Add(condition);
                if (date.Span.Otherwise is { } other)
                    otherwise.Add((condition, condition with { From = other.From, Before = other.Before }));
            }
        foreach (var (at, item) in question.Items.Index())
            if (item is RecordItem.Cue { Section: "made" } && question.Next(at) is not RecordItem.Cue { Section: "by" })
                question.Used.Add(item);
            else if (item is RecordItem.Column { Is.Role: ColumnRole.Date } column)
                named ??= column.Is.Name;
        return named ?? DateVerb(hasDate: false);
    }

    /// <summary>
    /// "who resolved most last month", "the most recently resolved": a value that stands as a verb names its date; in "resolved requests
    /// from last month" it says of what kind they are.
    /// </summary>
    private string? DateVerb(bool hasDate)
    {
        foreach (var (at, item) in question.Items.Index())
            if (item is RecordItem.Value value && DateColumnOf(value) is { } column)
            {
                var isLately =
                    at > 0
                    && question.Items[at - 1] is RecordItem.Cue { Section: "wants, newest" } cue
                    && cue.Phrase.EndsWith("ly", StringComparison.Ordinal);
                if (isLately || hasDate && question.Next(at) is not RecordItem.Noun && !question.IsDenied(at))
                    return column;
            }
        return null;
    }

    private bool IsDeniedDate(int at) => at > 0 && question.Items[at - 1] is RecordItem.Cue { Section: "not" };

    /// <summary>"resolved last month": the date that what stands right before it speaks of.</summary>
    private string? DateColumnBefore(int at)
    {
        switch (at > 0 ? question.Items[at - 1] : null)
        {
            case RecordItem.Column { Is.Role: ColumnRole.Date } column:
                question.Used.Add(column);
                return column.Is.Name;
            case RecordItem.Cue { Section: "made" } made:
                question.Used.Add(made);
                return DateColumn("made");
            case RecordItem.Cue { Section: "ended" } ended when DateColumn("ended") is { } closed:
                question.Used.Add(ended);
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
        question
            .Lexicon.Shape.Columns.FirstOrDefault(column =>
                column.Role == ColumnRole.Date && RecordLexicon.NameWords(column.Name).Any(word => RecordCues.Has(section, word))
            )
            ?.Name
        ?? (section == "made" ? question.Lexicon.First(ColumnRole.Date)?.Name : null);

    /// <summary>The value "resolved" and the column <c>resolved_at</c> are one word.</summary>
    private string? DateColumnOf(RecordItem.Value value)
    {
        var words = value.Means.SelectMany(one => one.Values).SelectMany(RecordLexicon.NameWords).Select(Language.Stems.Of).ToHashSet();
        return question
            .Lexicon.Shape.Columns.FirstOrDefault(column =>
                column.Role == ColumnRole.Date && RecordLexicon.NameWords(column.Name).Any(word => words.Contains(Language.Stems.Of(word)))
            )
            ?.Name;
    }

    private static bool Meets(List<RecordCondition> where, DateCondition added)
    {
        var same = where.OfType<DateCondition>().Where(one => one.Column == added.Column).Append(added).ToList();
        return !(same.Max(one => one.From) >= same.Min(one => one.Before));
    }
}
