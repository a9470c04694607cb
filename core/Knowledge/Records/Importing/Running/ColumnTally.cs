namespace ChatBot.Knowledge.Records.Importing.Running;

/// <summary>Counts what was done to the cells of a column.</summary>
internal sealed class ColumnTally(RecordColumn column, ColumnReport? before)
{
    private readonly SortedDictionary<string, long> _redacted = new(
        before?.Redacted.ToDictionary(kind => kind.Key, kind => kind.Value) ?? [],
        StringComparer.Ordinal
    );

    private long _hashed = before?.Hashed ?? 0;
    private long _unreadable = before?.Unreadable ?? 0;

    public ColumnReport Report =>
        new(column.Name, column.Role, column.Rule, new Dictionary<string, long>(_redacted), _hashed) { Unreadable = _unreadable };

    public void Redacted(IReadOnlyList<string> kinds)
    {
        foreach (var kind in kinds)
            _redacted[kind] = _redacted.GetValueOrDefault(kind) + 1;
    }

    public void Hashed() => _hashed++;

    public void Unreadable() => _unreadable++;
}
