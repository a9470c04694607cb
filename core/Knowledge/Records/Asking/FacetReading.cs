namespace ChatBot.Knowledge.Records.Asking;

/// <summary>Reads the values of facets in a question as conditions: which column each is of, what is denied, what is joined.</summary>
internal sealed class FacetReading(QuestionItems question)
{
    /// <summary>Reads them all.</summary>
    /// <param name="where">Gets what each value means.</param>
    /// <param name="alternatives">Gets, for each value that may mean several things, what it may mean.</param>
    public void Read(List<RecordCondition> where, List<List<FacetCondition>> alternatives)
    {
        for (var at = 0; at < question.Items.Count; at++)
        {
            if (question.Items[at] is not RecordItem.Value value)
                continue;
            question.Used.Add(value);
            var not = question.IsDenied(at);
            UseBy(at, value);
            var means = value.Means;
            if (Beside(at) is { } column && means.Any(one => one.Column == column.Is.Name))
            {
                means = [.. means.Where(one => one.Column == column.Is.Name)];
                question.Used.Add(column);
            }
            else if (means.Count > 1 && Neighbour(at) is { } same && means.Any(one => one.Column == same))
                means = [.. means.Where(one => one.Column == same)];
            var conditions = means.Select(one => one with { Not = not }).ToList();
            // one name of several people, each of whom it may mean
            if (conditions is [{ Values.Count: > 1 } several] && !AreSpelledAlike(several.Values))
                conditions = [.. several.Values.Select(one => several with { Values = [one] })];
            if (conditions.Count == 1)
                where.Add(conditions[0]);
            else
                alternatives.Add(conditions);
        }
    }

    /// <summary>"handled by Ada" says who has it; "created by Ada" says who made it, of which a column would have to tell.</summary>
    private void UseBy(int at, RecordItem.Value value)
    {
        if (
            at > 0
            && question.Items[at - 1] is RecordItem.Cue { Section: "by" } by
            && (by.Phrase != "by" || value.Means.Any(IsPerson))
            && !(at > 1 && question.Items[at - 2] is RecordItem.Cue { Section: "made" })
        )
            question.Used.Add(by);
    }

    private bool IsPerson(FacetCondition condition) =>
        question.Lexicon.Shape.Columns.Any(column => column.Name == condition.Column && column.Role == ColumnRole.Person);

    private static bool AreSpelledAlike(IReadOnlyList<string> values) =>
        values.Select(value => string.Join(' ', RecordLexicon.NameWords(value))).Distinct().Count() == 1;

    /// <summary>The column that is named right beside a value: "high priority", "status pending".</summary>
    private RecordItem.Column? Beside(int at)
    {
        if (
            question.Next(at) is RecordItem.Column after
            && question.Items[at].At + question.Items[at].Length == after.At
            && after.Is.IsFacet
        )
            return after;
        for (var before = at - 1; before >= 0; before--)
            switch (question.Items[before])
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

    private bool IsGrouped(int column) => column > 0 && question.Items[column - 1] is RecordItem.Cue { Section: "by" };

    /// <summary>The column of the value that this one is joined to.</summary>
    private string? Neighbour(int at) =>
        at > 1
        && question.Items[at - 1] is RecordItem.Cue { Section: "or" }
        && question.Items[at - 2] is RecordItem.Value { Means: [var before] }
            ? before.Column
        : at + 2 < question.Items.Count
        && question.Items[at + 1] is RecordItem.Cue { Section: "or" }
        && question.Items[at + 2] is RecordItem.Value { Means: [var after] }
            ? after.Column
        : null;
}
