using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Answering.Records;

/// <summary>Ways on from a count: a condition taken out, the rows behind it, the same by another column.</summary>
internal static class RecordChoices
{
    public static IEnumerable<Choice> Of(RecordQuery query, RecordShape shape)
    {
        if (query.Id is not null)
            yield break;
        if (query.Intent is RecordIntent.Count or RecordIntent.Average or RecordIntent.Sum && query.By is null)
            yield return Made($"Which {RecordWording.Plural(shape.Noun)}?", Plain(query, RecordIntent.List));
        if (
            query.Intent is RecordIntent.List or RecordIntent.Newest or RecordIntent.Oldest or RecordIntent.Largest or RecordIntent.Smallest
        )
            yield return Made("How many?", Plain(query, RecordIntent.Count));
        foreach (var condition in query.Where)
            yield return Made(
                $"Without {RecordWording.Condition(condition)}",
                query with
                {
                    Where = [.. query.Where.Where(one => one != condition)],
                }
            );
        if (
            query.By is null
            && shape.Columns.FirstOrDefault(column => column.Role is ColumnRole.Category or ColumnRole.Status && IsOpen(query, column.Name))
                is { } by
        )
            yield return Made($"By {RecordWording.Name(by.Name)}", Plain(query, RecordIntent.Group) with { By = by.Name });

        Choice Made(string label, RecordQuery changed) => new(label, RecordWording.Question(changed, shape));
    }

    /// <summary>A column that no condition has narrowed to one value.</summary>
    private static bool IsOpen(RecordQuery query, string column) =>
        !query.Where.OfType<FacetCondition>().Any(condition => condition.Column == column && condition is { Not: false, Values.Count: 1 });

    private static RecordQuery Plain(RecordQuery query, RecordIntent intent) =>
        new(query.Source, intent) { Where = query.Where, Text = query.Text };
}
