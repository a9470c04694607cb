namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>Names for columns as a shape needs them: none empty, each once.</summary>
internal static class ColumnHeads
{
    /// <summary>Characters of a name: it is stored with every cell.</summary>
    private const int Longest = 100;

    /// <param name="names">As they stand; fewer than <paramref name="width"/> where some have none.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> names, int width)
    {
        var heads = new List<string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Math.Max(width, names.Count); i++)
        {
            var name = i < names.Count ? string.Join(' ', names[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : "";
            name = name.Trim('\uFEFF', '"', '[', ']', ' ');
            if (name.Length == 0)
                name = $"column {i + 1}";
            if (name.Length > Longest)
                name = name[..Longest];
            var head = name;
            for (var again = 2; !taken.Add(head); again++)
                head = $"{name} {again}";
            heads.Add(head);
        }
        return heads;
    }
}
