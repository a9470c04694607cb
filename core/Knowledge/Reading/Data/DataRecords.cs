using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>
/// Data as records: an object's fields as "path: value" lines; each list of objects in it stands below its own heading, an object a
/// row. What is too long for one record is parted by the names at its top.
/// </summary>
internal static class DataRecords
{
    /// <summary>Characters of a record that stays whole, and of a row that stays on a line.</summary>
    private const int LongRecord = 1400;

    private const int LongRow = 500;

    /// <summary>Names of a path by which a long record is parted.</summary>
    private const int MostNames = 4;

    /// <summary>Characters of a value that can stand for its object in a heading.</summary>
    private const int LongLabel = 80;

    /// <param name="isOneOfMany">Others stand beside it: its lists stand below its name.</param>
    public static IReadOnlyList<Section> Sections(DataNode value, bool isOneOfMany = false)
    {
        var lists = new List<(string Path, DataList Items)>();
        var fields = new List<(string, string)>();
        Append(value, "", fields, lists);
        var sections = new List<Section>();
        foreach (var (heading, part) in Parts(fields))
            sections.Add(new Section(heading.Length == 0 ? [] : [heading], [new DataRecord(part, IsRow: false)], heading));
        IReadOnlyList<string> above = isOneOfMany && Label(value) is { } label ? [label] : [];
        foreach (var (path, items) in lists)
            sections.Add(new Section(path.Length == 0 ? above : [.. above, path], [.. items.Values.Select(Row)]));
        return [.. sections.Where(section => section.Text.Length > 0)];
    }

    /// <summary>Whether anything can be said of it.</summary>
    public static bool HasFields(DataNode value)
    {
        var fields = new List<(string, string)>();
        Append(value, "", fields, null);
        return fields.Count > 0 && value is not DataScalar;
    }

    /// <summary>All fields below a value with the way to them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Fields(DataNode value, string path = "")
    {
        var fields = new List<(string, string)>();
        Append(value, path, fields, null);
        return fields;
    }

    private static void Append(DataNode value, string path, List<(string, string)> fields, List<(string, DataList)>? lists)
    {
        switch (value)
        {
            case DataScalar scalar:
                if (!scalar.IsNothing && (scalar.Value.Length > 0 || scalar.Note.Length > 0))
                    fields.Add((path, Noted(scalar.Value, scalar.Note)));
                break;
            case DataMap map:
                if (map.Note.Length > 0)
                    fields.Add((path, map.Note));
                foreach (var (name, entry) in map.Entries)
                    Append(
                        entry,
                        path.Length == 0 ? name
                            : name.Length == 0 ? path
                            : $"{path}.{name}",
                        fields,
                        lists
                    );
                break;
            case DataList list when list.Values.TrueForAll(item => item is DataScalar):
                var words = list.Values.Where(item => item.Text is { Length: > 0 }).Select(item => Noted(item.Text!, item.Note));
                var text = string.Join(", ", words);
                if (text.Length + list.Note.Length > 0)
                    fields.Add((path, Noted(text, list.Note)));
                break;
            case DataList list when lists is not null && list.Values.Exists(item => item is DataMap):
                if (list.Note.Length > 0)
                    fields.Add((path, list.Note));
                lists.Add((path, list));
                break;
            case DataList list:
                foreach (var (index, item) in list.Values.Index())
                    Append(item, list.Values.TrueForAll(row => row is DataList) ? path : $"{path}[{index}]", fields, lists);
                break;
        }
    }

    private static string Noted(string value, string note) =>
        note.Length == 0 ? value
        : value.Length == 0 ? note
        : $"{value} ({note})";

    private static DataRecord Row(DataNode item)
    {
        var fields = Fields(item);
        return new DataRecord(
            fields,
            fields.Sum(field => field.Name.Length + field.Value.Length) <= LongRow && !fields.Any(field => field.Value.Contains('\n'))
        );
    }

    /// <summary>The fields as they are, or by the first names of their paths where they are many.</summary>
    private static IEnumerable<(string Heading, IReadOnlyList<(string, string)> Fields)> Parts(
        List<(string Name, string Value)> fields,
        int names = 1
    )
    {
        if (fields.Count == 0)
            yield break;
        if (Length(fields) <= LongRecord || names > MostNames)
        {
            yield return ("", fields);
            yield break;
        }
        var small = new List<(string, string)>();
        foreach (var group in Neighbours(fields, names))
        {
            var length = Length(group);
            var isLarge = length > LongRecord / 3 && group.Count > 1;
            if (small.Count > 0 && (isLarge || Length(small) + length > LongRecord))
            {
                yield return ("", small);
                small = [];
            }
            if (!isLarge)
                small.AddRange(group);
            else
                foreach (var (heading, part) in Parts(group, names + 1))
                    yield return (heading.Length > 0 ? heading : Top(group[0].Name, names), part);
        }
        if (small.Count > 0)
            yield return ("", small);
    }

    private static IEnumerable<List<(string Name, string Value)>> Neighbours(List<(string Name, string Value)> fields, int names)
    {
        var group = new List<(string Name, string Value)>();
        foreach (var field in fields)
        {
            if (group.Count > 0 && Top(group[0].Name, names) != Top(field.Name, names))
            {
                yield return group;
                group = [];
            }
            group.Add(field);
        }
        yield return group;
    }

    /// <summary>The first names of a path.</summary>
    private static string Top(string path, int names)
    {
        var end = -1;
        for (; names > 0; names--)
        {
            end = path.IndexOf('.', end + 1);
            if (end < 0)
                return path;
        }
        return path[..end];
    }

    private static int Length(List<(string Name, string Value)> fields) => fields.Sum(field => field.Name.Length + field.Value.Length + 3);

    /// <summary>The first short text of an object: what it is called, as a rule.</summary>
    private static string? Label(DataNode value) =>
        value
            .Entries.Select(entry => entry.Value)
            .OfType<DataScalar>()
            .Where(scalar => !scalar.IsWord)
            .Select(scalar => scalar.Value)
            .FirstOrDefault(text => text.Length <= LongLabel && text.Any(char.IsLetter) && !text.Contains('\n'));
}
