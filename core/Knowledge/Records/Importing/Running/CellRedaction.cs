using ChatBot.Knowledge.Reading.Limits;
using ChatBot.Privacy;

namespace ChatBot.Knowledge.Records.Importing.Running;

/// <summary>
/// Takes personal data out of cells, by the rule of their column. What comes again, as the values of a category do, is redacted once.
/// </summary>
internal sealed class CellRedaction(Redactor redactor, PersonMarks people, string workspace)
{
    /// <summary>Cells that are kept, and the characters of the longest of them.</summary>
    private const int MostKept = 50_000,
        LongestKept = 200;

    private static readonly IReadOnlyList<string> Nothing = [];

    private readonly Dictionary<string, Redacted> _kept = new(StringComparer.Ordinal);

    /// <summary>The cell as it is stored.</summary>
    /// <param name="tally">Counts what was done; null where it does not count.</param>
    public string Of(string cell, CellRule rule, ColumnTally? tally)
    {
        cell = SoundText.Of(cell);
        switch (rule)
        {
            case CellRule.Keep:
                return cell;
            case CellRule.Hash:
                tally?.Hashed();
                return people.Of(workspace, cell);
            default:
                var redacted = Redact(cell);
                tally?.Redacted(redacted.Kinds);
                return redacted.Text;
        }
    }

    /// <summary>
    /// An id stays an id: one that holds personal data becomes a pseudonym, so that two people's rows do not become one.
    /// </summary>
    public string OfId(string id, CellRule rule, ColumnTally? tally)
    {
        id = SoundText.Of(id);
        return rule == CellRule.Hash || (rule == CellRule.Redact && Redact(id).Kinds.Count > 0) ? Of(id, CellRule.Hash, tally) : id;
    }

    private Redacted Redact(string cell)
    {
        if (_kept.TryGetValue(cell, out var known))
            return known;
        var found = redactor.Redact(cell);
        var redacted = new Redacted(found.Text, found.Spans.Count == 0 ? Nothing : [.. found.Spans.Select(span => span.Kind).Distinct()]);
        if (cell.Length > LongestKept)
            return redacted;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        _kept.Add(cell, redacted);
        return redacted;
    }

    private sealed record Redacted(string Text, IReadOnlyList<string> Kinds);
}
