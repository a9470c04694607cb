using System.Buffers;
using System.Globalization;

namespace ChatBot.Models.Files;

/// <summary>
/// A model's tokens as its header has them, checked for what llama.cpp takes for granted once it tokenizes: an exception there, in the
/// midst of somebody's question, would end the process.
/// </summary>
public sealed class Vocabulary
{
    private const int Control = 3,
        Unknown = 2,
        Byte = 6;

    private readonly string[] _markers;
    private readonly SearchValues<string> _anyMarker;

    private Vocabulary(string[] tokens, int[] types)
    {
        Tokens = tokens;
        _markers =
        [
            .. tokens
                .Where((token, id) => token.Length > 1 && (types.Length > 0 && types[id] is Control or Unknown || LooksLikeControl(token)))
                .OrderByDescending(token => token.Length),
        ];
        _anyMarker = SearchValues.Create(_markers, StringComparison.Ordinal);
    }

    /// <summary>The tokens' texts, as the file spells them.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>
    /// What people and documents say, so that none of it becomes a control token: a token's name in it is broken by a space. Files
    /// sometimes hold such tokens as ordinary ones; what looks like one counts as one.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="more">Markup of the chat template that is no token of its own.</param>
    public string Harmless(string text, IReadOnlyList<string> more)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        if (text.AsSpan().ContainsAny(_anyMarker))
            foreach (var marker in _markers)
                text = Broken(text, marker);
        foreach (var marker in more)
            text = Broken(text, marker);
        return text;
    }

    internal static Vocabulary Read(GgufFile file, MetadataReader keys)
    {
        var model = keys.Text("tokenizer.ggml.model");
        var tokens = keys.Array<string>("tokenizer.ggml.tokens");
        if (tokens is not { Length: > 0 })
            throw new ModelFileException(file.Path, "the key 'tokenizer.ggml.tokens' is missing; the file holds no vocabulary.");
        var types = keys.Array<int>("tokenizer.ggml.token_type", tokens.Length) ?? [];
        keys.Array<float>("tokenizer.ggml.scores", tokens.Length);
        if (
            keys.Array<string>("tokenizer.ggml.merges") is { } merges
            && merges.FirstOrDefault(merge => merge.IndexOf(' ', 1) < 1) is { } one
        )
            throw new ModelFileException(file.Path, $"the vocabulary's merge '{one}' does not join two tokens.");
        foreach (var name in file.Metadata.Keys.Where(key => key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal)))
            if (name.EndsWith("_token_id", StringComparison.Ordinal))
                keys.Integer(name, 0, tokens.Length - 1);

        if (
            tokens.Select(Read).Where(token => token.Length > 0).GroupBy(token => token).FirstOrDefault(same => same.Count() > 1) is
            { } twice
        )
            throw new ModelFileException(file.Path, $"the vocabulary holds the token '{twice.Key}' twice.");
        var bytes = types.Index().Where(type => type.Item == Byte).Select(type => tokens[type.Index]).ToHashSet(StringComparer.Ordinal);
        if (bytes.FirstOrDefault(token => model != "llama" || !IsByte(token)) is { } wrong)
            throw new ModelFileException(file.Path, $"the vocabulary's byte token '{wrong}' is none.");
        if (model == "llama")
        {
            var all = tokens.ToHashSet(StringComparer.Ordinal);
            for (var value = 0; value < 256; value++)
                if (!all.Contains($"<0x{value:X2}>") && !(value is > 0 and < 128 && all.Contains(((char)value).ToString())))
                    throw new ModelFileException(file.Path, $"the vocabulary has no token for the byte {value}.");
        }
        return new Vocabulary(tokens, types);
    }

    /// <summary>A token as C reads it, to the first NUL.</summary>
    private static string Read(string token) => token.IndexOf('\0') is var end and >= 0 ? token[..end] : token;

    private static bool IsByte(string token) =>
        token is ['<', '0', 'x', _, _, '>']
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _);

    private static string Broken(string text, string marker) =>
        marker.Length > 1 ? text.Replace(marker, $"{marker[..^1]} {marker[^1]}", StringComparison.Ordinal) : text;

    /// <summary><c>&lt;|name|&gt;</c>, <c>&lt;｜name｜&gt;</c>, and the turns of Gemma and Mistral.</summary>
    private static bool LooksLikeControl(string token) =>
        (token.StartsWith("<|", StringComparison.Ordinal) && token.EndsWith("|>", StringComparison.Ordinal))
        || (token.StartsWith("<｜", StringComparison.Ordinal) && token.EndsWith("｜>", StringComparison.Ordinal))
        || token is "<start_of_turn>" or "<end_of_turn>" or "[INST]" or "[/INST]" or "</s>" or "<s>";
}
