using System.Collections.Concurrent;
using System.Text;
using ChatBot.Llama.Files;
using ChatBot.Llama.Tokenizing;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Vocabularies for tests, learnt by byte-pair encoding from <see cref="MixedText"/>, as GGUF metadata. They have what real
/// ones have: merges, scores, byte tokens, control tokens, runs of spaces as user-defined tokens, and (for llama-bpe) whole
/// words that no merge reaches.
/// </summary>
public static class TrainedVocabulary
{
    /// <summary>The tokenizer kinds that the product knows: four byte-level pre-tokenizers and SentencePiece.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["gpt-2", "smollm", "llama-bpe", "qwen2", "spm"];

    private static readonly string[] Control =
    [
        "<|endoftext|>",
        "<|im_start|>",
        "<|im_end|>",
        "<|start_header_id|>",
        "<|end_header_id|>",
        "<|eot_id|>",
        "<|begin_of_text|>",
    ];

    /// <summary>
    /// The metadata (<c>tokenizer.ggml.*</c>) of a vocabulary of <paramref name="kind"/> with <paramref name="merges"/> merges.
    /// </summary>
    /// <remarks>Learning takes seconds, so each vocabulary is learnt once; every caller gets copies of its own.</remarks>
    public static Dictionary<string, object> Metadata(string kind, int merges) =>
        Learnt
            .GetOrAdd(
                (kind, merges),
                _ => new Lazy<Dictionary<string, object>>(() => kind == "spm" ? SentencePiece(merges) : ByteLevel(kind, merges))
            )
            .Value.ToDictionary(pair => pair.Key, pair => pair.Value is Array values ? values.Clone() : pair.Value, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<(string Kind, int Merges), Lazy<Dictionary<string, object>>> Learnt = new();

    /// <summary>Writes a file that holds the vocabulary and no tensor, which llama.cpp loads with <c>vocab_only</c>.</summary>
    public static string Save(Dictionary<string, object> metadata, string path)
    {
        var writer = new GgufWriter()
            .Set("general.architecture", "llama")
            .Set("general.name", "vocabulary")
            .Set("llama.context_length", 64u)
            .Set("llama.embedding_length", 32u)
            .Set("llama.block_count", 1u)
            .Set("llama.feed_forward_length", 32u)
            .Set("llama.attention.head_count", 1u)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        foreach (var (key, value) in metadata)
            writer.Set(key, value);
        return writer.Tensor("token_embd.weight", TensorKind.F32, [32], new float[32]).Save(path);
    }

    private static Dictionary<string, object> ByteLevel(string kind, int merges)
    {
        PreTokenizer.TryParse(kind, out var cut, out _);
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in new MixedText(20_240_501).Lines(4000))
        {
            var codePoints = line.EnumerateRunes().Select(rune => rune.Value).ToArray();
            var start = 0;
            foreach (var end in PreTokenizer.WordEnds(codePoints, cut))
            {
                var word = string.Concat(codePoints[start..end].Select(value => new Rune(value).ToString()));
                Count(words, ByteAlphabet.Spell(word));
                start = end;
            }
        }

        var learnt = Learn(words, merges);
        string[] whole = kind == "llama-bpe" ? ["Ġinternational", "ĠWednesday", "Ġgit", "dataset"] : [];
        string[] spaces = ["ĠĠĠĠĠĠĠĠĠĠ", "ĉĉĉ"]; // user-defined tokens are written as they are typed, not in the alphabet
        string[] userDefined = ["          ", "\t\t\t", "git rebase"];
        string[] tokens =
        [
            .. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString()),
            .. learnt.Select(pair => pair.Left + pair.Right).Distinct().Except(whole).Except(spaces),
            .. whole,
            .. userDefined,
            .. Control,
        ];
        int[] types =
        [
            .. tokens.Select(token =>
                Control.Contains(token) ? 3
                : userDefined.Contains(token) ? 4
                : 1
            ),
        ];
        return new Dictionary<string, object>
        {
            ["tokenizer.ggml.model"] = "gpt2",
            ["tokenizer.ggml.pre"] = kind,
            ["tokenizer.ggml.tokens"] = tokens,
            ["tokenizer.ggml.token_type"] = types,
            ["tokenizer.ggml.merges"] = learnt.Select(pair => $"{pair.Left} {pair.Right}").ToArray(),
            ["tokenizer.ggml.bos_token_id"] = (uint)Array.IndexOf(tokens, "<|begin_of_text|>"),
            ["tokenizer.ggml.eos_token_id"] = (uint)Array.IndexOf(tokens, "<|endoftext|>"),
            ["tokenizer.ggml.add_bos_token"] = kind == "llama-bpe",
        };
    }

    private static Dictionary<string, object> SentencePiece(int merges)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var characters = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in new MixedText(20_240_501).Lines(4000))
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Contains((char)0) || MixedText.Markers.Any(word.Contains))
                continue; // no merge may lead to a control token's name; GGUF readers in C end a text at NUL
            Count(words, "▁" + word);
            foreach (var rune in word.EnumerateRunes())
                Count(characters, rune.ToString());
        }

        var learnt = Learn(words, merges);
        string[] head = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        string[] userDefined = ["\n\n\n\n", "<table>"];
        string[] body = [.. learnt.Select(pair => pair.Left + pair.Right).Distinct().Except(head).Except(userDefined)];
        string[] single =
        [
            "▁",
            .. characters
                .Where(pair => pair.Key != "▁")
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(400)
                .Select(pair => pair.Key)
                .Except(body),
        ];
        string[] tokens = [.. head, .. body, .. single, .. userDefined, .. Control];
        return new Dictionary<string, object>
        {
            ["tokenizer.ggml.model"] = "llama",
            ["tokenizer.ggml.pre"] = "default",
            ["tokenizer.ggml.tokens"] = tokens,
            ["tokenizer.ggml.scores"] = tokens
                .Select((_, id) => id < head.Length || id >= head.Length + body.Length + single.Length ? 0f : -(id - head.Length))
                .ToArray(),
            ["tokenizer.ggml.token_type"] = tokens
                .Select(
                    (token, id) =>
                        id == 0 ? 2
                        : id < 3 || Control.Contains(token) ? 3
                        : id < head.Length ? 6
                        : userDefined.Contains(token) ? 4
                        : 1
                )
                .ToArray(),
            ["tokenizer.ggml.bos_token_id"] = 1u,
            ["tokenizer.ggml.eos_token_id"] = 2u,
            ["tokenizer.ggml.unknown_token_id"] = 0u,
        };
    }

    /// <summary>
    /// Joins the commonest neighbours again and again (Sennrich et al. 2016); ties go to the ordinal order, so every run learns the same.
    /// </summary>
    private static List<(string Left, string Right)> Learn(Dictionary<string, int> words, int merges)
    {
        var spelled = words
            .Where(pair => pair.Key.Length is > 1 and < 40)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (Symbols: pair.Key.EnumerateRunes().Select(rune => rune.ToString()).ToList(), Count: pair.Value))
            .ToList();
        var pairs = new Dictionary<(string, string), int>();
        foreach (var (symbols, count) in spelled)
            Tally(symbols, count);
        var learnt = new List<(string Left, string Right)>();
        while (learnt.Count < merges && pairs.Count > 0)
        {
            var best = pairs
                .Where(pair => pair.Value > 0)
                .MaxBy(pair => (pair.Value, pair.Key), Comparer<(int, (string, string))>.Create(Better))
                .Key;
            learnt.Add(best);
            foreach (var (symbols, count) in spelled)
            {
                if (!Contains(symbols, best))
                    continue;
                Tally(symbols, -count);
                for (var at = 0; at + 1 < symbols.Count; at++)
                {
                    if ((symbols[at], symbols[at + 1]) != best)
                        continue;
                    symbols[at] += symbols[at + 1];
                    symbols.RemoveAt(at + 1);
                }

                Tally(symbols, count);
            }

            pairs.Remove(best);
        }

        return learnt;

        void Tally(List<string> symbols, int count)
        {
            for (var at = 0; at + 1 < symbols.Count; at++)
                pairs[(symbols[at], symbols[at + 1])] = pairs.GetValueOrDefault((symbols[at], symbols[at + 1])) + count;
        }

        static bool Contains(List<string> symbols, (string Left, string Right) pair)
        {
            for (var at = 0; at + 1 < symbols.Count; at++)
                if (symbols[at] == pair.Left && symbols[at + 1] == pair.Right)
                    return true;
            return false;
        }

        static int Better((int Count, (string Left, string Right) Pair) x, (int Count, (string Left, string Right) Pair) y)
        {
            if (x.Count != y.Count)
                return x.Count.CompareTo(y.Count);
            var left = string.CompareOrdinal(y.Pair.Left, x.Pair.Left);
            return left != 0 ? left : string.CompareOrdinal(y.Pair.Right, x.Pair.Right);
        }
    }

    private static void Count(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
