namespace ChatBot.Llama.Tokenizing;

/// <summary>Reads the <c>tokenizer.ggml.*</c> keys of a GGUF file's metadata, with an error that names the key.</summary>
internal sealed class TokenizerMetadata(IReadOnlyDictionary<string, object> metadata)
{
    private const string Prefix = "tokenizer.ggml.";

    public string? Text(string key) => metadata.TryGetValue(Prefix + key, out var value) ? value as string : null;

    public bool? Flag(string key) =>
        metadata.TryGetValue(Prefix + key, out var value) ? value as bool? ?? throw Wrong(key, "true or false") : null;

    /// <summary>A token id, or null when the key is absent or outside the vocabulary.</summary>
    public int? Id(string key, int count)
    {
        if (!metadata.TryGetValue(Prefix + key, out var value))
            return null;
        var id = value switch
        {
            uint number => number,
            int number => number,
            ulong number => number > long.MaxValue ? long.MaxValue : (long)number,
            long number => number,
            ushort number => number,
            byte number => number,
            _ => throw Wrong(key, "a number"),
        };
        return id >= 0 && id < count ? (int)id : null;
    }

    public IReadOnlyList<string>? Texts(string key) => List<string>(key, "a list of texts", item => item as string);

    public IReadOnlyList<float>? Scores(string key) =>
        List<float>(
            key,
            "a list of numbers",
            item =>
                item switch
                {
                    float number => number,
                    int number => number,
                    double number => (float)number,
                    _ => null,
                }
        );

    public IReadOnlyList<int>? Numbers(string key) =>
        List<int>(
            key,
            "a list of whole numbers",
            item =>
                item switch
                {
                    int number => number,
                    uint number => unchecked((int)number),
                    _ => null,
                }
        );

    private List<T>? List<T>(string key, string what, Func<object, object?> read)
    {
        if (!metadata.TryGetValue(Prefix + key, out var value))
            return null;
        if (value is IEnumerable<T> typed)
            return [.. typed];
        if (value is not System.Collections.IEnumerable items || value is string)
            throw Wrong(key, what);
        return [.. items.Cast<object>().Select(item => read(item) is T good ? good : throw Wrong(key, what))];
    }

    private static InvalidDataException Wrong(string key, string expected) =>
        new($"The model file's {Prefix}{key} is not {expected}; the file is damaged or was written by another tool's mistake.");
}
