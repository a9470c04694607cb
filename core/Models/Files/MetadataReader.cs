using System.Globalization;

namespace ChatBot.Models.Files;

/// <summary>Takes keys out of a file's metadata, each with its range; one that does not fit refuses the file by its name.</summary>
internal sealed class MetadataReader(GgufFile file)
{
    /// <summary>The value of <paramref name="key"/> as text, or <paramref name="otherwise"/>; required when that is null.</summary>
    public string Text(string key, string? otherwise = null) =>
        file.Metadata.TryGetValue(key, out var value)
            ? value as string ?? throw Wrong(key, value, "text")
            : otherwise ?? throw Missing(key);

    /// <summary>
    /// A whole number from <paramref name="min"/> to <paramref name="max"/>; required when <paramref name="otherwise"/> is null. Of an
    /// array (one number a layer) the largest, all of them in range.
    /// </summary>
    public int Integer(string key, int min, int max, int? otherwise = null)
    {
        if (!file.Metadata.TryGetValue(key, out var value))
            return otherwise ?? throw Missing(key);
        decimal[] numbers = value switch
        {
            uint number => [number],
            ulong number => [number],
            int number => [number],
            ushort number => [number],
            int[] { Length: > 0 } several => [.. several.Select(number => (decimal)number)],
            uint[] { Length: > 0 } several => [.. several.Select(number => (decimal)number)],
            _ => throw Wrong(key, value, "a whole number"),
        };
        return numbers.All(number => number >= min && number <= max)
            ? (int)numbers.Max()
            : throw Wrong(key, value, $"a whole number from {min} to {max}");
    }

    /// <summary>A finite number above zero, as 32-bit float as llama.cpp reads it; absent is null.</summary>
    public float? Positive(string key) =>
        !file.Metadata.TryGetValue(key, out var value) ? null
        : value is float number && float.IsFinite(number) && number > 0 ? number
        : throw Wrong(key, value, "a number above zero");

    /// <summary>An array of <paramref name="count"/> values of type T; absent is null.</summary>
    public T[]? Array<T>(string key, int? count = null) =>
        !file.Metadata.TryGetValue(key, out var value) ? null
        : value is T[] array && (count is null || array.Length == count) ? array
        : throw Wrong(key, value, $"a list of {(count is null ? "" : count + " ")}{Named(typeof(T))}");

    private static string Named(Type type) =>
        type == typeof(string) ? "texts"
        : type == typeof(float) ? "numbers"
        : "whole numbers";

    private ModelFileException Missing(string key) => new(file.Path, $"the key '{key}' is missing.");

    private ModelFileException Wrong(string key, object value, string expected) =>
        new(
            file.Path,
            $"the key '{key}' holds {(value is Array array ? $"an array of {array.Length}" : Shortened(value))} where {expected} belongs."
        );

    private static string Shortened(object value)
    {
        var text = System.Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
