namespace ChatBot.Knowledge.Reading.Data;

/// <summary>The values of a JSON text one after the other: several at the top, the items of a list at the top, else the one.</summary>
/// <param name="whole">Objects at the top are given as a whole; else their lists are given an item at a time.</param>
internal sealed class JsonValues(TextReader text, bool whole, Action<string> leftOut, CancellationToken cancel)
{
    private readonly JsonText _json = new(text);
    private int _given;

    /// <summary>The line that has been read to.</summary>
    public int Line => _json.Line;

    /// <exception cref="UnreadableDocumentException">Nothing in it is sound.</exception>
    public IEnumerable<DataNode> All()
    {
        while (true)
        {
            var next = Next(out var broken);
            if (next is ',')
            {
                _json.Take();
                continue;
            }
            if (next < 0 && broken is null)
                yield break;
            var parts =
                broken is not null ? Ended(broken, null)
                : next == '[' ? Items('[', ']')
                : next == '{' && !whole ? Items('{', '}')
                : One();
            foreach (var value in parts)
            {
                cancel.ThrowIfCancellationRequested();
                _given++;
                yield return value;
            }
            if (_isOver)
                yield break;
        }
    }

    private bool _isOver;

    private IEnumerable<DataNode> One()
    {
        var column = _json.Column;
        if (Value(out var broken) is { } value)
            return [value];
        return SkipTo(column, broken!) ? [] : Ended(broken!, _json.Partial);
    }

    /// <summary>What stands in a list, or an object's lists and the rest of it, each by itself.</summary>
    private IEnumerable<DataNode> Items(char open, char close)
    {
        var own = _json.Column;
        _json.Take();
        var line = _json.Line;
        var rest = new DataMap();
        int? column = null;
        while (true)
        {
            var next = Next(out var broken);
            if (next == close)
            {
                _json.Take();
                break;
            }
            if (next == ',')
            {
                _json.Take();
                continue;
            }
            if (broken is null && open == '{')
            {
                var name = Name(out broken);
                if (broken is null && Next(out broken) == '[')
                {
                    foreach (var item in Items('[', ']'))
                        yield return item;
                    if (_isOver)
                        break;
                    continue;
                }
                if (broken is null && Value(out broken) is { } field)
                {
                    rest.Entries.Add((name, field));
                    continue;
                }
            }
            else if (broken is null)
            {
                // Only what begins its line can be found again after a broken place.
                column ??= _json.Line > line ? _json.Column : -1;
                if (next < 0)
                    broken = new JsonBreakException(_json.Line);
                else if (Value(out broken) is { } value)
                {
                    yield return value;
                    if (Next(out broken) == ',' || broken is null && _json.Next() == close)
                        continue;
                    broken ??= new JsonBreakException(_json.Line);
                }
            }
            if (column is >= 0 && SkipTo(column.Value, broken!))
                continue;
            if (open == '{' && SkipTo(own, broken!))
                yield break;
            _given += rest.Entries.Count;
            foreach (var value in Ended(broken!, _json.Partial))
                yield return value;
            break;
        }
        if (rest.Entries.Count > 0)
            yield return rest;
    }

    /// <summary>The name of the next field of an object, and the colon behind it.</summary>
    private string Name(out JsonBreakException? broken)
    {
        broken = null;
        try
        {
            return _json.Name();
        }
        catch (JsonBreakException error)
        {
            broken = error;
            return "";
        }
    }

    private bool SkipTo(int column, JsonBreakException broken)
    {
        if (!_json.SkipToLine(column))
            return false;
        leftOut($"{broken.Message}: it was left out");
        return true;
    }

    /// <summary>The end of what can be read: what is sound of the value that broke off.</summary>
    private IEnumerable<DataNode> Ended(JsonBreakException broken, DataNode? partial)
    {
        _isOver = true;
        var sound = partial is not null && DataRecords.HasFields(partial);
        if (_given == 0 && !sound)
            throw new UnreadableDocumentException($"is not JSON (line {broken.Line}): mend it and ingest it again", broken);
        leftOut($"is no JSON from line {broken.Line} on: what follows was left out");
        return sound ? [partial!] : [];
    }

    private int Next(out JsonBreakException? broken)
    {
        broken = null;
        try
        {
            return _json.Next();
        }
        catch (JsonBreakException error)
        {
            broken = error;
            return -1;
        }
    }

    private DataNode? Value(out JsonBreakException? broken)
    {
        broken = null;
        try
        {
            return _json.Value();
        }
        catch (JsonBreakException error)
        {
            broken = error;
            return null;
        }
    }
}
