namespace ChatBot.Llama.Files;

/// <summary>
/// Takes hyperparameters out of a model's metadata, each with its range, and refuses the file with the key's name when one does not fit.
/// </summary>
public sealed class MetadataReader(IModelFile file)
{
    /// <summary>The value of <paramref name="key"/> as text, or <paramref name="otherwise"/>; required when that is null.</summary>
    public string Text(string key, string? otherwise = null) =>
        file.Metadata.TryGetValue(key, out var value)
            ? value as string ?? throw Wrong(key, value, "text")
            : otherwise ?? throw Missing(key);

    /// <summary>
    /// A whole number from <paramref name="min"/> to <paramref name="max"/>; required when <paramref name="otherwise"/> is null. An array
    /// whose elements are all the same counts as that element.
    /// </summary>
    public int Integer(string key, int min, int max, int? otherwise = null)
    {
        if (!file.Metadata.TryGetValue(key, out var value))
            return otherwise ?? throw Missing(key);
        var number = value switch
        {
            ulong unsigned => unsigned,
            long signed => (decimal)signed,
            int[] { Length: > 0 } same when same.All(v => v == same[0]) => same[0],
            uint[] { Length: > 0 } same when same.All(v => v == same[0]) => same[0],
            _ => throw Wrong(key, value, "one whole number"),
        };
        return number >= min && number <= max ? (int)number : throw Wrong(key, value, $"a whole number from {min} to {max}");
    }

    /// <summary>A finite number above zero; <paramref name="otherwise"/> when the key is absent, required when that is null.</summary>
    public double Positive(string key, double? otherwise = null)
    {
        if (!file.Metadata.TryGetValue(key, out var value))
            return otherwise ?? throw Missing(key);
        return value switch
        {
            double number when double.IsFinite(number) && number > 0 => number,
            ulong number and > 0 => number,
            long number and > 0 => number,
            _ => throw Wrong(key, value, "a number above zero"),
        };
    }

    private ModelFileException Missing(string key) => new(file.Path, $"the key '{key}' is missing.");

    private ModelFileException Wrong(string key, object value, string expected) =>
        new(file.Path, $"the key '{key}' holds {(value is Array array ? $"an array of {array.Length}" : value)} where {expected} belongs.");
}
