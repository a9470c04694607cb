using System.Text.Json;

namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// Reads the tokenizer of a Hugging Face model folder (<c>tokenizer.json</c>, <c>tokenizer_config.json</c>) into the keys that
/// a GGUF file has, so that one tokenizer serves both. Known are byte-level BPE with the pre-tokenizers of
/// <see cref="PreTokenizerKind"/> and BPE with byte fallback (converted SentencePiece); anything else is refused.
/// </summary>
public static class HuggingFaceTokenizer
{
    private const string Llama3Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly string Qwen2Pattern = Llama3Pattern.Replace("{1,3}", "", StringComparison.Ordinal);

    /// <summary>The metadata: <c>tokenizer.ggml.*</c>, and <c>tokenizer.chat_template</c> where the folder has one.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="vocabularySize">Rows of the model's embedding; ids that the tokenizer does not name become unused tokens.</param>
    /// <exception cref="InvalidDataException">A file is missing, no JSON, or describes a tokenizer that is not known.</exception>
    public static Dictionary<string, object> ReadMetadata(string folder, int vocabularySize = 0)
    {
        using var tokenizer = Open(Path.Combine(folder, "tokenizer.json"), required: true)!;
        using var configuration = Open(Path.Combine(folder, "tokenizer_config.json"), required: false);
        try
        {
            return Read(tokenizer.RootElement, configuration?.RootElement ?? default, vocabularySize);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{Path.Combine(folder, "tokenizer.json")} is not a tokenizer of the known form: {e.Message}",
                e
            );
        }
    }

    private static Dictionary<string, object> Read(JsonElement file, JsonElement configuration, int vocabularySize)
    {
        var model = file.GetProperty("model");
        if (Text(model, "type") is { } type && type != "BPE")
            throw new InvalidDataException($"The tokenizer is of the type {type}; known is BPE.");
        var ids = model
            .GetProperty("vocab")
            .EnumerateObject()
            .ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        var added = Items(file, "added_tokens").ToDictionary(token => token.GetProperty("id").GetInt32());
        foreach (var token in added.Values)
            ids[token.GetProperty("content").GetString()!] = token.GetProperty("id").GetInt32();
        var count = Math.Max(vocabularySize, ids.Values.DefaultIfEmpty(-1).Max() + 1);
        if (count > 4_000_000 || ids.Values.Any(id => id < 0))
            throw new InvalidDataException("The tokenizer's ids are out of all proportion.");

        var texts = Enumerable.Range(0, count).Select(id => $"[UNUSED_{id}]").ToArray();
        var kinds = Enumerable.Repeat((int)TokenKind.Unused, count).ToArray();
        var isSentencePiece = Flag(model, "byte_fallback") ?? false;
        foreach (var (text, id) in ids)
        {
            texts[id] = text;
            kinds[id] = (int)(
                added.TryGetValue(id, out var token)
                    ? Flag(token, "special") is true
                        ? TokenKind.Control
                        : TokenKind.UserDefined
                    : isSentencePiece && text is ['<', '0', 'x', _, _, '>']
                        ? TokenKind.Byte
                        : TokenKind.Normal
            );
        }

        var merges = Items(model, "merges")
            .Select(merge =>
                merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}"
            )
            .ToArray();
        var metadata = new Dictionary<string, object>
        {
            ["tokenizer.ggml.tokens"] = texts,
            ["tokenizer.ggml.token_type"] = kinds,
            ["tokenizer.ggml.model"] = isSentencePiece ? "llama" : "gpt2",
        };
        if (isSentencePiece)
        {
            metadata["tokenizer.ggml.scores"] = Scores(merges, ids, count);
            metadata["tokenizer.ggml.add_space_prefix"] = PutsSpaceInFront(file);
        }
        else
        {
            metadata["tokenizer.ggml.pre"] = PreTokenizerName(file, Flag(model, "ignore_merges") ?? false);
            metadata["tokenizer.ggml.merges"] = merges;
        }

        var template = file.TryGetProperty("post_processor", out var processor) ? Single(processor).ToList() : [];
        Special("bos", template is [var first, ..] && first != "" ? first : null);
        Special("eos", template is [.., var last] && last != "" ? last : null);
        if (Text(model, "unk_token") is { } unknown && ids.TryGetValue(unknown, out var unknownId))
            metadata["tokenizer.ggml.unknown_token_id"] = (ulong)unknownId;
        if (Text(configuration, "chat_template") is { } chat)
            metadata["tokenizer.chat_template"] = chat;
        return metadata;

        void Special(string name, string? always)
        {
            var named =
                Text(configuration, name + "_token")
                ?? (Property(configuration, name + "_token") is { ValueKind: JsonValueKind.Object } token ? Text(token, "content") : null)
                ?? always;
            if (named is not null && ids.TryGetValue(named, out var id))
                metadata[$"tokenizer.ggml.{name}_token_id"] = (ulong)id;
            metadata[$"tokenizer.ggml.add_{name}_token"] =
                always is not null || (template.Count == 0 && Flag(configuration, $"add_{name}_token") is true);
        }
    }

    /// <summary>A token that the n-th merge makes scores -n, so that the best score goes first exactly as the best merge does.</summary>
    private static float[] Scores(string[] merges, Dictionary<string, int> ids, int count)
    {
        var scores = new float[count];
        Array.Fill(scores, -1e9f);
        for (var rank = merges.Length - 1; rank >= 0; rank--)
            if (merges[rank].IndexOf(' ') is > 0 and var space && ids.TryGetValue(merges[rank].Remove(space, 1), out var id))
                scores[id] = -rank;
        return scores;
    }

    private static bool PutsSpaceInFront(JsonElement file)
    {
        var before = Property(file, "pre_tokenizer").ToString();
        return Property(file, "normalizer").ToString().Contains("\"Prepend\"", StringComparison.Ordinal)
            || (
                before.Contains("\"Metaspace\"", StringComparison.Ordinal)
                && !before.Contains("\"never\"", StringComparison.Ordinal)
                && Flag(Property(file, "pre_tokenizer"), "add_prefix_space") is not false
            );
    }

    private static string PreTokenizerName(JsonElement file, bool takesWholeWords)
    {
        var before = Property(file, "pre_tokenizer");
        List<JsonElement> steps =
            before.ValueKind == JsonValueKind.Object
                ? Text(before, "type") == "Sequence"
                    ? [.. Items(before, "pretokenizers")]
                    : [before]
                : [];
        var patterns = steps.Where(step => Text(step, "type") == "Split").Select(step => Text(Property(step, "pattern"), "Regex")).ToList();
        var byteLevel = steps.FirstOrDefault(step => Text(step, "type") == "ByteLevel");
        if (patterns is [Llama3Pattern])
            return takesWholeWords ? "llama-bpe" : "smaug-bpe";
        if (patterns is [var one] && one == Qwen2Pattern)
            return "qwen2";
        if (
            patterns.Count == 0
            && byteLevel.ValueKind == JsonValueKind.Object
            && Flag(byteLevel, "use_regex") is not false
            && Flag(byteLevel, "add_prefix_space") is not true
        )
        {
            if (steps.Count == 1)
                return "gpt-2";
            if (steps.Count == 2 && Text(steps[0], "type") == "Digits" && Flag(steps[0], "individual_digits") is true)
                return "smollm";
        }

        throw new InvalidDataException($"The tokenizer cuts text into words in a way that is not known here: {before}");
    }

    /// <summary>The special tokens around a single text, "" standing for the text.</summary>
    private static IEnumerable<string> Single(JsonElement processor)
    {
        if (processor.ValueKind != JsonValueKind.Object)
            return [];
        if (Text(processor, "type") == "Sequence")
            return Items(processor, "processors").SelectMany(Single);
        return Text(processor, "type") != "TemplateProcessing"
            ? []
            : Items(processor, "single")
                .Select(item => item.TryGetProperty("SpecialToken", out var special) ? special.GetProperty("id").GetString()! : "");
    }

    private static JsonElement Property(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement of, string name) =>
        Property(of, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static bool? Flag(JsonElement of, string name) =>
        Property(of, name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    private static IEnumerable<JsonElement> Items(JsonElement of, string name) =>
        Property(of, name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    private static JsonDocument? Open(string path, bool required)
    {
        if (!File.Exists(path))
            return required ? throw new InvalidDataException($"{path} is missing; a model folder needs its tokenizer.") : null;
        try
        {
            using var stream = File.OpenRead(path);
            return JsonDocument.Parse(stream);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no JSON: {e.Message}", e);
        }
    }
}
