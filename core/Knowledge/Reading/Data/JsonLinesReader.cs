namespace ChatBot.Knowledge.Reading.Data;

/// <summary>
/// JSON Lines. A corpus of <c>{"id", "title"?, "text", "category"?}</c> a line gives one document per line whose uri is its id;
/// other objects give documents of records. A bad line costs that line.
/// </summary>
public sealed class JsonLinesReader : IDocumentReader
{
    /// <summary>Bad lines that are named one by one.</summary>
    private const int Named = 20;

    public IReadOnlyCollection<string> Extensions { get; } = [".jsonl", ".ndjson"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var text = file.OpenText();
        var values = SpansLines(file) ? new JsonValues(text, whole: true, leftOut, cancel).All() : Lines(text, leftOut, cancel);
        foreach (var document in JsonDocuments.Of(file, values))
            yield return document;
    }

    /// <summary>Whether the file is plain JSON under this name: an array, or objects over several lines.</summary>
    private static bool SpansLines(FileContent file)
    {
        using var text = file.OpenText();
        string? line;
        while ((line = text.ReadLine()) is not null)
            if (!line.AsSpan().IsWhiteSpace())
                return line.AsSpan().Trim() is "{" or "["
                    || (line.AsSpan().TrimStart().StartsWith('[') && !line.AsSpan().TrimEnd().EndsWith(']'));
        return false;
    }

    private static IEnumerable<DataNode> Lines(TextReader text, Action<string> leftOut, CancellationToken cancel)
    {
        var number = 0;
        var given = 0;
        var bad = 0;
        var firstBad = 0;
        while (text.ReadLine() is { } line)
        {
            cancel.ThrowIfCancellationRequested();
            number++;
            if (line.AsSpan().Trim("\uFEFF\x1E \t") is "")
                continue;
            if (Values(line) is { } values)
            {
                foreach (var value in values)
                    yield return value;
                given += values.Count;
                continue;
            }
            if (bad++ == 0)
                firstBad = number;
            if (bad <= Named)
                leftOut($"line {number} is not JSON: it was left out");
        }
        if (bad > Named)
            leftOut($"{bad - Named} more lines are not JSON: they were left out");
        if (given == 0 && bad > 0)
            throw new UnreadableDocumentException($"line {firstBad} is not JSON, nor is any other: mend it and ingest it again");
    }

    /// <summary>What stands on a line, one value as a rule; null where it is not JSON.</summary>
    private static List<DataNode>? Values(string line)
    {
        var json = new JsonText(new StringReader(line));
        var values = new List<DataNode>();
        try
        {
            while (json.Next() >= 0)
                if (json.Next() == ',')
                    json.Take();
                else
                    values.Add(json.Value());
            return values;
        }
        catch (JsonBreakException)
        {
            return null;
        }
    }
}
